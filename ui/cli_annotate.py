"""`acupoint annotate`: pictures in, annotated pictures and reports out.

Pictures are answered side by side, one a processor: reading, looking, placing, drawing and writing of one picture are
one piece of work, and what is said about the pictures comes in the order in which they were given.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from locator.errors import AcupointError, RequestError
from ui import cli_files
from ui.cli_files import Job
from ui.cli_quiet import native_notes_silenced

if TYPE_CHECKING:
    from concurrent.futures import Future

    from calibration.lens import Lens
    from locator.landmarks import View
    from locator.landmarks_file import GivenLandmarks, LandmarksFile
    from locator.photo import Photo
    from locator.placement import Located, Region
    from locator.proportions import Proportions

ANSWERED, OUR_FAULT, UNUSABLE, REFUSED = 0, 1, 2, 3  # exit codes; of several the worst counts
_WORST_FIRST = (OUR_FAULT, UNUSABLE, REFUSED, ANSWERED)
_MOST_AT_ONCE = 4  # each holds a picture and its drawing (240 MB at 40 Mpx) and a detector of its own (100 MB)


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
    ask.add_argument("--profile", metavar="NAME", help="whose body it is: a profile made by `acupoint calibrate`")
    ask.add_argument("--person", type=int, metavar="N", help="which body of several: 1, 2, … as `people` in the JSON")
    ask.add_argument("--markers", action="store_true", help="read the printed marks worn (`acupoint markers`) as taps")
    ask.add_argument("--lens", metavar="NAME", help="take out the bend of a lens measured by `acupoint lens`")
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
    own = read_profile(given.profile)
    lens = read_lens(given.lens)
    jobs = cli_files.plan(photos, given.out, keep=[given.landmarks] if given.landmarks else [])
    cli_files.ready_folder(given.out)
    codes_met = {ANSWERED}
    at_once = min(len(jobs), os.cpu_count() or 1, _MOST_AT_ONCE)
    waiting: deque[Future[_Done]] = deque()
    with (
        native_notes_silenced(),
        _Teller(len(jobs), quiet=given.quiet) as tell,
        ThreadPoolExecutor(at_once, "picture") as workers,
    ):
        for job in jobs:
            waiting.append(workers.submit(_do, job, given, codes, taps, own, lens))
            if len(waiting) > 2 * at_once:  # told in order, and no more answers kept than needed
                codes_met.add(tell.tell(waiting.popleft().result()))
        codes_met.update(tell.tell(done.result()) for done in waiting)
    return next(code for code in _WORST_FIRST if code in codes_met)


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


def read_profile(name: str | None) -> Proportions | None:
    """What is known of the person whose profile was named; their sittings that contradict each other are told."""
    if name is None:
        return None
    from calibration import store

    fitted = store.load(name).fitted()
    for notice in fitted.notices:
        print(f"acupoint: {notice.say}", file=sys.stderr)
    return fitted.proportions


def read_lens(name: str | None) -> Lens | None:
    """The lens that was named."""
    if name is None:
        return None
    from calibration import lens_store

    return lens_store.load(name)


def locate_with(
    photo: Photo, given: GivenLandmarks | None, region: Region | None, view: View | None, **more: Any
) -> Located:
    """The answer for one picture; landmarks given by hand replace or join those that were detected."""
    from locator import locate, locate_landmarks
    from locator.landmarks import LandmarkSet
    from locator.pipeline import mirrored_back

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
    if photo.mirrored:  # the body is measured as the world is, and the answer laid on the mirror image
        landmarks = landmarks.mirrored()
    found = locate_landmarks(landmarks, more.get("proportions"), more.get("codes"), region)
    if photo.mirrored:
        found = mirrored_back(found)
    return replace(found, photo=photo, people=seen.people)


@dataclass(frozen=True)
class _Done:
    """What became of one picture, and what there is to say about it."""

    code: int
    said: str = ""
    faults: tuple[str, ...] = ()


def _do(
    job: Job,
    given: argparse.Namespace,
    codes: tuple[str, ...] | None,
    taps: LandmarksFile | None,
    profile: Proportions | None,
    lens: Lens | None,
) -> _Done:
    """One picture from its file to its results.  One that cannot be used is told, and never stops the others."""
    faults: list[str] = []
    try:
        code, said = _work(job, given, codes, taps, profile, lens, faults)
        return _Done(code, said, tuple(faults))
    except AcupointError as fault:
        text = str(fault)
        named = text.startswith((str(job.photo), repr(str(job.photo))))
        return _Done(UNUSABLE, faults=(*faults, text if named else f"{job.photo}: {text}"))
    except MemoryError:
        return _Done(UNUSABLE, faults=(*faults, f"{job.photo}: too large for this machine's memory; make it smaller."))
    except Exception as fault:
        told = f"{type(fault).__name__}: {fault}"
        ours = f"{job.photo}: our own mistake ({told}); please report it and tell the picture's size."
        return _Done(OUR_FAULT, faults=(*faults, ours))


def _work(
    job: Job,
    given: argparse.Namespace,
    codes: tuple[str, ...] | None,
    taps: LandmarksFile | None,
    profile: Proportions | None,
    lens: Lens | None,
    faults: list[str],
) -> tuple[int, str]:
    """The exit code of one picture, and the line about it; both its files are written."""
    from locator.photo import load_photo, save_picture
    from locator.report import to_json, to_text
    from ui.through import locate_through

    photo = load_photo(job.photo, mirrored=given.mirrored)
    own = taps.of(job.photo) if taps is not None else None
    if own is not None and own.unknown:
        faults.append(f"{job.photo}: no use is known for the landmarks {', '.join(own.unknown)}; check their names.")
    person = None if given.person is None else given.person - 1  # people count from one, lists from nought
    how = {"person": person, "codes": codes, "proportions": profile, "lens": lens, "worn": given.markers}
    located, notices = locate_through(photo, own, given.region, given.view, **how)
    faults += [f"{job.photo}: {notice}" for notice in notices]
    if profile is not None and own is not None and located.landmarks is not None:
        from calibration.fit import fits

        if not fits(located.landmarks, profile):
            strange = f"the landmarks do not fit the profile {profile.name}: another person's, or a slip?"
            faults.append(f"{job.photo}: {strange}")
    cli_files.write_text(to_text(located, job.photo.name), job.report)
    if not given.no_image:
        from locator.overlay.draw import annotate_picture

        save_picture(annotate_picture(located, given.style), job.picture)
    shown = sum(p.visible for p in located.placements)
    found = f"{shown} points" if located.placements else f"refused: {to_json(located)['advice']}"
    named = f" (another picture is called {job.photo.stem} too)" if job.renamed else ""
    said = f"{job.photo}: {found} -> {job.report if given.no_image else job.picture}{named}"
    return (ANSWERED if located.status == "located" else REFUSED), said


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

    def tell(self, done: _Done) -> int:
        """Say what became of a picture, faults even when asked to be quiet; gives its exit code."""
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
