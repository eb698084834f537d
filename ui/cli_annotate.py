"""`acupoint annotate`: pictures in, annotated pictures and reports out.

One picture is decoded while the one before it is looked at and the one before that is drawn and written: three
threads, of which the middle one does the work that takes the time.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from locator.errors import AcupointError, RequestError
from ui import cli_files
from ui.cli_files import Job

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from locator.landmarks import View
    from locator.landmarks_file import GivenLandmarks, LandmarksFile
    from locator.photo import Photo
    from locator.placement import Located, Region

ANSWERED, OUR_FAULT, UNUSABLE, REFUSED = 0, 1, 2, 3  # exit codes; of several the worst counts
_WORST_FIRST = (OUR_FAULT, UNUSABLE, REFUSED, ANSWERED)
_AHEAD = 2  # pictures decoded or written at one time: two of 40 Mpx are 240 MB


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "annotate",
        help="draw the points on pictures",
        description="Writes <name>.annotated.png and <name>.json for each picture. "
        "Exit code: 0 all answered, 3 some refused (their JSON says why), 2 a picture or option that cannot be used.",
    )
    ask.add_argument("photos", nargs="+", metavar="PHOTO", help="picture files: JPEG, PNG, WebP, HEIC, TIFF …")
    ask.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results, made if missing")
    ask.add_argument(
        "--region", choices=("back", "leg", "hand", "foot", "head"), help="what the camera points at; helps close-ups"
    )
    ask.add_argument("--view", choices=("back", "front", "left", "right"), help="the side of the body you see")
    which = ask.add_mutually_exclusive_group()
    which.add_argument("--points", metavar="CODES", help="only these, with commas between: BL23,BL40")
    which.add_argument("--routine", metavar="NAME", help="only the points of a routine: low_back, sciatica, …")
    ask.add_argument("--landmarks", type=Path, metavar="FILE.json", help='landmarks you know: {"c7": [297, 203], …}')
    ask.add_argument("--person", type=int, metavar="N", help="which body of several: 1, 2, … as `people` in the JSON")
    ask.add_argument("--mirrored", action="store_true", help="the picture is a mirror image, as selfie previews are")
    ask.add_argument("--style", choices=("standard", "high-contrast"), default="standard", help="colours")
    ask.add_argument("--no-image", action="store_true", help="write the JSON only")
    ask.add_argument("--quiet", action="store_true", help="say nothing but what went wrong")
    ask.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Annotate every picture; the number is the exit code."""
    from concurrent.futures import ThreadPoolExecutor

    codes = chosen_codes(given.points, given.routine)
    if given.person is not None and given.person < 1:
        raise RequestError(f"--person: expected 1 or more, got {given.person}.")
    photos = cli_files.expand(given.photos)
    taps = read_taps(given.landmarks, photos)
    jobs = cli_files.plan(photos, given.out, keep=[given.landmarks] if given.landmarks else [])
    cli_files.ready_folder(given.out)
    tell = _Teller(len(jobs), quiet=given.quiet)
    worst = {ANSWERED}
    with tell, ThreadPoolExecutor(1, "read") as reader, ThreadPoolExecutor(1, "write") as writer:
        written: deque[Future[int]] = deque()
        for job, photo in _read_ahead(jobs, given.mirrored, reader):
            located = _answer(job, photo, given, codes, taps, tell)
            if isinstance(located, int):
                worst.add(located)
                tell.step()
                continue
            written.append(writer.submit(_write, job, located, given, tell))
            if len(written) > _AHEAD:
                worst.add(written.popleft().result())
        worst.update(done.result() for done in written)
    return next(code for code in _WORST_FIRST if code in worst)


def chosen_codes(points: str | None, routine: str | None) -> tuple[str, ...] | None:
    """The codes asked for by --points or --routine; None for all.  RequestError names what there is not."""
    if points is not None:
        from locator.atlas.load import load_atlas

        asked = [text.strip() for text in points.split(",") if text.strip()]
        if not asked:
            raise RequestError("--points: expected codes such as BL23,BL40, got nothing; leave it out for all points.")
        return tuple(point.code for point in load_atlas().select(asked))
    if routine is not None:
        from locator import routines

        return routines.routine(routine).codes
    return None


def read_taps(path: Path | None, photos: list[Path]) -> LandmarksFile | None:
    """The landmarks file, if one was named and fits the number of pictures."""
    if path is None:
        return None
    from locator.landmarks_file import read_landmarks

    file = read_landmarks(path)
    if file.any_picture is not None and len(photos) > 1:
        raise RequestError(
            f"--landmarks {path}: expected one picture, since these landmarks lie on one, got {len(photos)}; "
            'give one picture, or an entry for each: {"a.jpg": {"c7": [297, 203]}, …}.'
        )
    return file


def locate_with(
    photo: Photo, given: GivenLandmarks | None, region: Region | None, view: View | None, **more: Any
) -> Located:
    """The answer for one picture; landmarks given by hand replace or join those that were detected."""
    from locator import locate, locate_landmarks
    from locator.landmarks import LandmarkSet

    seen = locate(photo, region=region, view=view or (given.view if given else None), **more)
    if given is None:
        return seen
    if given.size_px is not None and given.size_px != photo.size_px:
        raise RequestError(
            f"expected landmarks given on a picture of {photo.size_px[0]} x {photo.size_px[1]} px, got some given on "
            f"{given.size_px[0]} x {given.size_px[1]}; give them on this picture."
        )
    # What follows from other landmarks is left out: it has to follow from the better ones now.
    detected = [mark for mark in seen.landmarks or () if mark.source != "derived"]
    facing = view or given.view or seen.view
    landmarks = LandmarkSet(photo.size_px, facing).having(detected).having(given.marks)
    found = locate_landmarks(landmarks, proportions=more.get("proportions"), codes=more.get("codes"))
    if region is not None:
        found = replace(found, placements=tuple(p for p in found.placements if p.frame == region))
    return replace(found, photo=photo, people=seen.people)


def _read_ahead(
    jobs: list[Job], mirrored: bool, reader: ThreadPoolExecutor
) -> Iterator[tuple[Job, Future[Photo]]]:
    """Each picture with its reading, which was begun while the one before was still being looked at."""
    from locator.photo import load_photo

    begun: deque[tuple[Job, Future[Photo]]] = deque()
    for job in jobs:
        begun.append((job, reader.submit(load_photo, job.photo, mirrored=mirrored)))
        if len(begun) > _AHEAD:
            yield begun.popleft()
    yield from begun


def _answer(
    job: Job,
    photo: Future[Photo],
    given: argparse.Namespace,
    codes: tuple[str, ...] | None,
    taps: LandmarksFile | None,
    tell: _Teller,
) -> Located | int:
    """The answer for one picture, or the exit code when there is none; the reason has been told."""
    return _guarded(
        job,
        lambda: locate_with(
            photo.result(), _taps_for(job, taps, tell), given.region, given.view, person=given.person, codes=codes
        ),
        tell,
    )


def _taps_for(job: Job, taps: LandmarksFile | None, tell: _Teller) -> GivenLandmarks | None:
    own = taps.of(job.photo) if taps is not None else None
    if own is not None and own.unknown:
        tell.fault(f"{job.photo}: no use is known for the landmarks {', '.join(own.unknown)}; check their names.")
    return own


def _write(job: Job, located: Located, given: argparse.Namespace, tell: _Teller) -> int:
    """Both files of one picture; the number is its exit code."""

    def both() -> int:
        from locator.report import to_text

        cli_files.write_text(to_text(located, job.photo.name), job.report)
        if not given.no_image:
            from locator.overlay.draw import annotate_picture
            from locator.photo import save_picture

            save_picture(annotate_picture(located, given.style), job.picture)
        return ANSWERED if located.status == "located" else REFUSED

    code = _guarded(job, both, tell)
    if code in (ANSWERED, REFUSED):
        tell.done(job, located, job.report if given.no_image else job.picture)
    tell.step()
    return code


def _guarded(job: Job, work: Callable[[], Any], tell: _Teller) -> Any:
    """What the work gives, or an exit code: one bad picture never stops the others."""
    try:
        return work()
    except AcupointError as fault:
        text = str(fault)
        tell.fault(text if text.startswith((str(job.photo), repr(str(job.photo)))) else f"{job.photo}: {text}")
        return UNUSABLE
    except MemoryError:
        tell.fault(f"{job.photo}: too large for this machine's memory; make it smaller.")
        return UNUSABLE
    except Exception as fault:
        told = f"{type(fault).__name__}: {fault}"
        tell.fault(f"{job.photo}: our own mistake ({told}); please report it and tell the picture's size.")
        return OUR_FAULT


class _Teller:
    """What the person is told while it goes on: a line a picture, or a bar on a terminal when there are many."""

    def __init__(self, total: int, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Any = None
        if total > 1 and not quiet and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="picture", dynamic_ncols=True, leave=False)

    def __enter__(self) -> _Teller:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self) -> None:
        """One picture more is finished."""
        if self._bar is not None:
            self._bar.update()

    def fault(self, text: str) -> None:
        """A picture or option that could not be used; said even when asked to be quiet."""
        self._print(f"acupoint: {text}", sys.stderr)

    def done(self, job: Job, located: Located, result: Path) -> None:
        """One line about an answer."""
        if self._quiet:
            return
        shown = sum(p.visible for p in located.placements)
        from locator.report import to_json

        said = f"{shown} points" if located.placements else f"refused: {to_json(located)['advice']}"
        named = f" (another picture is called {job.photo.stem} too)" if job.renamed else ""
        self._print(f"{job.photo}: {said} -> {result}{named}", sys.stdout)

    def _print(self, text: str, stream: Any) -> None:
        if self._bar is not None:
            self._bar.write(text, file=stream)
        else:
            print(text, file=stream, flush=True)
