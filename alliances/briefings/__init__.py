"""The briefing document: why this alliance, and why one would join. It goes with an invitation to join."""
