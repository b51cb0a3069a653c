"""Asks the web server of this container whether it can work: exit code 0 when it can.

    python -m config.healthcheck

It asks as the reverse proxy does, with a host name that is served and as if by https.
"""

import sys
import urllib.error
import urllib.request

from config import environment as env


def main() -> int:
    headers = {"Host": env.words("SCHAKEL_HOSTS", "localhost")[0], "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/readyz", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
