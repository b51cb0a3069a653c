"""The words of a header or a name, compared without case, accents and signs.

Imports nothing of the project or of Django: the child process that reads workbooks uses it too.
"""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def words(header: str) -> str:
    """``header`` in small letters without accents, everything but letters and digits made one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", plain.lower().replace("œ", "oe")).strip()
