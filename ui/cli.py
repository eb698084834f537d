"""The command `acupoint`: reads what was asked and hands it to the command that answers.

Nothing heavy is imported here; each command imports what it needs, so that `acupoint points` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from locator.errors import AcupointError
from ui import cli_annotate, cli_app, cli_bench, cli_calibrate, cli_check, cli_lens, cli_markers, cli_points
from ui.cli_escaped import escaped_lines
from ui.cli_files import FULL
from ui.cli_help import Parser
from ui.cli_quiet import native_notes_silenced

LOOKING = ("check", "calibrate", "app")  # commands that wake the detector; annotate itself keeps its threads quiet
UNUSABLE = 2  # exit code: what was given cannot be used
INTERRUPTED = 130  # the shell's own code for Ctrl+C


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(
        prog="acupoint",
        description="Shows where the acupoints lie on your own picture, how sure that is, and how to press them.",
        epilog="Nothing leaves this machine. Not a medical device; see `acupoint points show CODE` for cautions.",
    )
    parser.set_defaults(go_on="")  # how a command that was stopped is gone on with, where it can be
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for command in (cli_annotate, cli_check, cli_points, cli_calibrate, cli_markers, cli_lens, cli_app, cli_bench):
        command.add_to(commands)
    return parser


class _Version(argparse.Action):
    """Looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from locator.version import version

        print(f"acupoint {version()}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the number is the exit code."""
    _open_all_streams()
    _speak_utf8()
    given = build_parser().parse_args(argv)
    try:
        with native_notes_silenced() if given.command in LOOKING else contextlib.nullcontext():
            return int(given.run(given))
    except AcupointError as fault:
        print(f"acupoint: {escaped_lines(str(fault))}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return _stopped(given.go_on)
    except BrokenPipeError:  # `acupoint points | head`: the reader has seen enough
        _say_no_more()
        return _stopped(given.go_on) if given.go_on else 0  # a run over pictures is not over yet
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        _say_no_more()
        print(f"acupoint: cannot go on ({fault.strerror}): make room, or send what is said elsewhere.", file=sys.stderr)
        return UNUSABLE


def _stopped(go_on: str) -> int:
    with contextlib.suppress(BrokenPipeError):
        print(f"acupoint: stopped; what was finished is kept{go_on}", file=sys.stderr)
    return INTERRUPTED


def _say_no_more() -> None:
    """What could not be written is not tried again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_all_streams() -> None:
    """What a stream that was closed is told goes nowhere.

    Left closed, its number would be that of the next file which is opened: MediaPipe wrote its notes into the table.
    """
    for name, way in (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:  # in the order of their numbers, the lowest that is free is its own
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), "r" if way == os.O_RDONLY else "w"))


def _speak_utf8() -> None:
    """Chinese names on a terminal or pipe that expects less come out as question marks, not as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
