"""Looks that agree are averaged, looks that quarrel are outvoted, and what stays open is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from recorded import picture, recorded, turned_round
from scripted import Scripted, absent, shifted

from locator.bodies import see_body
from locator.detect.base import Look, Square
from locator.detect.body import named
from locator.geometry import RING_PER_SIGMA
from locator.landmarks import View
from locator.looks import AT_REST, MORE_ROUNDS, backness, settled_looks, shows_back

BACK, FRONT = recorded("back"), recorded("front")
FLIPPED = turned_round(BACK)
RGB = picture()


def settled(said: list[Look], view: View | None = None) -> tuple[Look, ...] | None:
    """What comes of a finder's look at a back and of these: mirrored, plain, then plain and mirrored from farther."""
    return settled_looks(Scripted((), lambda n, square, mirrored: said[n]), RGB, BACK, view)


def test_a_back_is_told_from_a_front() -> None:
    assert shows_back(BACK) and not shows_back(FRONT)
    assert backness(BACK) > 0.9 and backness(FRONT) < -0.9
    assert backness(FLIPPED) == pytest.approx(-backness(BACK), abs=0.05)


def test_two_looks_that_agree_are_enough() -> None:
    detector = Scripted((), lambda n, square, mirrored: BACK)
    looks = settled_looks(detector, RGB, BACK)
    assert looks is not None and len(looks) == 2 and detector.looks == 2
    assert looks[1].mirrored and not looks[0].mirrored


def test_the_further_apart_two_looks_see_a_joint_the_less_sure_it_is() -> None:
    apart_px = (0.0, 10.0, 20.0, 40.0, 80.0)
    sigmas = [named([BACK, shifted(BACK, by_px)], RGB)["left_hip"].sigma_px for by_px in apart_px]
    assert sigmas == sorted(sigmas) and sigmas[0] < sigmas[2]
    for by_px, sigma_px in list(zip(apart_px, sigmas, strict=True))[3:]:  # either may be right
        assert 0.5 * by_px < 1.5 * RING_PER_SIGMA * sigma_px < by_px


def test_one_look_that_takes_the_back_for_a_front_is_outvoted() -> None:
    looks = settled([BACK, FLIPPED])
    assert looks is not None and len(looks) == 2 and all(shows_back(look) for look in looks)
    looks = settled([FLIPPED, BACK, BACK, BACK])
    assert looks is not None and len(looks) == 3 and all(shows_back(look) for look in looks)


@pytest.mark.parametrize("said", [[FLIPPED, BACK, FLIPPED, BACK], [FLIPPED, BACK, BACK, FLIPPED]])
def test_two_against_two_is_not_decided(said: list[Look]) -> None:
    assert settled(said) is None


def test_what_a_person_says_decides_a_quarrel() -> None:
    as_back = settled([FLIPPED, BACK, FLIPPED, BACK], "back")
    assert as_back is not None and all(shows_back(look) for look in as_back)
    as_front = settled([FLIPPED, BACK, FLIPPED, BACK], "front")
    assert as_front is not None and not any(shows_back(look) for look in as_front)


def test_a_look_that_contradicts_the_person_is_not_used() -> None:
    assert settled([BACK, BACK, BACK, BACK], "front") is None


@pytest.mark.parametrize(("away", "believed"), [(0.0, True), (0.05, True), (0.15, False)])
def test_a_look_that_alone_shows_what_is_said_is_believed_where_the_others_see_the_same_joints(
    away: float, believed: bool
) -> None:
    trunk_px = float(np.linalg.norm(BACK.xy("left_shoulder") - BACK.xy("left_hip")))
    lone = replace(BACK, xy_px=BACK.xy_px + away * trunk_px * np.array([1.0, 0.0]))
    said = [lone, FLIPPED, FLIPPED, FLIPPED]
    looks = settled_looks(Scripted((), lambda n, square, mirrored: said[n]), RGB, FLIPPED, "back")
    assert (looks is not None) == believed
    assert looks is None or (len(looks) == 1 and shows_back(looks[0]))


def test_a_look_that_sees_nobody_has_no_vote() -> None:
    looks = settled([absent(BACK), BACK] * (1 + MORE_ROUNDS))
    assert looks is not None and len(looks) == 1


@pytest.mark.parametrize("view", [None, "back", "front", "left"])
def test_looks_that_see_nobody_are_none_whatever_was_said(view: View | None) -> None:
    assert settled([absent(BACK)] * 4, view) is None
    vanishing = Scripted((BACK.square,), lambda n, square, mirrored: absent(BACK) if n else BACK)
    answer = see_body(vanishing, RGB, None, view)
    assert isinstance(answer, tuple) and answer[0].reason in ("other_side", "front_or_back")


def test_a_body_that_one_of_two_looks_misses_is_looked_at_once_more() -> None:
    looks = settled([BACK, absent(BACK), BACK, BACK])
    assert looks is not None and len(looks) == 2


def test_a_body_that_asks_for_a_larger_square_each_time_is_followed_until_it_rests() -> None:
    largest = 1.5 * BACK.implied.side_px

    def growing(n: int, square: Square, mirrored: bool) -> Look:
        asks = replace(square, side_px=min(1.1 * square.side_px, largest))
        return replace(BACK, square=square, implied=asks)

    detector = Scripted((), growing)
    looks = settled_looks(detector, RGB, BACK)
    assert looks is not None and all(look.implied.off(look.square) < AT_REST for look in looks)
    assert detector.looks <= 2 * (1 + MORE_ROUNDS)


@pytest.mark.parametrize(("view", "reason"), [(None, None), ("back", None), ("front", "other_side")])
def test_a_side_that_is_said_and_not_seen_is_told_as_such(view: View | None, reason: str | None) -> None:
    answer = see_body(Scripted((BACK.square,), lambda n, square, mirrored: BACK), RGB, None, view)
    assert (answer[0].reason if isinstance(answer, tuple) else None) == reason


@pytest.mark.parametrize(("view", "reason"), [("left", None), ("right", "other_side")])
def test_one_side_of_a_body_is_not_the_other_that_was_said(view: View, reason: str | None) -> None:
    aside = recorded("back34")  # its right side is turned away
    answer = see_body(Scripted((aside.square,), lambda n, square, mirrored: aside), RGB, None, view)
    assert (answer[0].reason if isinstance(answer, tuple) else None) == reason


def test_a_quarrel_about_front_and_back_is_asked_not_guessed() -> None:
    # the finder's look, then one in the mirror, one plain, and two at a larger square
    said = [BACK, FLIPPED, BACK, FLIPPED, BACK]
    answer = see_body(Scripted((BACK.square,), lambda n, square, mirrored: said[n]), RGB)
    assert isinstance(answer, tuple)
    refusal, people = answer
    assert refusal.reason == "front_or_back" and "view" in refusal.advice and len(people) == 1


@pytest.mark.parametrize(("face", "believed"), [(0.9, True), (0.3, False)])
def test_a_front_is_believed_where_it_shows_a_face(face: float, believed: bool) -> None:
    looks = settled_looks(Scripted((), lambda n, square, mirrored: FRONT, face), RGB, FRONT)
    assert (looks is not None) == believed
    assert looks is None or not any(shows_back(look) for look in looks)


@pytest.mark.parametrize("said", [[FLIPPED, BACK, FLIPPED, BACK], [FLIPPED, BACK, BACK, FLIPPED]])
def test_two_against_two_is_a_back_where_no_face_is_seen(said: list[Look]) -> None:
    looks = settled_looks(Scripted((), lambda n, square, mirrored: said[n], face=0.0), RGB, BACK)
    assert looks is not None and len(looks) == 2 and all(shows_back(look) for look in looks)


def test_most_looks_that_say_front_are_not_outvoted_by_a_face_unseen() -> None:
    said = [FLIPPED, BACK, FLIPPED, FLIPPED]
    assert settled_looks(Scripted((), lambda n, square, mirrored: said[n], face=0.0), RGB, BACK) is None


def test_what_a_person_says_needs_no_face() -> None:
    looks = settled_looks(Scripted((), lambda n, square, mirrored: FRONT, face=0.0), RGB, FRONT, "front")
    assert looks is not None and not any(shows_back(look) for look in looks)


def test_a_head_out_of_the_picture_has_no_face_to_be_seen() -> None:
    below = [replace(FRONT, xy_px=FRONT.xy_px - (0.0, 2.0 * FRONT.xy("nose")[1]))] * 4
    looks = settled_looks(Scripted((), lambda n, square, mirrored: below[n], face=0.0), RGB, below[0])
    assert looks is not None and not any(shows_back(look) for look in looks)
