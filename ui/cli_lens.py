"""`acupoint lens`: a camera's lens measured from pictures of a printed board, so that its bend can be taken out."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from locator.errors import RequestError
from ui.cli_escaped import escaped
from ui.cli_given import refuse_unheard

DONE = 0
_ACTIONS = ("sheet", "list", "show", "delete")


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "lens",
        help="measure a camera's lens with a printed board",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="lens sheet BOARD.pdf                print the board, glue it to something flat\n"
        "lens PHOTO... --camera NAME         measure from 8 to 12 pictures of it: in the middle, in each corner,\n"
        "                                    tilted each way\n"
        "lens list | show NAME | delete NAME the lenses kept on this machine\n\n"
        "Then `acupoint annotate PHOTO... --lens NAME` takes the lens's bend out before it looks.",
    )
    ask.add_argument("what", metavar="PHOTO|ACTION", help="a picture of the board, or one of: " + ", ".join(_ACTIONS))
    more = "more pictures, or what an action is about"
    ask.add_argument("more", nargs="*", default=(), metavar="PHOTO|NAME", help=more)
    ask.add_argument("--camera", metavar="NAME", help="the name to keep the lens under")
    ask.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Do what was asked; the number is the exit code."""
    from calibration import lens_store

    if given.what not in _ACTIONS:
        return _measure(given)
    wanted = 0 if given.what == "list" else 1
    if len(given.more) != wanted:
        came = len(given.more)
        raise RequestError(f"lens {given.what}: expected {wanted} name(s) after it, got {came}; see its --help.")
    refuse_unheard(given, f"lens {given.what}", ())
    if given.what == "sheet":
        from ui.board_sheet import board_sheet
        from ui.sheet import write_sheet
        from ui.wording import wording

        words = wording()
        print(f"-> {write_sheet(board_sheet(words), Path(given.more[0]), words('lens.sheet_title'))}")
    elif given.what == "list":
        print("\n".join(map(escaped, lens_store.names())) or f"no lenses yet in {lens_store.folder()}")
    elif given.what == "show":
        print(lens_store.to_text(lens_store.load(given.more[0])), end="")
    else:
        lens_store.delete(given.more[0])
        print(f"{given.more[0]} is deleted")
    return DONE


def _measure(given: argparse.Namespace) -> int:
    from calibration import lens_store
    from calibration.measure_lens import BoardPhoto, measure_lens
    from locator.photo import load_photo
    from ui import cli_files
    from ui.cli_given import tell_same_name

    if given.camera is None:
        raise RequestError("lens: expected --camera NAME too, the name to keep the lens under.")
    lens_store.path_of(given.camera)  # a name that cannot be kept is told before the work
    paths = cli_files.expand([given.what, *given.more])
    photos = [BoardPhoto(str(path), load_photo(path).rgb) for path in paths]
    measured = measure_lens(given.camera, photos, datetime.date.today().isoformat())
    for line in measured.left_out:
        print(f"left out: {line}")
    lens = measured.lens
    tell_same_name(lens.name, lens_store.kept_as(lens.name))
    path = lens_store.save(lens)
    width, height = lens.size_px
    print(
        f"{lens.name}: {lens.views} pictures of {width} x {height} px, the board's corners missed by "
        f"{lens.error_px:.2f} px (rms); bend k1 {lens.bend[0]:+.3f}, k2 {lens.bend[1]:+.3f}"
    )
    print(f"-> {path}")
    return DONE
