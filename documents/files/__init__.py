"""The files of a space: what people share there as it came, in versions (docs/decisions/0045)."""
