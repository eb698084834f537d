"""The command `acupoint`: reads what was asked and hands it to the command that answers.

Nothing heavy is imported here; each command imports what it needs, so that `acupoint points` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from locator.errors import AcupointError

UNUSABLE = 2  # exit code: what was given cannot be used


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="acupoint", description="Where the acupoints lie on your own picture.")
    parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the number is the exit code."""
    given = build_parser().parse_args(argv)
    try:
        return int(given.run(given))
    except AcupointError as fault:
        print(f"acupoint: {fault}", file=sys.stderr)
        return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
