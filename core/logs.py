"""The log holds no personal data and nothing that opens a door."""

import logging
import re

# The secret part of a link in a mail: Django logs the address of what it refuses.
TOKEN = re.compile(r"(/l/[a-z0-9_-]+/[0-9]+/)[^/\s]+")
# PostgreSQL tells with an error which row it was about, with all that stands in it.
DETAIL = re.compile(r"^DETAIL:.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.MULTILINE | re.DOTALL)


class PrivateFormatter(logging.Formatter):
    """A line of the log, and what it says of an error, without those two."""

    def format(self, record: logging.LogRecord) -> str:
        return DETAIL.sub("DETAIL: left out", TOKEN.sub(r"\1…", super().format(record)))
