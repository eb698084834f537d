"""What comes from a file's name or from inside a file, made harmless to the terminal that shows it."""

from __future__ import annotations


def escaped(text: str) -> str:
    """One line, with what cannot be printed written out.

    A line break in a name would make two lines of one, and a terminal obeys some characters: it changes colours and
    titles, and moves back over what was said before.
    """
    odd = {char for char in text if not char.isprintable() and not 0xD800 <= ord(char) < 0xE000}
    return text.translate({ord(char): char.encode("unicode_escape").decode() for char in odd}) if odd else text


def escaped_lines(text: str) -> str:
    """The same of lines of ours."""
    return "\n".join(map(escaped, text.split("\n")))
