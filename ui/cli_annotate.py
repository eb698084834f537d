"""`acupoint annotate`: pictures in, annotated pictures and reports out.

Pictures are answered side by side, one a processor: reading, looking, placing, drawing and writing of one picture are
one piece of work, and what is said about the pictures comes in the order in which they were given.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections import deque
from typing import TYPE_CHECKING, Any

from locator.errors import RequestError
from ui import cli_files
from ui.annotating import ANSWERED, OUR_FAULT, REFUSED, UNUSABLE, Done, Order, annotate
from ui.cli_escaped import escaped
from ui.cli_folders import named
from ui.cli_given import chosen_codes, file_named, path_named, read_lens, read_profile, read_taps, tell_unmatched
from ui.cli_help import landmark_names, routine_names
from ui.cli_photos import Photos, photos_of
from ui.cli_quiet import native_notes_silenced
from ui.cli_table import Table, check_table

if TYPE_CHECKING:
    from collections.abc import Generator
    from concurrent.futures import Future

    from ui.cli_files import Job

_WORST_FIRST = (OUR_FAULT, UNUSABLE, REFUSED, ANSWERED)
_USUALLY_AT_ONCE = 4  # each holds a picture and its drawing (300 MB at 50 Mpx) and detectors of its own (250 MB)


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "annotate",
        help="draw the points on pictures",
        description="Writes <name>.annotated.png and <name>.json for each picture; of a folder's pictures into the "
        "same folders below --out. "
        "Exit code: 0 all answered, 3 some refused (their JSON says why), 2 a picture or option that cannot be used.",
    )
    pictures = "pictures (JPEG, PNG, WebP, HEIC …) or folders of them"
    ask.add_argument("photos", nargs="+", type=file_named, metavar="PHOTO", help=pictures)
    results = "folder for the results, made if missing"
    ask.add_argument("--out", required=True, type=path_named, metavar="DIR", help=results)
    ask.add_argument(
        "--region", choices=("back", "leg", "hand", "foot", "head"), help="what the camera points at; helps close-ups"
    )
    ask.add_argument("--view", choices=("back", "front", "left", "right"), help="the side of the body you see")
    which = ask.add_mutually_exclusive_group()
    which.add_argument("--points", metavar="CODES", help="only these, with commas between: BL23,BL40")
    which.add_argument("--routine", metavar="NAME", help="only the points of a routine, named below")
    places = 'places, px: {"c7": [297, 203]}; names below'
    ask.add_argument("--landmarks", type=path_named, metavar="FILE.json", help=places)
    ask.add_argument("--profile", metavar="NAME", help="whose body it is: a profile made by `acupoint calibrate`")
    ask.add_argument("--person", type=int, metavar="N", help="which body of several: 1, 2, … as `people` in the JSON")
    ask.add_argument("--markers", action="store_true", help="read the printed marks worn (`acupoint markers`) as taps")
    ask.add_argument("--lens", metavar="NAME", help="take out the bend of a lens measured by `acupoint lens`")
    ask.add_argument("--mirrored", action="store_true", help="the picture is a mirror image, as selfie previews are")
    ask.add_argument("--table", type=path_named, metavar="FILE.csv", help="a table of all points, written at the end")
    ask.add_argument(
        "--resume",
        action="store_true",
        help="leave what --out holds already of the same pictures, by the same options and version; refused ones too, "
        "and what was odd about their landmarks is not said again",
    )
    ask.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help=f"pictures at a time, at most one a processor (usually {_USUALLY_AT_ONCE}); each takes some 300 MB of "
        "memory, about 1 GB where pictures have 50 megapixels. Results are the same",
    )
    ask.add_argument("--style", choices=("standard", "high-contrast"), default="standard", help="colours")
    ask.add_argument("--no-image", action="store_true", help="write the JSON only")
    ask.add_argument("--quiet", action="store_true", help="say nothing but what went wrong")
    ask.names = lambda: f"{routine_names()}\n{landmark_names()}"
    ask.set_defaults(run=run, go_on="; the same command with --resume goes on from there")


def run(given: argparse.Namespace) -> int:
    """Annotate every picture; the number is the exit code."""
    codes = chosen_codes(given.points, given.routine)
    for option, number in (("--person", given.person), ("--jobs", given.jobs)):
        if number is not None and number < 1:
            raise RequestError(f"{option}: expected 1 or more, got {number}.")
    photos = photos_of(given.photos, given.out)
    tell_before(photos, given.quiet)
    check_table(given.table)
    taps = read_taps(given.landmarks, photos.paths)
    if taps is not None:
        tell_unmatched(taps, photos.paths)
    order = Order(given, codes, taps, read_profile(given.profile), read_lens(given.lens))
    keep = [given.landmarks] if given.landmarks else []
    jobs = cli_files.plan(photos.paths, given.out, keep, photos.places)
    cli_files.ready_folder(given.out)
    with Table(given.table) as table, native_notes_silenced(), _Teller(len(jobs), quiet=given.quiet) as tell:
        met = {UNUSABLE if photos.faults else ANSWERED}
        with contextlib.closing(_side_by_side(jobs, order)) as answers:
            for job, done in answers:
                table.add(job, done)
                met.add(tell.tell(done))
    return next(code for code in _WORST_FIRST if code in met)


def _side_by_side(jobs: list[Job], order: Order) -> Generator[tuple[Job, Done], None, None]:
    """What became of each picture, in order, worked on by several threads; their number changes the time alone."""
    from concurrent.futures import ThreadPoolExecutor

    at_once = min(len(jobs), os.cpu_count() or 1, order.given.jobs or _USUALLY_AT_ONCE)
    waiting: deque[tuple[Job, Future[Done]]] = deque()
    with ThreadPoolExecutor(at_once, "picture") as workers:
        try:
            for job in jobs:
                waiting.append((job, workers.submit(annotate, job, order)))
                if len(waiting) > 2 * at_once:  # told in order, and no more answers kept than needed
                    first, done = waiting.popleft()
                    yield first, done.result()
            for job, done in waiting:
                yield job, done.result()
        except BaseException:  # Ctrl+C, a pipe that was closed, a full disk: what has not begun need not
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def tell_before(photos: Photos, quiet: bool) -> None:
    """What there is to say before the work; RequestError when there is no work."""
    if not photos.paths:
        raise RequestError("\n".join(escaped(line) for line in no_pictures(photos)))
    for fault in photos.faults:
        print(f"acupoint: {escaped(fault)}", file=sys.stderr)
    for note in () if quiet else photos.notes:
        print(escaped(note), file=sys.stderr)


def no_pictures(photos: Photos) -> list[str]:
    """Why there is nothing to do."""
    if photos.faults:
        return photos.faults + photos.notes
    only = named(photos.earlier)
    return [f"expected pictures, got only what an earlier run wrote ({only}); name the pictures."]


class _Teller:
    """What the person is told while it goes on: a line a picture, or a bar on a terminal when there are many."""

    def __init__(self, total: int, quiet: bool) -> None:
        self._quiet = quiet
        self._before = 0  # answered by an earlier run
        self._bar: Any = None
        if total > 1 and not quiet and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="picture", dynamic_ncols=True, leave=False)

    def __enter__(self) -> _Teller:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
        if self._before and not self._quiet:
            print(f"{self._before} answered by an earlier run and left as they are", file=sys.stderr)

    def tell(self, done: Done) -> int:
        """Say what became of a picture, faults even when asked to be quiet; gives its exit code."""
        self._before += done.before
        for fault in done.faults:
            self._print(f"acupoint: {fault}", sys.stderr)
        if done.said and not self._quiet:
            self._print(done.said, sys.stdout)
        if self._bar is not None:
            self._bar.update()
        return done.code

    def _print(self, text: str, stream: Any) -> None:
        if self._bar is not None:
            self._bar.write(text, file=stream)
        else:
            print(text, file=stream, flush=True)
