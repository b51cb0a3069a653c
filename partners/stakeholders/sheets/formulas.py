"""Text that a spreadsheet program would run, and how it is made harmless and read back."""

import re

MAX_CELL = 32_000  # characters; Excel stops at 32,767 and counts some twice
GUARD = "'"

# What spreadsheet programs may take for the start of a formula or of a call to another program,
# in their full-width forms too, with nothing but blanks or quotation marks before it.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@|%＝＋－＠｜％]|[\s'\"]*[\t\n]")
_GUARDED = re.compile(rf"{GUARD}(?:{_FORMULA.pattern})")
# What XML cannot hold (NUL and control characters), lone surrogates and non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OTHER_LINE_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def plain(value: str) -> str:
    """``value`` as any format can hold it: no control characters, one kind of line break, not too long."""
    if value.isprintable():
        return value[:MAX_CELL]
    return _UNWRITABLE.sub("", _OTHER_LINE_BREAKS.sub("\n", value))[:MAX_CELL]


def neutralise(value: str) -> str:
    """``plain(value)``, with an apostrophe before it when a spreadsheet program could run it."""
    value = plain(value)
    return GUARD + value if _FORMULA.match(value) else value


def restore(value: str) -> str:
    """``value`` without the apostrophe of ``neutralise``; anything else comes back as it is."""
    return value[1:] if _GUARDED.match(value) else value
