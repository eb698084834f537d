"""What there is not, asked for by name, is refused with what there is: passed over, it would read as an answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.finger import from_taps
from calibration.finger_photo import measured_photo
from calibration.markers import mark_picture
from calibration.taps import prompts_for
from locator import Located, load_atlas, load_photo
from locator.check import meant
from locator.errors import RequestError
from locator.outline import joint_places, outline_for
from locator.overlay.draw import annotate_picture
from locator.press import FINGERS
from locator.pressing import press_near
from locator.routines import routine
from locator.safety import Answers, gently, warnings_for

PLACE = np.array([10.0, 20.0])
PAIR: dict[str, Any] = {"thumb_inner": PLACE, "thumb_outer": np.array([18.0, 20.0])}

ASKED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a point pressed": (lambda seen: press_near(seen.photo, seen, "BL233"), "BL23"),
    "a point written small": (lambda seen: press_near(seen.photo, seen, "bl23"), "did you mean BL23"),
    "a group of points": (lambda seen: press_near(seen.photo, seen, "EX-B2"), "EX-B2:T1"),
    "a side pressed": (lambda seen: press_near(seen.photo, seen, "BL23", "lft"), "left, right, midline"),  # type: ignore[arg-type]
    "a finger": (lambda seen: press_near(seen.photo, seen, "BL23", finger="pinky"), ", ".join(FINGERS)),  # type: ignore[arg-type]
    "a point meant": (lambda seen: meant(seen, "BL233"), "BL23"),
    "warnings": (lambda _: warnings_for("BL233", Answers()), "BL23"),
    "a light hand": (lambda _: gently("BL233", Answers()), "BL23"),
    "a caution in a list": (lambda _: warnings_for("BL23", Answers(["pregnat"])), "pregnancy"),  # type: ignore[arg-type]
    "a caution alone": (lambda _: warnings_for("BL23", Answers("pregnat")), "pregnancy"),  # type: ignore[arg-type]
    "a point left out": (lambda _: routine("low_back").without(frozenset({"BL233"})), "BL23"),
    "a region's points": (lambda _: load_atlas().in_region("bck"), "back, leg"),  # type: ignore[arg-type]
    "an outline's part": (lambda _: outline_for("lgs"), "back, leg"),  # type: ignore[arg-type]
    "an outline's side": (lambda _: outline_for("leg", "frnt"), "back, front"),  # type: ignore[arg-type]
    "joints": (lambda _: joint_places("frnt"), "back, front"),  # type: ignore[arg-type]
    "what to tap": (lambda _: prompts_for(view="behind"), "back, front"),  # type: ignore[arg-type]
    "one name for a list": (lambda _: prompts_for(known="c7"), "a list of names"),
    "what stands out": (lambda seen: annotate_picture(seen, focus=["BL233"]), "BL23"),
    "letters that stand out": (lambda seen: annotate_picture(seen, focus="BL23"), "a list of codes"),
    "a code that is none": (lambda seen: meant(seen, None), "codes such as"),  # type: ignore[arg-type]
    "a list for a code": (lambda seen: meant(seen, ["BL23"]), "codes such as"),  # type: ignore[arg-type]
    "no list of codes": (lambda _: load_atlas().select(None), "a list of codes"),  # type: ignore[arg-type]
    "a mark": (lambda _: mark_picture("lft_psis"), "left_psis"),
    "a picture's pixels pressed on": (lambda seen: press_near(seen.photo.rgb, seen, "BL23"), "got ndarray: load_photo"),
    "no picture pressed on": (lambda seen: press_near(None, seen, "BL23"), "got NoneType: load_photo"),  # type: ignore[arg-type]
    "a press and its answer changed about": (lambda seen: press_near(seen.photo, seen.photo, "BL23"), "got Photo"),
    "a hand's pixels": (lambda seen: measured_photo(seen.photo.rgb), "got ndarray: load_photo"),
    "a finger's border": (lambda _: from_taps({**PAIR, "thum_outer": PLACE}, 8.0), "thumb_outer"),
    "half a pair": (lambda _: from_taps({**PAIR, "index_border": PLACE}, 8.0), "little_border"),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_there_is_not_is_refused_with_what_there_is(name: str, fixtures: Path) -> None:
    ask, hint = ASKED[name]
    photo = load_photo(fixtures / "rendered_back.jpg")
    with pytest.raises(RequestError) as caught:
        ask(Located(photo, photo.size_px, "back"))
    assert "expected" in str(caught.value) and hint in str(caught.value)


def test_what_there_is_and_is_not_in_sight_is_an_answer(fixtures: Path) -> None:
    photo = load_photo(fixtures / "rendered_back.jpg")
    seen = Located(photo, photo.size_px, "back")
    assert press_near(seen.photo or photo, seen, "BL23", "left", "thumb") is None
    assert outline_for("hand").region == "back"
    assert warnings_for("BL23", Answers(["pregnancy"])) == warnings_for("BL23", Answers(frozenset({"pregnancy"})))  # type: ignore[arg-type]
