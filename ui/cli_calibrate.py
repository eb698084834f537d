"""`acupoint calibrate`: what fingers felt on a photograph becomes this person's own proportions, kept under a name."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from locator.errors import RequestError
from locator.tables import raise_if_any
from ui import cli_fingers
from ui.cli_escaped import escaped
from ui.cli_given import path_named, refuse_unheard
from ui.cli_help import landmark_names

if TYPE_CHECKING:
    from calibration.fit import Sitting
    from calibration.profile import Profile
    from locator.landmarks_file import GivenLandmarks

ANSWERED, STRANGE = 0, 3


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "calibrate",
        help="teach the program one body's proportions from taps",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="calibrate PHOTO --landmarks FILE.json --profile NAME   add a picture's taps to a profile\n"
        "calibrate PHOTO --markers --profile NAME               the same from printed marks worn\n"
        "calibrate list                                         the profiles kept on this machine\n"
        "calibrate show NAME                                    what is known of one\n"
        "calibrate export NAME FILE | import FILE | delete NAME\n"
        "calibrate delete NAME NUMBER                           take out one sitting, as `show` counts them\n"
        "calibrate fingers PHOTO --profile NAME                 a flat hand, fingers together, thumb out\n"
        "calibrate fingers NAME --thumb-mm 20 --four-mm 76 --height-cm 172\n"
        "calibrate fingers NAME --photo PHOTO --landmarks FILE.json\n"
        "    fingers laid on the back, their borders tapped: thumb_inner, thumb_outer, index_border, little_border\n\n"
        "Exit code: 0 done, 3 done but the taps do not fit the profile, 2 something that cannot be used.",
    )
    ask.add_argument("what", metavar="PHOTO|ACTION", help="a picture, or one of: " + ", ".join(_ACTIONS))
    ask.add_argument("more", nargs="*", default=(), metavar="NAME", help="the profile an action is about")
    places = 'felt at, px: {"c7": [297, 203]}; names below'
    ask.add_argument("--landmarks", type=path_named, metavar="FILE.json", help=places)
    ask.add_argument("--markers", action="store_true", help="read the printed marks worn (`acupoint markers`) as taps")
    ask.add_argument("--profile", metavar="NAME", help="the profile to make or to add to")
    ask.add_argument("--mirrored", action="store_true", help="the picture is a mirror image, as selfie previews are")
    cli_fingers.add_options(ask)
    ask.names = landmark_names
    ask.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Do what was asked; the number is the exit code."""
    if given.what not in _ACTIONS:
        if given.more:
            raise RequestError(f"calibrate: expected one picture, got {1 + len(given.more)}; give them one by one.")
        refuse_unheard(given, "calibrate PHOTO", ("landmarks", "markers", "profile", "mirrored"))
        return _add(given)
    counts, do = _ACTIONS[given.what]
    if len(given.more) not in counts:
        most = " or ".join(map(str, counts))
        raise RequestError(
            f"calibrate {given.what}: expected {most} name(s) after it, got {len(given.more)}; see its --help."
        )
    if do is not _fingers:  # which has options of its own
        refuse_unheard(given, f"calibrate {given.what}", ())
    print(do(given))
    return ANSWERED


def _list(given: argparse.Namespace) -> str:
    from calibration import store

    return "\n".join(map(escaped, store.names())) or f"no profiles yet in {store.folder()}"


def _show(given: argparse.Namespace) -> str:
    from calibration import store

    return describe(store.load(given.more[0]))


def _export(given: argparse.Namespace) -> str:
    from calibration import store

    name, target = given.more
    return f"{name} -> {store.export(name, Path(target))}"


def _import(given: argparse.Namespace) -> str:
    from calibration import store

    return f"{store.import_from(Path(given.more[0])).name} is kept in {store.folder()}"


def _delete(given: argparse.Namespace) -> str:
    from calibration import store

    name, *number = given.more
    if number:
        return describe(_without(name, number[0]))
    gone = store.delete(name)
    return f"{name} is deleted" + (f": {len(gone)} files, with what was set aside" if gone[1:] else "")


def _fingers(given: argparse.Namespace) -> str:
    return describe(cli_fingers.fingers(given))


# What can be done with profiles: how many names it takes, and what does it and says so.
_ACTIONS: Mapping[str, tuple[tuple[int, ...], Callable[[argparse.Namespace], str]]] = {
    "list": ((0,), _list),
    "show": ((1,), _show),
    "export": ((2,), _export),
    "import": ((1,), _import),
    "delete": ((1, 2), _delete),
    "fingers": ((1,), _fingers),
}


def describe(profile: Profile) -> str:
    """What is known of a person, in lines."""
    from calibration.finger import in_words

    fitted = profile.fitted()
    lines = [f"{profile.name}: {len(profile.sittings)} sitting(s)"]
    for i, sitting in enumerate(profile.sittings):
        told = (
            "" if i in fitted.used else " (tells nothing about proportions: shoulders and hips, or taps, are missing)"
        )
        lines.append(f"  {i + 1}. {sitting.when or 'undated'}: {', '.join(sitting.tapped) or 'no taps'}{told}")
    lines += [f"  ! {notice.say}" for notice in fitted.notices]
    if profile.fingers is not None:
        lines.append(
            f"  thumb {profile.fingers.thumb_cun:.2f} cun, four fingers {profile.fingers.four_cun:.2f} cun: "
            f"1.5 cun is {in_words(1.5, profile.fingers)}, 3 cun is {in_words(3.0, profile.fingers)}"
        )
    return "\n".join(map(escaped, lines))


def _without(name: str, number: str) -> Profile:
    """The profile without one of its sittings, kept so."""
    from calibration import store

    if not number.isdecimal():
        raise RequestError(f"calibrate delete {name}: expected the number of a sitting, got {number!r}; see `show`.")
    store.load(name)  # nothing is made of a name that is not kept
    return store.change(name, lambda kept: kept.without(int(number)))[1]


def sitting_of(photo: Path, landmarks: Path | None, mirrored: bool = False, markers: bool = False) -> Sitting:
    """A picture's joints with the taps of a landmarks file, and with printed marks read as taps.

    Told is all that is wrong, or that no body is seen.  Of a mirrored picture is kept what the world's own side
    shows, so that all sittings go together.
    """
    from calibration.against_sight import against_sight
    from calibration.fit import Sitting, unteachable
    from calibration.worn import with_worn
    from locator import locate
    from locator.landmarks import LandmarkSet
    from locator.photo import load_photo

    picture = load_photo(photo, mirrored=mirrored)
    taps = _given(photo, landmarks, picture.size_px) if landmarks is not None else None
    view = taps.view if taps is not None else None
    seen = locate(picture, view=view)
    if markers:
        seen, notices = with_worn(picture, seen, view=view, asked=taps is not None)  # without taps it is a fault, below
        print("".join(f"{photo}: {notice}\n" for notice in notices), end="")
    if seen.landmarks is None:
        raise RequestError(f"{photo}: {seen.refusals[0].advice}")
    joints = [m for m in seen.landmarks if m.source != "derived"]
    marks = LandmarkSet(picture.size_px, view or seen.view).having(joints).put_right(taps.marks if taps else ())
    if not any(mark.source == "tapped" for mark in marks):
        if not markers:
            raise RequestError(f"{landmarks}: expected places that were felt and tapped, got only what a program saw.")
        raise RequestError(f"{photo}: expected printed marks on the body, read none; show them flat, and come nearer.")
    unfit = [each.why for each in against_sight(seen, marks)]
    if mirrored:
        marks = marks.mirrored()
    unfit += unteachable(marks)
    if unfit:
        raise RequestError("\n".join(f"{photo}: {refusal.advice}" for refusal in dict.fromkeys(unfit)))
    return Sitting(marks, datetime.date.today().isoformat())


def _given(photo: Path, landmarks: Path, size_px: tuple[int, int]) -> GivenLandmarks:
    """What a landmarks file gives for this picture; DataError names what does not fit it."""
    from locator.landmark_names import no_use
    from ui.cli_given import read_taps

    file = read_taps(landmarks, [photo])
    taps = file.of(photo) if file is not None else None
    if taps is None:
        raise RequestError(f"{landmarks}: expected landmarks for {photo.name}, found those of other pictures only.")
    faults = [*map(no_use, taps.unknown), *taps.misfits(size_px)]
    raise_if_any([f"{landmarks}: {fault}" for fault in faults])
    return taps


def _add(given: argparse.Namespace) -> int:
    from calibration import store
    from calibration.fit import STRANGE as MOST
    from calibration.fit import how_strange
    from ui.cli_given import begun_profile

    missing = [
        option
        for option, there in (
            ("--landmarks FILE.json or --markers", given.landmarks is not None or given.markers),
            ("--profile NAME", given.profile is not None),
        )
        if not there
    ]
    if missing:
        raise RequestError(f"calibrate {given.what}: expected {' and '.join(missing)} too.")
    begun_profile(given.profile)  # what is wrong with it is told before the picture is looked at
    sitting = sitting_of(Path(given.what), given.landmarks, given.mirrored, given.markers)
    old, new = store.change(given.profile, lambda kept: kept.having(sitting))
    others = old.without_picture_of(sitting)
    surprise = how_strange(sitting.marks, others.fitted().proportions) if others.sittings else 0.0
    print(describe(new))
    print(f"-> {store.path_of(new.name)}")
    if len(others.sittings) < len(old.sittings):
        print(f"{given.what}: told before; its landmarks of now stand in place of those.")
    if surprise > MOST:
        print(f"These taps do not fit what is known of {new.name}: another person, or a slip?")
        return STRANGE
    return ANSWERED
