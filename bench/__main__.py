"""Runs the rows, each in a process and on a database of its own, and prints one JSON object."""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime

import psycopg

ROWS = (
    "page_list",
    "page_home",
    "growth_list",
    "growth_register",
    "growth_alliance",
    "growth_dashboard",
    "pdf_minutes",
    "minutes_row",
    "mail",
    "mail_one",
    "mail_many",
    "import_sheet",
    "import_large",
    "queries",
)
# What the rows are called in the table of targets.
RATIOS = {
    "page_list": "page_list_vs_floor",
    "page_home": "page_home_vs_floor",
    "growth_list": "growth_list",
    "growth_register": "growth_register",
    "growth_alliance": "growth_alliance",
    "growth_dashboard": "growth_dashboard",
    "pdf_minutes": "pdf_minutes_vs_floor",
    "minutes_row": "minutes_row_vs_floor",
    "mail": "mail_vs_floor",
    "mail_one": "mail_one_vs_floor",
    "mail_many": "mail_many_memory",
    "import_sheet": "import_vs_floor",
    "import_large": "import_large_vs_floor",
    "queries": "queries",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure ratios against floors.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"one or more of: {', '.join(RATIOS.values())}")
    chosen = parser.parse_args().rows
    names = {**RATIOS, **{ratio: row for row, ratio in RATIOS.items()}}
    if unknown := [row for row in chosen if row not in names]:
        parser.error(f"no row called {', '.join(unknown)}")
    rows = [row for row in ROWS if not chosen or row in chosen or RATIOS[row] in chosen]
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as var:
        environment = prepare(var)
        results = {RATIOS[row]: run(row, environment) for row in rows}
    about = {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "python": sys.version.split()[0],
        "load_average": os.getloadavg()[0],
    }
    print(json.dumps({"about": about, **results}, indent=2))
    return 0 if all(result.get("met") for result in results.values()) else 1


def prepare(var: str) -> dict[str, str]:
    """Production settings, collected static files and a migrated database that the rows copy."""
    environment = {
        **os.environ,
        "SCHAKEL_MODE": "production",
        "SCHAKEL_SECRET_KEY": secrets.token_urlsafe(60),
        "SCHAKEL_HOSTS": "127.0.0.1",
        "SCHAKEL_VAR": var,
        "SCHAKEL_LOG_LEVEL": "WARNING",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    for command in (("migrate", "--no-input", "--verbosity=0"), ("collectstatic", "--no-input", "--verbosity=0")):
        subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True, stdout=sys.stderr)
    subprocess.run([sys.executable, "-m", "compileall", "-q", ".", "-x", "node_modules|/var/|/[.]"], check=True)
    return environment


def run(row: str, environment: Mapping[str, str]) -> dict[str, object]:
    """One row, on a copy of the migrated database; what it measured, or what went wrong."""
    print(f"{RATIOS[row]} …", file=sys.stderr, flush=True)
    name = f"bench_{row}"
    copy_database(environment, name)
    own = {
        **environment,
        **{key: in_database(environment[key], name) for key in ("DATABASE_URL", "DATABASE_OWNER_URL")},
    }
    done = subprocess.run([sys.executable, "-m", "bench.one_row", row], env=own, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        return {"met": False, "error": f"it ended with {done.returncode}; see above"}
    result: dict[str, object] = json.loads(done.stdout)
    return result


def copy_database(environment: Mapping[str, str], name: str) -> None:
    """``CREATE DATABASE name`` with all that the migrated one holds."""
    source = environment["DATABASE_OWNER_URL"]
    with psycopg.connect(in_database(source, "template1"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.rpartition("/")[2]}"')


def in_database(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    sys.exit(main())
