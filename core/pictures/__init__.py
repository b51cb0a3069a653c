"""Pictures that people upload: decoded far away from us, and kept only as pixels that we wrote ourselves."""
