"""The tables of this room; the signing engine's stand with it, in ``documents.signing``."""

from documents.signing.models import SignableText, SigningEvent, SigningRequest

__all__ = ["SignableText", "SigningEvent", "SigningRequest"]
