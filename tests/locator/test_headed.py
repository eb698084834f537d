"""A back whose hips are out of the picture is placed by its head and shoulders, where these are seen beyond doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, errors_cun, picture, recorded, spots, truth, turned_round
from scripted import Scripted, shifted

from locator.bodies import see_body
from locator.contest import CloseUp
from locator.detect.base import INDEX, Look
from locator.headed import headed_back, headed_error_cun
from locator.landmarks import View
from locator.photo import Photo, load_photo
from locator.pipeline import locate, locate_landmarks
from locator.seen import Seen

BACK, FRONT = recorded("back"), recorded("front")
RGB = picture()


def carried_by(look: Look, view: View | None = None, mirrored: Look | None = None) -> bool:
    """Whether such looks (`mirrored`: those in the mirror) let a back stand by its head."""
    seen = Scripted((), lambda n, square, in_mirror: mirrored if in_mirror and mirrored is not None else look)
    return headed_back(seen, RGB, look, view) is not None


def unseen(look: Look, name: str) -> Look:
    inside = look.inside.copy()
    inside[INDEX[name]] = 0.1
    return replace(look, inside=inside)


@pytest.mark.parametrize("view", [None, "unknown", "back"])
def test_a_back_with_its_head_stands_by_itself(view: View | None) -> None:
    assert carried_by(BACK, view)


@pytest.mark.parametrize("view", ["front", "left", "right"])
def test_it_does_not_where_another_side_is_said(view: View) -> None:
    assert not carried_by(BACK, view)


SPOILT: dict[str, Callable[[Look], Look]] = {
    "a front": lambda look: FRONT,
    "a body turned to its front": turned_round,
    "a back turned by 65 degrees": lambda look: recorded("back34"),
    "hardly present": lambda look: replace(look, presence=0.9),
    "a head that is not seen": lambda look: unseen(look, "left_ear"),
    "a shoulder that is not seen": lambda look: unseen(look, "right_shoulder"),
    "a head above the picture": lambda look: shifted(look, 0.0, -float(look.xy("nose")[1]) - 5.0),
    "a shoulder beside the picture": lambda look: shifted(look, -float(look.xy("left_shoulder")[0]) - 5.0),
}


@pytest.mark.parametrize("how", SPOILT)
def test_it_does_not_where_less_is_seen(how: str) -> None:
    assert not carried_by(SPOILT[how](BACK))


def test_it_does_not_where_the_mirror_sees_the_shoulders_elsewhere() -> None:
    assert carried_by(BACK, "back", mirrored=shifted(BACK, 4.0))
    assert not carried_by(BACK, "back", mirrored=shifted(BACK, 40.0))


@pytest.mark.parametrize(("share", "carried"), [(0.1, False), (0.24, False), (0.33, True), (0.6, True)])
def test_a_head_and_shoulders_alone_carry_no_back(share: float, carried: bool) -> None:
    shoulder, hip = (float(BACK.xy(f"left_{end}")[1] + BACK.xy(f"right_{end}")[1]) / 2.0 for end in ("shoulder", "hip"))
    cut = picture((600, round(shoulder + share * (hip - shoulder))))
    seen = Scripted((), lambda n, square, in_mirror: BACK)
    assert (headed_back(seen, cut, BACK, None) is not None) is carried


def test_what_the_choice_makes_up_far_from_a_body_surely_found_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    faint = unseen(BACK, "left_ear")  # not carried by its head
    aside = shifted(BACK, 400.0)

    def answer(presence: float, seen: Look) -> bool:
        close = CloseUp((seen,), 0.5, "back", (1.0,), 0.5)
        monkeypatch.setattr("locator.cut_off.find_closeup", lambda *_, **__: close)
        monkeypatch.setattr("locator.bodies.is_whole", lambda look, rgb: False)
        monkeypatch.setattr("locator.cut_off.holds_giant_hands", lambda rgb, cun: False)
        body = replace(faint, presence=presence)
        found = see_body(Scripted((BACK.square,), lambda n, square, mirrored: body), RGB, "back", "back")
        return isinstance(found, Seen)

    assert answer(0.99, faint) and not answer(0.99, aside)
    assert answer(0.6, aside)


def test_the_nape_of_a_body_that_finder_and_choice_see_lies_where_the_body_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close = CloseUp((BACK,), 0.5, "back", (1.0,), 0.5)
    monkeypatch.setattr("locator.cut_off.find_closeup", lambda *_, **__: close)
    monkeypatch.setattr("locator.bodies.is_whole", lambda look, rgb: False)
    seen = see_body(Scripted((BACK.square,), lambda n, square, mirrored: BACK), RGB)
    assert isinstance(seen, Seen) and seen.marks.seen_close
    found = locate_landmarks(seen.marks, codes=["GB20"])
    away = errors_cun(found, "rendered_back")
    assert set(away) == {("GB20", "left"), ("GB20", "right")} and max(away.values()) < 1.0
    assert {frame.source for frame in found.frames} == {"close-up"}


def test_the_more_it_is_turned_the_further_off_it_is_expected_to_be() -> None:
    square, turned = recorded("back"), recorded("back34")
    assert headed_error_cun([square]) < headed_error_cun([square, turned]) < headed_error_cun([turned])


@pytest.mark.parametrize("said", [None, "back"])
def test_a_back_that_ends_at_the_waist_is_placed_near_its_places(said: View | None) -> None:
    rgb = load_photo(FIXTURES / "rendered_back.jpg").rgb
    known = truth("rendered_back")
    waist = int(known["GV4", "midline"][0][1])
    found = locate(Photo(np.ascontiguousarray(rgb[:waist, 120:480])), said, said, detector=eyes())
    seen = spots(found, True)
    away = [
        float(np.linalg.norm(seen[key].xy_px + np.array([120.0, 0.0]) - xy)) / cun
        for key, (xy, cun) in known.items()
        if key in seen and xy[1] < waist
    ]
    assert len(away) > 30 and np.median(away) < 1.2 and max(away) < 3.0
    whole = spots(locate(load_photo(FIXTURES / "rendered_back.jpg"), detector=eyes()), True)
    wider = [spot.ring_px / whole[key].ring_px for key, spot in seen.items() if key in whole]
    assert np.median(wider) > 1.1  # less is seen of it


@pytest.mark.parametrize(
    ("like_a_back", "down_px", "view", "asked"),
    [(0.5, 0.0, None, True), (0.9, 0.0, None, False), (0.5, -250.0, None, False), (0.5, 0.0, "back", False)],
)
def test_a_head_that_the_finder_overlooks_is_asked_about_where_the_trunk_is_hardly_like_a_back(
    monkeypatch: pytest.MonkeyPatch, like_a_back: float, down_px: float, view: View | None, asked: bool
) -> None:
    """A front with hair before its face was drawn on as a back: the finder, which goes by heads, saw nobody."""
    seen = shifted(recorded("back"), 0.0, down_px)
    close = CloseUp((seen,), 0.5, "back", (1.0,), 0.5, backlike=like_a_back)
    monkeypatch.setattr("locator.cut_off.find_closeup", lambda *_, **__: close)
    monkeypatch.setattr("locator.cut_off.holds_giant_hands", lambda rgb, cun: False)
    answer = see_body(Scripted((), lambda n, square, mirrored: seen), np.zeros((800, 600, 3), np.uint8), "back", view)
    assert (isinstance(answer, tuple) and answer[0].reason == "front_or_back") == asked
