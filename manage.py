#!/usr/bin/env python
"""Django's command line. Commands that change the schema run as the database's owner."""

import os
import sys

OWNER_COMMANDS = {"migrate", "sqlmigrate", "flush"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["SCHAKEL_AS_OWNER"] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
