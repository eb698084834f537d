"""What was said on a recipe's command line."""

from __future__ import annotations

import sys


def said(least: int = 1) -> list[str]:
    """The words after the recipe's name; without so many of them it ends with its first lines, which say how it is run.

    They go where errors go: what is printed otherwise is the fitted file.
    """
    words = sys.argv[1:]
    if len(words) < least or {"-h", "--help"} & set(words):
        raise SystemExit(sys.modules["__main__"].__doc__)
    return words
