"""One row in this process: ``python -m bench.one_row NAME`` prints what it measured as JSON."""

import json
import os
import sys
from importlib import import_module

import django


def main(row: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(import_module(f"bench.{row}").measure()))


if __name__ == "__main__":
    main(sys.argv[1])
