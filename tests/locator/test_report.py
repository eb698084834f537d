"""The report is what other programs read: every key there, every number finite, the body's own sides kept."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from locator.errors import RequestError
from locator.landmarks import LandmarkSet
from locator.placement import FrameInfo, Located, Placement, Refusal
from locator.report import SCHEMA, as_text, to_json


def placement(code: str = "BL23", side: str = "left", visible: bool = True, ring_px: float = 5.9) -> Placement:
    return Placement(
        code=code,
        side=side,  # type: ignore[arg-type]
        xy_px=np.array([285.0, 344.2]),
        ring_px=ring_px,
        cun_px=7.7,
        visible=visible,
        frame="back",
        rule="lower border of L2, 1.5 cun lateral",
    )


def located(*places: Placement, refusals: tuple[Refusal, ...] = ()) -> Located:
    return Located(
        photo=None,
        size_px=(600, 800),
        view="back",
        frames=(FrameInfo("back", None, 7.7, "pose"),) if places else (),
        placements=places,
        refusals=refusals,
        landmarks=LandmarkSet.from_points({"c7": (297.1, 203.0)}, (600, 800), sigma_px=4.1, source="derived"),
    )


def test_a_report_says_what_the_contract_says() -> None:
    said = to_json(located(placement()), "a.jpg")
    assert said["schema"] == SCHEMA == "acupoint-locator/1"
    assert {"file": "a.jpg", "width_px": 600, "height_px": 800}.items() <= said["image"].items()
    assert (said["status"], said["view"], said["reason"], said["advice"]) == ("located", "back", None, None)
    assert said["frames"] == [{"region": "back", "side": None, "cun_px": 7.7, "source": "pose"}]
    c7 = {"name": "c7", "x_px": 297.1, "y_px": 203.0, "sigma_px": 4.1, "source": "derived"}
    assert c7.items() <= said["landmarks"][0].items()
    assert said["points"] == [
        {
            "code": "BL23",
            "side": "left",
            "x_px": 285.0,
            "y_px": 344.2,
            "ring_px": 5.9,
            "cun_px": 7.7,
            "visible": True,
            "frame": "back",
            "rule": "lower border of L2, 1.5 cun lateral",
        }
    ]


def test_a_hidden_point_is_told_and_marked() -> None:
    assert to_json(located(placement(visible=False)))["points"][0]["visible"] is False


def test_a_refused_picture_tells_the_reason_that_speaks_of_all_of_it() -> None:
    part = Refusal("hips_missing", "Step back.", "leg", ("left_hip", "right_hip"))
    whole = Refusal("no_body", "Stand in the middle of the picture.")
    said = to_json(located(refusals=(part, whole)))
    assert (said["status"], said["reason"], said["advice"]) == ("refused", whole.reason, whole.advice)
    assert said["points"] == []
    assert said["refusals"][0] == {
        "region": "leg",
        "reason": "hips_missing",
        "advice": "Step back.",
        "missing": ["left_hip", "right_hip"],
    }


def test_a_picture_of_which_only_parts_are_told_is_refused_for_the_first_of_them() -> None:
    first, second = Refusal("hips_missing", "Step back.", "leg"), Refusal("faces_away", "Turn.", "back")
    said = to_json(located(refusals=(first, second)))
    assert (said["reason"], said["advice"]) == (first.reason, first.advice) and len(said["refusals"]) == 2


@pytest.mark.parametrize("answer", [None, {"points": []}, (placement(),)])
def test_what_is_no_answer_is_told(answer: Any) -> None:
    with pytest.raises(RequestError, match="expected an answer, as locate"):
        to_json(answer)


def test_a_partial_answer_keeps_what_was_refused_without_calling_the_picture_refused() -> None:
    said = to_json(located(placement(), refusals=(Refusal("knee_missing", "Show the knee.", "leg"),)))
    assert said["status"] == "located" and said["reason"] is None and len(said["refusals"]) == 1


def test_a_refused_picture_always_has_a_reason_and_something_to_do() -> None:
    said = to_json(located())
    assert said["status"] == "refused" and said["reason"] and said["advice"].endswith(".")


def test_the_text_is_json_in_which_chinese_stays_chinese() -> None:
    text = as_text(to_json(located(placement()), "背.jpg"))
    assert json.loads(text) == to_json(located(placement()), "背.jpg") and "背.jpg" in text


def test_a_name_that_is_no_text_is_told_whole() -> None:
    name = b"R\xfccken \xe8\x83\x8c.jpg".decode("utf-8", "surrogateescape")  # as an old disk's name comes to Python
    text = as_text(to_json(Located(None, (600, 800), "back"), name))
    assert json.loads(text.encode())["image"]["file"] == name and "背" in text


def test_a_number_that_is_none_never_gets_out() -> None:
    with pytest.raises(ValueError, match="JSON"):
        as_text(to_json(located(placement(ring_px=float("nan")))))
