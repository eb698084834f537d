"""What options of the command line name: points, landmarks, a profile, a lens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from locator.errors import RequestError
from ui.cli_escaped import escaped

if TYPE_CHECKING:
    from calibration.lens import Lens
    from calibration.profile import Profile
    from locator.landmarks_file import LandmarksFile
    from locator.proportions import Proportions

_NO_OPTIONS = frozenset({"command", "what", "more", "run", "go_on"})  # what else the parser tells


def file_named(text: str) -> str:
    """The name of a file or folder, as argparse takes it.

    No name at all is the folder one stands in: a script's variable that is empty had every picture below it looked at.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("expected the name of a file or folder, got nothing; is a variable empty?")
    return text


def path_named(text: str) -> Path:
    """The same as a path."""
    return Path(file_named(text))


def refuse_unheard(given: argparse.Namespace, asked: str, heard: Collection[str]) -> None:
    """RequestError for options given that nothing is done with: whoever gave one meant something by it.

    `asked` is what they stand beside, `heard` the names of those that go with it.
    """
    told = {name for name, value in vars(given).items() if value is not None and value is not False}
    unheard = [f"--{name.replace('_', '-')}" for name in vars(given) if name in told - _NO_OPTIONS - set(heard)]
    if unheard:
        it = "it" if len(unheard) == 1 else "them"
        raise RequestError(
            f"{asked}: expected no {' or '.join(unheard)} with it, got {it}; leave {it} out, or see --help for what "
            "goes together."
        )


def chosen_codes(points: str | None, routine: str | None) -> tuple[str, ...] | None:
    """The codes asked for by --points or --routine; None for all.  RequestError names what there is not."""
    if points is not None:
        from locator.atlas.load import load_atlas

        asked = [each for text in points.split(",") for each in _codes_in(text)]
        if not asked:
            raise RequestError("--points: expected codes such as BL23,BL40, got nothing; leave it out for all points.")
        try:
            return tuple(point.code for point in load_atlas().select(asked))
        except RequestError as fault:
            raise RequestError("\n".join([str(fault), *_routines_among(asked)])) from None
    if routine is not None:
        from locator import routines

        return routines.routine(routine).codes
    return None


def told_of_region(region: str | None, codes: Sequence[str]) -> str:
    """What to say where none of these points was placed and the region that was said has none of them; else empty."""
    from locator.atlas.load import load_atlas

    atlas = load_atlas()
    theirs = dict.fromkeys(atlas[code].region for code in codes)
    if region is None or not theirs or region in theirs:
        return ""
    return (
        f"{codes[0]} is a point of the {atlas[codes[0]].region}, and --region {region} was said: say --region "
        f"{' or '.join(theirs)}, or leave it out."
    )


def _routines_among(asked: Sequence[str]) -> list[str]:
    """Where a routine was named as if it were a point: how to ask for it."""
    from locator import routines

    names = {each.name for each in routines.routines()}
    meant = (text.lower().replace(" ", "_").replace("-", "_") for text in asked)
    return [f"{name} is a routine: say --routine {name}." for name in meant if name in names]


def _codes_in(text: str) -> list[str]:
    """The codes between two commas: one, or several where blanks part what are codes each; names have blanks too."""
    from locator.atlas.search import who_code

    words = text.split()
    return words if len(words) > 1 and all(map(who_code, words)) else [text.strip()] * bool(words)


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
    alone = file.any_picture
    if alone is not None and not all(map(alone.is_of, photos)):
        raise RequestError(
            f"--landmarks {path}: expected landmarks of {photos[0].name}, got a report on {alone.picture}; give that "
            'picture, or, if this is the same one by another name, put its name under "file" in the report.'
        )
    for name, those in file.shared(photos).items():
        raise RequestError(
            f"--landmarks {path}: expected one picture for {name}, got {len(those)} ({_some(those)}); "
            'write the folder before the name: {"folder/a.jpg": {"c7": [297, 203]}, …}.'
        )
    return file


def tell_unmatched(file: LandmarksFile, photos: list[Path]) -> None:
    """Say which pictures have no entry in a file of entries, and which entries no picture: most often a slip."""
    names = {photo: file.entry_of(photo) for photo in photos}
    bare = [photo for photo, name in names.items() if name is None]
    if file.any_picture is not None or not bare:
        return
    unused = [name for name in file.by_picture if name not in names.values()]
    entries = f"; entries without a picture: {_some(unused)}" if unused else ""
    print(
        f"acupoint: {file.path}: no landmarks for {len(bare)} of {len(photos)} pictures ({_some(bare)}){entries}",
        file=sys.stderr,
    )


def _some(names: Sequence[Path | str], most: int = 5) -> str:
    """The first few names, and that there are more."""
    return ", ".join([*(escaped(str(name)) for name in names[:most]), *(["…"] if len(names) > most else [])])


def read_profile(name: str | None) -> Proportions | None:
    """What is known of the person whose profile was named; their sittings that contradict each other are told."""
    if name is None:
        return None
    from calibration import store

    fitted = store.load(name).fitted()
    for notice in fitted.notices:
        print(f"acupoint: {notice.say}", file=sys.stderr)
    if not fitted.used:
        print(f"acupoint: {name} tells nothing about proportions yet: the average body's are used.", file=sys.stderr)
    return fitted.proportions


def begun_profile(name: str) -> Profile:
    """The profile of this name to add to, or a new one; told when it is kept under a name that looks different."""
    from calibration import store

    tell_same_name(name, store.kept_as(name))
    return store.kept_or_new(name)


def tell_same_name(name: str, kept: str | None) -> None:
    """That a profile or a lens is kept under a name that looks different from the one given."""
    if kept not in (None, name.strip()):
        from ui.wording import wording

        print(wording()("taps.same_name", name=name.strip(), kept=kept))


def read_lens(name: str | None) -> Lens | None:
    """The lens that was named."""
    if name is None:
        return None
    from calibration import lens_store

    return lens_store.load(name)
