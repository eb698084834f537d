"""`acupoint calibrate fingers`: a person's own finger widths, by a ruler, by taps or by a photograph of a hand."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from locator.errors import RequestError
from locator.whole_file import unclaimed
from ui.cli_given import path_named, refuse_unheard

if TYPE_CHECKING:
    from calibration.finger import FingerWidths
    from calibration.profile import Profile

# The three ways to measure: the options that each is known by, and those that go with it.
WAYS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("profile",): ("drawn", "mirrored"),
    ("photo",): ("landmarks", "mirrored"),
    ("thumb_mm", "four_mm", "height_cm"): (),
}


def add_options(ask: argparse.ArgumentParser) -> None:
    """What only this action takes."""
    ask.add_argument("--photo", type=path_named, metavar="PHOTO", help="a back with the fingers laid on it")
    ask.add_argument("--drawn", type=path_named, metavar="FILE.png", help="write the hand with the measured lines here")
    ask.add_argument("--thumb-mm", type=float, metavar="MM", help="width of the thumb's knuckle")
    ask.add_argument("--four-mm", type=float, metavar="MM", help="width of four fingers at their middle knuckles")
    ask.add_argument("--height-cm", type=float, metavar="CM", help="body height")


def fingers(given: argparse.Namespace) -> Profile:
    """Measure as was asked and keep it; the profile as it is now."""
    from calibration import store
    from ui.cli_given import begun_profile

    way = next((way for way in WAYS if all(getattr(given, option) is not None for option in way)), None)
    if way is None:
        raise RequestError(
            "calibrate fingers: expected PHOTO --profile NAME, or NAME with --thumb-mm, --four-mm and --height-cm, "
            "or NAME with --photo PHOTO and --landmarks."
        )
    options = " ".join(f"--{option.replace('_', '-')}" for option in way)
    refuse_unheard(given, f"calibrate fingers {options}", (*way, *WAYS[way]))
    name = given.profile or given.more[0]
    widths = _measured(given, begun_profile(name).fingers)
    return store.change(name, lambda kept: replace(kept, fingers=widths))[1]


def _measured(given: argparse.Namespace, before: FingerWidths | None) -> FingerWidths:
    from calibration.finger import AVERAGE, from_mm

    if given.profile is not None:
        return widths_of_hand(Path(given.more[0]), before or AVERAGE, given.drawn, given.mirrored)
    if given.photo is not None:
        return fingers_on(given.photo, given.landmarks, before or AVERAGE, given.mirrored)
    return from_mm(given.thumb_mm, given.four_mm, 10.0 * given.height_cm)


def widths_of_hand(photo: Path, before: FingerWidths, drawn: Path | None, mirrored: bool = False) -> FingerWidths:
    """Widths from a photograph of a hand; what it does not show stays as it was before, and is said."""
    from calibration.finger_photo import measured_photo
    from locator.overlay.spans import draw_spans
    from locator.photo import load_photo, save_picture

    if drawn is not None:  # the photograph itself may be named
        unclaimed(drawn)
    picture = load_photo(photo, mirrored=mirrored)
    found = measured_photo(picture)
    for refusal in found.refusals:
        print(f"{photo}: {refusal.advice}")
    breadths = {"thumb": found.thumb, "four fingers": found.four}
    for label, breadth in breadths.items():
        if breadth is not None:
            print(f"{label}: {breadth.cun:.2f} cun, give or take {breadth.sigma_cun:.2f}, by the {found.against}'s cun")
    seen = [breadth.ends_px for breadth in breadths.values() if breadth is not None]
    if not seen:
        raise RequestError(f"{photo}: no finger could be measured; nothing is kept.")
    if drawn is not None:
        save_picture(draw_spans(picture.rgb, seen), drawn)
        print(f"-> {drawn}")
    return found.widths(before)


def fingers_on(photo: Path, landmarks: Path | None, before: FingerWidths, mirrored: bool = False) -> FingerWidths:
    """Widths of fingers laid on a back, from taps on their borders and this back's own cun; others stay as `before`.

    The fingers must lie on the skin: a hand held before it is nearer to the camera and looks wider.
    """
    from calibration.finger import FINGER_TAPS, from_taps
    from locator import locate
    from locator.photo import load_photo
    from locator.tables import raise_if_any
    from ui.cli_given import read_taps

    file = read_taps(landmarks, [photo])
    taps = file.of(photo) if file is not None else None
    places = {m.name: m.xy_px for m in taps.marks if m.name in FINGER_TAPS} if taps is not None else {}
    if not any(set(pair) <= set(places) for pair in (FINGER_TAPS[:2], FINGER_TAPS[2:])):
        raise RequestError(
            f"calibrate fingers: expected --landmarks with {' and '.join(FINGER_TAPS[:2])}, "
            f"or {' and '.join(FINGER_TAPS[2:])}, got {', '.join(places) or 'neither'}."
        )
    picture = load_photo(photo, mirrored=mirrored)
    raise_if_any([f"{landmarks}: {fault}" for fault in (taps.misfits(picture.size_px) if taps is not None else ())])
    seen = locate(picture, region="back")
    if not seen.frames:
        raise RequestError(f"{photo}: {seen.refusals[0].advice}")
    return from_taps(places, seen.frames[0].cun_px, before)
