"""A view's scripts as one module: written as small ES modules, mounted as one string.

Each file names what it imports, so a reader and a linter see how they hang together; here the files are put in that
order and the lines of import and export, which have no meaning inside one file, are taken out.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from importlib import resources
from typing import TypedDict

_IMPORT = re.compile(r'^import\s.*?\sfrom\s+"(?P<file>\.\.?/[\w./-]+\.js)";\n', re.MULTILINE | re.DOTALL)
_PART = re.compile(r"^ *(?:<!--|/\*) part: (?P<file>[\w./-]+) (?:-->|\*/)\n", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?!default\b)", re.MULTILINE)


@lru_cache
def script(entry: str = "live/js/mount.js") -> str:
    """The entry module with all that it imports, in an order in which each comes after what it needs.

    Files are named from the folder of the pages, so that one view may import another's.
    """
    done: dict[str, str] = {}
    _gather(entry, done, ())
    return "\n".join(done.values())


@lru_cache
def text(name: str, folder: str = "live") -> str:
    """A view's markup or style, with the parts that it shares with another view's put in their place."""
    return _PART.sub(lambda part: _read(part["file"]), _read(posixpath.join(folder, name)))


class Assets(TypedDict):
    """A component's markup, style and scripts, as they are handed over when it is mounted."""

    html: str
    css: str
    js: str


def assets(folder: str, stem: str) -> Assets:
    """What lies in a component's folder under one name."""
    return {
        "html": text(f"{stem}.html", folder),
        "css": text(f"{stem}.css", folder),
        "js": script(f"{folder}/{stem}.js"),
    }


def _gather(name: str, done: dict[str, str], waiting: tuple[str, ...]) -> None:
    if name in done:
        return
    if name in waiting:
        raise ValueError(f"expected scripts that do not import each other in a circle, got {' -> '.join(waiting)}")
    source = _read(name)
    for match in _IMPORT.finditer(source):
        _gather(posixpath.normpath(posixpath.join(posixpath.dirname(name), match["file"])), done, (*waiting, name))
    done[name] = _EXPORT.sub("", _IMPORT.sub("", source))


def _read(name: str) -> str:
    return resources.files("ui").joinpath(name).read_text(encoding="utf-8")
