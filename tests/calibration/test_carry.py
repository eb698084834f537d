"""Tapped landmarks that ride on a moving body: drawn videos of speckled skin whose every motion is known."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from bodies import joints, tapped

from calibration.carry import PATIENCE_S, Glimpse, Mark, carry, ground, pick_up
from calibration.known import Known, mark_to_dict, marks_from
from locator.geometry import Array
from locator.landmarks import Landmark, LandmarkSet
from locator.placement import Located

SIZE_PX = (600, 800)
STEP_S = 0.05
MIDDLE = np.array([300.0, 300.0])


def speckled() -> np.ndarray:
    """Skin with freckles, soft as a camera sees them."""
    noise = np.random.default_rng(3).normal(0.0, 60.0, (SIZE_PX[1], SIZE_PX[0]))
    return np.clip(150.0 + 4.0 * cv2.GaussianBlur(noise, (0, 0), 3.0), 0, 255).astype(np.uint8)


SKIN = speckled()


class Motion:
    """Where a place of the first picture lies in a later one: moved, turned, enlarged."""

    def __init__(self, moved: tuple[float, float] = (0.0, 0.0), degrees: float = 0.0, scale: float = 1.0) -> None:
        self.matrix = np.asarray(cv2.getRotationMatrix2D(tuple(MIDDLE), -degrees, scale))
        self.matrix[:, 2] += moved

    def __call__(self, xy: Array) -> Array:
        return np.asarray(self.matrix[:, :2] @ xy + self.matrix[:, 2])

    def skin(self) -> np.ndarray:
        return np.asarray(cv2.warpAffine(SKIN, self.matrix, SIZE_PX, borderValue=90.0))


def seen(motion: Motion, pose_off_px: tuple[float, float] = (0.0, 0.0), skin: np.ndarray | None = None) -> Glimpse:
    """The picture after a motion, with joints that the detector sees off by so much."""
    still = joints()
    moved = still.having(replace(m, xy_px=motion(m.xy_px) + np.array(pose_off_px)) for m in still)
    return Glimpse(motion.skin() if skin is None else skin, ground(moved))


def taps() -> list[Landmark]:
    marks = tapped(joints(), lower=1.0, names=("c7", "left_iliac_crest"))
    return [m for m in marks if m.source == "tapped"]


def path(steps: int) -> list[Motion]:
    """A sway to the side, a little turn, a step toward the camera."""
    at = [k / steps for k in range(steps + 1)]
    return [Motion((40.0 * math.sin(2 * u), 10.0 * u), 8.0 * math.sin(3 * u), 1.0 + 0.3 * u) for u in at]


def test_taps_ride_with_the_body_wherever_it_goes() -> None:
    motions = path(20)
    before = seen(motions[0])
    marks = pick_up(taps(), before.frames)
    for motion in motions[1:]:
        now = seen(motion)
        carried = carry(before, now, marks, STEP_S)
        before, marks = now, carried.marks
    for tap, mark in zip(taps(), carried.landmarks, strict=True):
        assert mark.name == tap.name and mark.source == "tapped"
        assert np.linalg.norm(mark.xy_px - motions[-1](tap.xy_px)) < 1.5


def test_the_skin_corrects_what_the_pose_gets_wrong() -> None:
    """The pose slides off by 6 px while the body stands still: the taps stay nearer to the skin than to the pose."""
    still = Motion()
    before = seen(still)
    marks = pick_up(taps(), before.frames)
    for k in range(10):
        now = seen(still, (0.6 * (k + 1), 0.0))
        carried = carry(before, now, marks, STEP_S)
        before, marks = now, carried.marks
    off_px = [float(np.linalg.norm(m.xy_px - t.xy_px)) for m, t in zip(carried.landmarks, taps(), strict=True)]
    assert max(off_px) < 3.0


def test_without_skin_to_follow_the_frame_alone_carries() -> None:
    blank = np.full((SIZE_PX[1], SIZE_PX[0]), 120, np.uint8)
    motions = path(10)
    before = seen(motions[0], skin=blank)
    marks = pick_up(taps(), before.frames)
    for motion in motions[1:]:
        now = seen(motion, skin=blank)
        carried = carry(before, now, marks, STEP_S)
        before, marks = now, carried.marks
    for tap, mark in zip(taps(), carried.landmarks, strict=True):
        assert np.linalg.norm(mark.xy_px - motions[-1](tap.xy_px)) < 1.0


def test_doubt_grows_on_the_way_and_never_falls_below_the_taps_own() -> None:
    motions = path(12)
    before = seen(motions[0])
    marks = pick_up(taps(), before.frames)
    own_px = taps()[0].sigma_px
    sigmas = []
    for motion in motions[1:]:
        now = seen(motion)
        carried = carry(before, now, marks, STEP_S)
        before, marks = now, carried.marks
        sigmas.append(carried.landmarks[0].sigma_px)
    assert sigmas[0] > own_px
    assert sigmas[-1] > sigmas[0]


def test_skin_that_belongs_to_something_else_is_not_followed() -> None:
    """An arm before the back goes its own way: the taps stay with the frame, and are less sure."""
    still = Motion()
    before = seen(still)
    marks = pick_up(taps(), before.frames)
    for k in range(12):
        arm = Motion((8.0 * (k + 1), 0.0)).skin()
        now = seen(still, skin=arm)
        carried = carry(before, now, marks, STEP_S)
        before, marks = now, carried.marks
    cun_px = now.frames[0].cun_px
    for tap, mark in zip(taps(), carried.landmarks, strict=True):
        assert np.linalg.norm(mark.xy_px - tap.xy_px) < 3.0 * cun_px


def test_a_body_out_of_sight_is_waited_for_and_then_given_up() -> None:
    here, gone = seen(Motion()), Glimpse(SKIN, ())
    marks = pick_up(taps(), here.frames)
    waiting = carry(here, gone, marks, STEP_S)
    assert waiting.landmarks == () and len(waiting.marks) == 2 and waiting.dropped == ()
    again = carry(gone, seen(Motion((30.0, 0.0))), waiting.marks, STEP_S)
    for tap, mark in zip(taps(), again.landmarks, strict=True):
        assert mark.xy_px == pytest.approx(tap.xy_px + np.array([30.0, 0.0]), abs=0.5)
        assert mark.sigma_px > tap.sigma_px  # on the frame's word alone
    late = carry(gone, gone, again.marks, PATIENCE_S + 1.0)
    assert late.dropped == ("c7", "left_iliac_crest") and late.marks == ()


def test_nothing_given_is_changed() -> None:
    before, now = seen(Motion()), seen(Motion((5.0, 0.0)))
    marks = pick_up(taps(), before.frames)
    places = [np.array(m.xy_px) for m in marks]
    grey = before.grey.copy()
    carry(before, now, marks, STEP_S)
    assert all(np.array_equal(m.xy_px, xy) for m, xy in zip(marks, places, strict=True))
    assert np.array_equal(before.grey, grey)


def test_a_tap_that_no_frame_knows_is_left_out() -> None:
    assert pick_up([Landmark("left_patella_apex", MIDDLE, source="tapped")], seen(Motion()).frames) == ()


def test_marks_pass_through_a_browser_unchanged() -> None:
    marks = pick_up(taps(), seen(Motion()).frames)
    back = marks_from([mark_to_dict(m) for m in marks])
    for there, here in zip(back, marks, strict=True):
        assert there.name == here.name and there.xy_px is None
        assert (there.lateral_cun, there.distal_cun) == pytest.approx((here.lateral_cun, here.distal_cun), abs=1e-4)


@pytest.mark.parametrize(
    "told",
    [
        None,
        "c7",
        [{"name": "c7"}],
        [{"name": "nose", "lateral_cun": 0, "distal_cun": 0, "sigma_cun": 0.2, "turn_rad": 0}],
        [{"name": "c7", "lateral_cun": 900, "distal_cun": 0, "sigma_cun": 0.2, "turn_rad": 0}],
        [{"name": "c7", "lateral_cun": float("nan"), "distal_cun": 0, "sigma_cun": 0.2, "turn_rad": 0}],
        [{"name": "c7", "lateral_cun": 0, "distal_cun": 0, "sigma_cun": 0, "turn_rad": 0}],
        [{"name": "c7", "lateral_cun": 0, "distal_cun": 0, "sigma_cun": 0.2, "turn_rad": 1e300}],
    ],
)
def test_what_a_browser_may_not_say_is_passed_over(told: object) -> None:
    assert marks_from(told) == ()


@pytest.mark.parametrize("turn_rad", [-math.pi, 0.0, math.pi])
def test_whichever_way_a_body_is_turned_its_taps_come_back_from_the_browser(turn_rad: float) -> None:
    (back,) = marks_from([mark_to_dict(Mark("c7", 0.1, -0.2, 0.3, turn_rad))])
    assert back.turn_rad == pytest.approx(turn_rad, abs=1e-4)


def test_a_viewers_taps_are_on_every_frame_from_the_offsets_alone() -> None:
    """Taps made on a frozen picture of twice the size mean the same places on the live one."""
    large = joints(scale=2.0, at=(600.0, 400.0))
    frozen = tapped(large, lower=1.0, names=("c7",))
    known = Known(marks_from([mark_to_dict(m) for m in pick_up([frozen["c7"]], ground(large))]))
    rgb = np.dstack([Motion().skin()] * 3)
    found = Located(None, SIZE_PX, "back", landmarks=LandmarkSet(SIZE_PX, "back", joints().marks))
    (landmark,) = known.on(rgb, found, 10.0)
    assert landmark.xy_px == pytest.approx(frozen["c7"].xy_px / 2.0, abs=0.5)


@pytest.mark.parametrize(("before", "now"), [(0.0, 1.0), (1.0, 0.0)], ids=["come in", "go out"])
def test_a_tap_stays_where_it_is_when_the_knees_come_into_the_picture_and_go(before: float, now: float) -> None:
    """On a picture whose skin tells nothing, so that the body alone carries it."""

    def body(sight: float) -> Glimpse:
        knees = {f"{side}_knee": joints().xy(f"{side}_hip") + np.array([0.0, 200.0]) for side in ("left", "right")}
        whole = joints().having(Landmark(name, xy, visibility=sight) for name, xy in knees.items())
        return Glimpse(np.full_like(SKIN, 90), ground(whole, ["left_psis", "c7"]))

    felt = tapped(joints(), names=("c7", "left_psis", "right_psis"))
    given = [mark for mark in felt if mark.source == "tapped"]
    first, then = body(before), body(now)
    carried = carry(first, then, pick_up(given, first.frames), STEP_S)
    for tap, mark in zip(given, carried.landmarks, strict=True):
        assert np.linalg.norm(mark.xy_px - tap.xy_px) < 0.02 * then.frames[0].cun_px, tap.name


def test_both_dimples_are_one_witness_to_how_the_pose_slipped_and_c7_is_another() -> None:
    """On a picture whose skin tells nothing, after long enough for all to be doubted as much as they ever are."""
    blank = Glimpse(np.full_like(SKIN, 90), ground(joints()))

    def doubts(*names: str) -> dict[str, float]:
        felt = [mark for mark in tapped(joints(), names=names) if mark.source == "tapped"]
        carried = carry(None, blank, pick_up(felt, blank.frames), STEP_S)
        return {mark.name: mark.sigma_px / blank.frames[0].cun_px for mark in carried.landmarks}

    alone, both = doubts("c7", "left_psis"), doubts("c7", "left_psis", "right_psis")
    assert alone["left_psis"] > 1.4 * alone["c7"] and alone["c7"] == both["c7"]
    assert both["left_psis"] == both["right_psis"] == pytest.approx(math.sqrt(2.0) * alone["left_psis"], rel=0.05)


def test_a_mark_is_the_bodys_own_side_in_any_picture_of_it() -> None:
    """A tap right of the spine lies on the body's right again when the body is upside down."""
    frame = ground(joints())
    marks = pick_up([Landmark("right_iliac_crest", frame[0].anchors["right_iliac_crest"].value)], frame)
    turned = joints(degrees=180.0, at=(300.0, 500.0))
    carried = carry(None, Glimpse(SKIN, ground(turned)), [*marks, Mark("c7", 0.0, 0.0, 0.2, 0.0)], STEP_S)
    crest = carried.landmarks[0].xy_px
    assert np.linalg.norm(crest - turned.xy("right_hip")) < np.linalg.norm(crest - turned.xy("left_hip"))


def test_taps_wait_for_a_body_through_a_gap_but_not_for_ever() -> None:
    frames = ground(joints())
    found = Located(None, SIZE_PX, "back", landmarks=LandmarkSet(SIZE_PX, "back", joints().marks))
    rgb = np.dstack([SKIN] * 3)
    known = Known(pick_up(taps(), frames))
    assert len(known.on(rgb, found, 0.0)) == 2
    assert len(known.on(rgb, found, 30.0)) == 2  # the tab was hidden
    assert known.on(rgb, found, 31.0 + PATIENCE_S) == ()  # the laptop slept: this may be somebody else
    assert known.told() == {"used": [], "lost": ["c7", "left_iliac_crest"], "doubted": []}


@pytest.mark.parametrize("frame_s", [0.5, 5.0, 0.7 * PATIENCE_S])
def test_a_body_is_waited_for_as_long_whether_frames_come_or_not(frame_s: float) -> None:
    """Somebody comes back from a hidden tab and is not yet in the picture."""
    nobody, rgb = Located(None, SIZE_PX, "unknown"), np.dstack([SKIN] * 3)
    known, t_s = Known(pick_up(taps(), ground(joints()))), 0.0
    while t_s <= PATIENCE_S:
        known.on(rgb, nobody, t_s)
        assert known.told()["lost"] == []
        t_s += frame_s
    known.on(rgb, nobody, t_s)
    assert known.told()["lost"] == ["c7", "left_iliac_crest"]


@pytest.mark.parametrize(("step_s", "by_frame"), [(0.05, False), (0.8, False), (1.5, True)])
def test_skin_is_not_followed_over_a_gap_in_which_nobody_saw_what_happened(step_s: float, by_frame: bool) -> None:
    """The pose slides off by 6 px while skin and body stand still."""
    rgb, still = np.dstack([SKIN] * 3), joints()
    slid = still.having(replace(m, xy_px=m.xy_px + np.array([6.0, 0.0])) for m in still)
    known = Known(pick_up(taps(), ground(still)))
    known.on(rgb, Located(None, SIZE_PX, "back", landmarks=still), 0.0)
    for tap, mark in zip(taps(), known.on(rgb, Located(None, SIZE_PX, "back", landmarks=slid), step_s), strict=True):
        assert (math.dist(mark.xy_px, tap.xy_px) > 5.0) is by_frame


def test_a_body_that_walks_out_of_the_picture_is_counted_as_gone() -> None:
    nobody = Located(None, SIZE_PX, "unknown")
    rgb = np.dstack([SKIN] * 3)
    known = Known(pick_up(taps(), ground(joints())))
    for k in range(int(PATIENCE_S / 0.5) + 3):
        assert known.on(rgb, nobody, 0.5 * k) == ()
    assert known.told()["lost"] == ["c7", "left_iliac_crest"]
