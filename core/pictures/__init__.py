"""Pictures that people upload: decoded far away from us, and kept only as pixels that we wrote ourselves."""

from core.pictures.reading import ACCEPT, Picture, read_picture

__all__ = ["ACCEPT", "Picture", "read_picture"]
