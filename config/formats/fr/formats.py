"""French: what Django has, with a word before the hour."""

DATETIME_FORMAT = "j F Y à H:i"
