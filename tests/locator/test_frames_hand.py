"""The hand's frame, told by a drawn hand whose joints are known."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest
from limb_fixtures import truth_of
from PIL import Image

from locator.atlas.load import load_atlas
from locator.detect.base import Square
from locator.detect.hands import find_hands, sided
from locator.detect.mediapipe_hand import HandLook
from locator.frames.base import BodyFrame, FrameFailure
from locator.frames.hand import build_hands
from locator.frames.hand_view import PALM, view_hand
from locator.landmarks import Landmark, LandmarkSet
from locator.photo import load_photo
from locator.pipeline import answers, chosen, locate
from locator.place import place
from locator.placement import Placement
from locator.proportions import POPULATION

Array = npt.NDArray[np.float64]
SIZE_PX = (800, 800)
CODES = ("SI3", "LI4", "PC6", "TE5")
# The back of a left hand, fingers up: the thumb's side lies to the right.  Right, down px from the wrist.
LEFT_BACK = {
    "wrist": (0.0, 0.0), "index_mcp": (40.0, -120.0), "middle_mcp": (10.0, -128.0),
    "ring_mcp": (-20.0, -120.0), "little_mcp": (-48.0, -105.0),
}  # fmt: skip


def drawn(
    side: Literal["left", "right"] = "left",
    palm: bool = False,
    turn_rad: float = 0.0,
    scale: float = 1.0,
    wrist_px: tuple[float, float] = (400.0, 500.0),
    sigma_px: float = 1.0,
) -> LandmarkSet:
    """A flat hand square to the camera, its back or its palm."""
    flip = 1.0 if (side == "left") != palm else -1.0
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    marks = []
    for name, (x, y) in LEFT_BACK.items():
        x = flip * x
        place_px = np.array([c * x - s * y, s * x + c * y]) * scale + wrist_px
        marks.append(Landmark(f"{side}_hand_{name}", place_px, sigma_px=sigma_px))
    return LandmarkSet(SIZE_PX).having(marks)


def turned_to_the_thumb(degrees: float, told: float) -> LandmarkSet:
    """A left hand turned so far about its length, of whose depths the model tells this share."""
    turn = math.radians(degrees)
    marks = drawn()
    return marks.having(
        replace(m, xy_px=np.array([400.0 + math.cos(turn) * away, m.xy_px[1]]), depth_px=told * math.sin(turn) * away)
        for m in marks
        for away in [float(m.xy_px[0] - 400.0)]
    )


def on_edge() -> LandmarkSet:
    """A left hand of which the camera sees the edge."""
    marks = drawn()
    return marks.having(
        replace(m, xy_px=np.array([400.0 + 0.02 * away, m.xy_px[1]]), depth_px=away)
        for m in marks
        for away in [float(m.xy_px[0] - 400.0)]
    )


def placed(marks: LandmarkSet) -> dict[str, Placement]:
    frames = [f for f in build_hands(marks) if isinstance(f, BodyFrame)]
    return {p.code: p for f in frames for p in place(load_atlas().select(list(CODES)), f, SIZE_PX)}


def test_points_ride_with_the_hand() -> None:
    before, after = placed(drawn()), placed(drawn(turn_rad=0.7, scale=1.5, wrist_px=(300.0, 450.0)))
    c, s = math.cos(0.7), math.sin(0.7)
    for code in CODES:
        away = before[code].xy_px - (400.0, 500.0)
        expected = 1.5 * np.array([c * away[0] - s * away[1], s * away[0] + c * away[1]]) + (300.0, 450.0)
        assert after[code].xy_px == pytest.approx(expected, abs=0.01)
        assert after[code].cun_px == pytest.approx(1.5 * before[code].cun_px)


@pytest.mark.parametrize("way", [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)])
def test_what_was_tapped_far_beside_the_hand_is_told_and_draws_nothing_of_it(way: tuple[float, float]) -> None:
    (frame,) = build_hands(drawn())
    assert isinstance(frame, BodyFrame)
    name = f"{frame.side}_mcp5_ulnar"

    def felt(off_cun: float) -> LandmarkSet:
        place_px = frame.anchors[name].value + off_cun * frame.cun_px * np.array(way)
        return drawn().having([Landmark(name, place_px, source="tapped")])

    assert placed(felt(0.3))
    (failure,) = build_hands(felt(4.0))
    assert isinstance(failure, FrameFailure) and (failure.region, failure.reason) == ("hand", "taps_contradict")


def test_one_persons_palm_is_no_reason_beside_the_points_of_anothers_back_of_the_hand() -> None:
    palm, back, wanted = drawn(palm=True), drawn(), chosen(["TE5"])
    assert [why.reason for why in answers([palm], POPULATION, "hand", wanted).refusals] == ["no_points"]
    for parts in ([palm, back], [back, palm]):
        found = answers(parts, POPULATION, "hand", wanted)
        assert any(spot.visible for spot in found.placements)
        assert not found.refusals


def test_what_refuses_one_of_several_hands_is_told_whichever_comes_first() -> None:
    for parts in ([drawn("right"), on_edge()], [on_edge(), drawn("right")]):
        found = answers(parts, POPULATION, "hand", chosen(None))
        assert {spot.side for spot in found.placements} == {"right"}
        assert [why.reason for why in found.refusals] == ["on_edge"]


def test_a_hand_too_small_is_told_as_the_hand_where_another_is_placed() -> None:
    small = drawn("left", scale=0.1)
    for parts in ([drawn("right"), small], [small, drawn("right")]):
        found = answers(parts, POPULATION, "hand", chosen(None))
        assert found.placements
        assert [(why.reason, why.region) for why in found.refusals] == [("too_small", "hand")]


def test_a_mirrored_hand_holds_mirrored_points() -> None:
    left, right = placed(drawn("left")), placed(drawn("right"))
    for code in CODES:
        assert right[code].xy_px[0] - 400.0 == pytest.approx(400.0 - left[code].xy_px[0])
        assert right[code].xy_px[1] == pytest.approx(left[code].xy_px[1])
        assert (left[code].side, right[code].side) == ("left", "right")


def test_si3_lies_on_the_little_fingers_side_and_li4_on_the_thumbs() -> None:
    points = placed(drawn("left"))
    assert points["SI3"].xy_px[0] < 400.0 - 40.0
    assert points["LI4"].xy_px[0] > 400.0 + 20.0


def test_si3_lies_just_behind_the_little_fingers_knuckle() -> None:
    marks = drawn("left")
    si3, knuckle = placed(marks)["SI3"], marks.xy("left_hand_little_mcp")
    behind_cun = (si3.xy_px[1] - knuckle[1]) / si3.cun_px
    assert -0.2 < behind_cun < 0.8


def test_the_back_of_the_hand_hides_what_lies_on_its_palm() -> None:
    back, palm = placed(drawn(palm=False)), placed(drawn(palm=True))
    assert back["TE5"].visible and not back["PC6"].visible
    assert palm["PC6"].visible and not palm["TE5"].visible
    assert back["LI4"].visible and not palm["LI4"].visible


def test_a_palm_whose_depth_is_told_too_little_is_no_smaller_hand() -> None:
    square = view_hand(drawn(), "left")
    assert square is not None
    for told in (1.0, 0.5, 0.2):
        aslant = view_hand(turned_to_the_thumb(60.0, told), "left")
        assert aslant is not None and aslant.size_px == pytest.approx(square.size_px, rel=0.08)


def test_a_palm_narrower_than_any_is_refused() -> None:
    (answer,) = build_hands(turned_to_the_thumb(78.0, 0.1))
    assert isinstance(answer, FrameFailure) and answer.reason == "on_edge"


def test_a_hand_seen_on_edge_is_refused() -> None:
    (answer,) = build_hands(on_edge())
    assert isinstance(answer, FrameFailure)
    assert answer.reason == "on_edge" and "left" in answer.advice


def test_a_missing_knuckle_is_named() -> None:
    marks = drawn()
    fewer = LandmarkSet(SIZE_PX).having(m for m in marks if not m.name.endswith("little_mcp"))
    (answer,) = build_hands(fewer)
    assert isinstance(answer, FrameFailure)
    assert answer.missing == ("left_hand_little_mcp",)


def test_no_hand_at_all_says_what_to_show() -> None:
    (answer,) = build_hands(LandmarkSet(SIZE_PX))
    assert isinstance(answer, FrameFailure)
    assert len(answer.missing) == 2 * len(PALM) and "hand" in answer.advice


def test_the_forearms_own_cun_is_used_when_the_elbow_is_seen() -> None:
    marks = drawn()
    cun_px = placed(marks)["TE5"].cun_px
    elbow = Landmark("left_elbow", np.array([400.0 + 60.0, 500.0 + 9.0 * cun_px]))
    with_arm = placed(marks.having([elbow]))["TE5"]
    alone = placed(marks)["TE5"]
    arm = np.array([60.0, 9.0 * cun_px])
    assert with_arm.xy_px == pytest.approx(np.array([400.0, 500.0]) + arm / 12.0 * 2.0, abs=0.2 * cun_px)
    assert alone.ring_px > 1.2 * with_arm.ring_px


def test_a_distant_elbow_is_not_this_hands() -> None:
    marks = drawn()
    far = Landmark("left_elbow", np.array([790.0, 20.0]), visibility=1.0)
    assert placed(marks.having([far]))["TE5"].xy_px == pytest.approx(placed(marks)["TE5"].xy_px)


def test_rings_widen_when_the_joints_are_less_sure() -> None:
    assert placed(drawn(sigma_px=20.0))["SI3"].ring_px > 1.5 * placed(drawn(sigma_px=1.0))["SI3"].ring_px


def test_rings_on_a_small_hand_are_wider_in_its_own_measure_for_pixels_do_not_shrink_with_it() -> None:
    near, far = (placed(drawn(scale=scale, sigma_px=scale)) for scale in (1.0, 0.2))
    for code in ("SI3", "LI4"):
        assert far[code].ring_px / far[code].cun_px > 1.5 * near[code].ring_px / near[code].cun_px
        assert far[code].ring_px > 1.9  # two pixels: no finder of joints is as good as one


def test_hands_seen_from_the_side_hold_their_points_as_others_do(fixtures: Path) -> None:
    """Palms' joints as seen on sixty renders that nothing was fitted to, turned by 25 to 85 degrees to either edge."""
    away: dict[str, list[tuple[float, bool]]] = {"LI4": [], "SI3": []}
    for hand in json.loads((fixtures / "hands_aslant.json").read_text(encoding="utf-8")):
        marks = LandmarkSet(tuple(hand["size_px"])).having(
            Landmark(f"{hand['side']}_hand_{name}", np.array([x, y]), depth_px=z, sigma_px=hand["sigma_px"])
            for name, (x, y, z) in hand["palm"].items()
        )
        found = placed(marks)
        for code, (x, y, cun_px) in hand["points"].items():
            if code in found and found[code].visible:
                miss_px = math.dist(found[code].xy_px, (x, y))
                away[code].append((miss_px / cun_px, miss_px <= found[code].ring_px))
    for code, misses in away.items():
        assert len(misses) > 20
        assert np.median([cun for cun, _ in misses]) < 0.22, code
        assert max(cun for cun, _ in misses) < 0.6, code
        assert 0.5 <= np.mean([inside for _, inside in misses]) <= 0.8, code  # of none more than .3 before


def test_a_rendered_hand_is_found_and_its_points_lie_where_the_body_has_them(fixtures: Path) -> None:
    found = locate(load_photo(fixtures / "rendered_hand.jpg"), region="hand")
    truth = truth_of(fixtures, "rendered_hand")
    seen = {(p.code, p.side): p for p in found.placements if p.visible}
    assert {key for key in truth if key[0] in ("SI3", "LI4")} <= set(seen)
    for key, (xy_px, cun_px) in truth.items():
        if key in seen:
            assert math.dist(seen[key].xy_px, xy_px) < 1.0 * cun_px


def test_the_arm_tells_the_side_where_the_hand_cannot_and_a_quarrel_is_refused() -> None:
    palm = np.zeros((21, 2))
    palm[[0, 5, 9, 13, 17]] = np.array([LEFT_BACK[name] for name in PALM]) + np.array([200.0, 400.0])

    class Sure:
        """A model that is sure of one side, whatever it looks at."""

        def __init__(self, right: float) -> None:
            self.right = right

        def find(self, rgb: npt.NDArray[np.uint8]) -> tuple[Square, ...]:
            return (Square(200.0, 350.0, 400.0),)

        def look(self, rgb: npt.NDArray[np.uint8], square: Square, *, mirrored: bool = False) -> HandLook:
            return HandLook(square, 0.99, self.right, palm, np.zeros(21))

    arms = {"left_shoulder": (220.0, 100.0), "left_elbow": (210.0, 250.0), "left_wrist": (200.0, 410.0)}
    other = {name.replace("left", "right"): (800.0 - x, y) for name, (x, y) in arms.items()}
    body = LandmarkSet.from_points({**arms, **other}, SIZE_PX)
    blank = np.zeros((800, 800, 3), np.uint8)
    (agreed,), quiet = sided(find_hands(Sure(0.02), blank, body), body)
    assert {m.name.split("_")[0] for m in agreed} == {"left"} and quiet == ()
    (unsure,), _ = sided(find_hands(Sure(0.5), blank, body), body)
    assert {m.name.split("_")[0] for m in unsure} == {"left"}
    (quarrel,), told = sided(find_hands(Sure(0.98), blank, body), body)
    assert quarrel == () and [r.reason for r in told] == ["hand_side_unclear"]
    (alone,), told = sided(find_hands(Sure(0.5), blank))
    assert alone == () and [r.reason for r in told] == ["hand_side_unclear"]


def test_two_left_hands_side_by_side_are_both_placed(fixtures: Path, tmp_path: Path) -> None:
    one = Image.open(fixtures / "rendered_hand.jpg")
    both = Image.new("RGB", (2 * one.width, one.height))
    both.paste(one, (0, 0))
    both.paste(one, (one.width, 0))
    both.save(tmp_path / "two.jpg", quality=92)
    alone = locate(load_photo(fixtures / "rendered_hand.jpg"), region="hand", codes=["LI4"])
    found = locate(load_photo(tmp_path / "two.jpg"), region="hand", codes=["LI4"])
    assert len(alone.placements) == 1 and len(found.placements) == len(found.frames) == 2
    assert {p.side for p in found.placements} == {alone.placements[0].side}
    left, right = sorted(float(p.xy_px[0]) for p in found.placements)
    assert right - left == pytest.approx(one.width, abs=2 * alone.placements[0].cun_px)
