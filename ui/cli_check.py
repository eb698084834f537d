"""`acupoint check`: is the finger in this picture on the point?"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from locator.errors import RequestError

if TYPE_CHECKING:
    import numpy as np

    from locator.atlas.schema import Acupoint, Atlas
    from locator.check import Verdict
    from locator.photo import Photo
    from locator.placement import Located
    from locator.press import Press
    from locator.proportions import Proportions

ANSWERED, REFUSED = 0, 3
FINGERS = ("thumb", "index", "middle", "ring", "little", "knuckle")  # press.FINGERS, spared its import


def add_to(commands: Any) -> None:
    """The options of this command."""
    ask = commands.add_parser(
        "check",
        help="tell whether a finger presses the right place",
        description="Finds the point on the body and the fingertip nearest to it, and says how far off it is and "
        "which way to move. Exit code: 0 a verdict was given, 3 it could not be, 2 something that cannot be used.",
    )
    ask.add_argument("photo", metavar="PHOTO")
    ask.add_argument("--point", required=True, metavar="CODE", help="the point that is meant, such as BL23")
    ask.add_argument("--side", choices=("left", "right"), help="the body's own side; else the nearer one")
    ask.add_argument("--at", metavar="X,Y", help="where the finger presses, px; else a fingertip is looked for")
    ask.add_argument("--finger", choices=FINGERS, help="the finger to look for; else told by the hand's shape")
    ask.add_argument("--region", choices=("back", "leg", "hand", "foot", "head"), help="what the picture shows")
    ask.add_argument("--person", type=int, metavar="N", help="which body of several: 1, 2, … as `people` in a report")
    ask.add_argument("--profile", metavar="NAME", help="whose body it is; distances are told in their own fingers")
    ask.add_argument("--mirrored", action="store_true", help="the picture is a mirror image")
    ask.add_argument("--json", action="store_true", help="for programs to read")
    ask.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the verdict; the number is the exit code."""
    from locator import load_atlas, load_photo
    from locator.check import FINGER_SIGMA_CUN, check
    from locator.landmarks import in_picture, outside
    from locator.pressing import press_near
    from ui.cli_given import read_profile
    from ui.own_fingers import finger_cun

    own, width_cun = read_profile(given.profile), finger_cun(given.profile)
    point = _one_point(load_atlas(), given.point)
    code = point.code
    at = _place_asked(given, point)
    photo = load_photo(given.photo, mirrored=given.mirrored)
    if at is not None and not in_picture(at, photo.size_px):
        raise RequestError(f"--at: {outside(at, photo.size_px)}.")
    located = _located(given, photo, own, point)
    why = _out_of_sight(given, located, point)
    if why is not None:
        return _refused(given.json, *why)
    if at is not None:
        _tell(check(located, at, code, given.side, FINGER_SIGMA_CUN, width_cun), given.json)
        return ANSWERED
    press = press_near(photo, located, code, given.side, given.finger)
    if press is None:
        return _refused(given.json, "no_finger", "No finger was found near the point: say where it is with --at X,Y.")
    verdict = check(located, press.xy_px, code, given.side or press.side, press.sigma_cun, width_cun)
    _tell(verdict, given.json, press)
    if not press.told and not given.json:
        print(f"It is not clear which finger presses: took the {press.finger}; say which with --finger.")
    return ANSWERED


def _place_asked(given: argparse.Namespace, point: Acupoint) -> np.ndarray[Any, Any] | None:
    """(2,) px where the finger is said to press; None where one is to be looked for."""
    if given.at is not None and given.finger is not None:
        raise RequestError(
            f"--finger {given.finger}: expected --at or --finger, got both; --at tells the place, and no finger is "
            "looked for: leave one of them out."
        )
    if given.person is not None and given.person < 1:
        raise RequestError(f"--person: expected 1 or more, got {given.person}.")
    if given.side is not None and not point.paired:
        raise RequestError(f"--side {given.side}: {point.code} lies on the midline and has no sides; leave --side out.")
    return None if given.at is None else _place(given.at)


def _located(given: argparse.Namespace, photo: Photo, own: Proportions | None, point: Acupoint) -> Located:
    """The answer on a picture in which somebody presses; of several bodies it is said which one it is about."""
    from locator import load_atlas, locate
    from locator.helped import less_sure_helped

    # a family's members are placed only when named
    codes = [*(each.code for each in load_atlas().standard), point.code] if point.family else None
    whom = None if given.person is None else given.person - 1
    located = less_sure_helped(locate(photo, region=given.region, proportions=own, codes=codes, person=whom))
    if whom is None and len(located.people) > 1 and not given.json:
        print(f"{len(located.people)} bodies are seen; this is about the first, say which is meant with --person.")
    return located


def _out_of_sight(given: argparse.Namespace, located: Located, point: Acupoint) -> tuple[str, str] | None:
    """Why nothing can be said of a press on this point: a reason in one word, and advice; None where it is seen."""
    from locator.check import meant
    from ui.cli_given import told_of_region

    if meant(located, point.code, given.side):
        return None
    elsewhere = told_of_region(given.region, [point.code])
    if elsewhere:
        return "not_in_region", elsewhere
    if located.status == "refused":
        return located.refusals[0].reason, located.refusals[0].advice
    return "not_seen", f"{point.code} is not seen here: turn until its skin faces the camera."


def _one_point(atlas: Atlas, text: str) -> Acupoint:
    """The point that is meant; RequestError where it is none, several, or a name that stands for several."""
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if len(codes) > 1:
        raise RequestError(f"--point {text}: expected one point, got {len(codes)}; name the one that is pressed.")
    points = atlas.select([text])
    if len(points) > 1:
        raise RequestError(
            f"--point {text}: expected one point, got {len(points)} of the name {points[0].family}; "
            f"name the one that is pressed, such as {points[0].code}."
        )
    return points[0]


def _place(text: str) -> np.ndarray[Any, Any]:
    import numpy as np

    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        raise RequestError(f'--at: expected two numbers such as 310,420, got "{text}"') from None
    if not np.isfinite([x, y]).all():
        raise RequestError(f'--at: expected a place in the picture, got "{text}"')
    return np.array([x, y])


def _tell(verdict: Verdict, as_json: bool, press: Press | None = None) -> None:
    """The verdict; a program is told too which finger was taken, whether that is sure, and where it was seen."""
    if not as_json:
        others = ", ".join(f"{t.code} {t.side} ({t.distance_cun:.1f} cun)" for t in verdict.nearest)
        print(verdict.sentence)
        print(f"nearest to the finger: {others or 'no point'}")
        return
    print(
        json.dumps(
            {
                "verdict": verdict.word,
                "code": verdict.code,
                "side": verdict.side,
                "distance_cun": round(verdict.distance_cun, 2),
                "probability": round(verdict.probability, 3),
                "direction": verdict.direction,
                "moves": [{"way": m.way, "cun": round(m.cun, 2), "sure": m.sure} for m in verdict.moves],
                "sentence": verdict.sentence,
                "finger": None if press is None else _finger(press),
                "nearest": [
                    {"code": t.code, "side": t.side, "distance_cun": round(t.distance_cun, 2)} for t in verdict.nearest
                ],
            },
            ensure_ascii=False,
        )
    )


def _finger(press: Press) -> dict[str, Any]:
    x_px, y_px = (round(float(each), 1) for each in press.xy_px)
    return {"name": press.finger, "sure": press.told, "x_px": x_px, "y_px": y_px}


def _refused(as_json: bool, reason: str, advice: str) -> int:
    print(json.dumps({"verdict": None, "reason": reason, "advice": advice}) if as_json else advice)
    return REFUSED
