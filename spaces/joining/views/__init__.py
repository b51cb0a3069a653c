"""Pages about joining; whoever answers a link finds its page because this is imported with the addresses."""

from spaces.joining.views import answering, asking

__all__ = ["answering", "asking"]
