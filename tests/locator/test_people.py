"""Which of several bodies is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from recorded import errors_cun, lit, picture, recorded
from scripted import Scripted, absent, shifted
from standing import room

from locator.bodies import see_body
from locator.closeups import Unsure
from locator.detect.base import Look, Rgb, Square
from locator.looks import backness
from locator.people import MOST, boxes, find_people, no_such_person
from locator.photo import Photo, load_photo
from locator.pipeline import locate
from locator.placement import REGIONS, Refusal, Region
from locator.seen import Seen

RGB = lit((1600, 1000))
BACK, FRONT = recorded("back"), recorded("front")


def test_the_one_with_the_back_to_the_camera_comes_first() -> None:
    helper = shifted(FRONT, 500.0, zoom=1.3)  # larger, found first, and facing the camera
    people = find_people(room(helper, shifted(BACK, 1000.0)), RGB)
    assert [p.look.square.x_px > 1200 for p in people] == [True, False]


def test_the_one_facing_the_camera_comes_first_when_a_front_is_asked_for() -> None:
    people = find_people(room(shifted(BACK, 1000.0), FRONT), RGB, view="front")
    assert people[0].look.square.x_px < 600


def test_of_two_backs_the_larger_comes_first() -> None:
    people = find_people(room(BACK, shifted(BACK, 700.0, zoom=1.2)), RGB)
    assert people[0].look.square.x_px > 800 and len(people) == 2


def test_of_two_alike_the_one_nearer_to_the_middle_comes_first_unless_the_other_is_much_larger() -> None:
    for zoom, middle_first in ((1.0, True), (1.2, True), (1.6, False)):
        aside = shifted(BACK, 1400.0 - 300.0 * zoom, zoom=zoom)
        people = find_people(room(shifted(BACK, 500.0), aside), RGB)
        assert len(people) == 2 and (people[0].look.square.x_px < 1000) == middle_first, zoom


def test_where_everybody_seems_to_face_the_camera_the_one_of_whom_that_is_not_sure_comes_first() -> None:
    helper, bald = FRONT, shifted(FRONT, 900.0)

    def look(n: int, square: Square, mirrored: bool) -> Look:
        return helper if square.x_px < 700 else shifted(BACK, 900.0) if mirrored else bald

    both = Scripted((helper.square, bald.square), look, face=0.0)
    people = find_people(both, RGB)
    assert [backness(p.look) < 0.0 for p in people] == [True, True] and people[0].look.square.x_px > 1000
    seen = see_body(both, RGB)
    assert isinstance(seen, Seen) and seen.look.square.x_px > 1000


def test_of_two_backs_the_one_turned_away_must_be_larger_to_come_first() -> None:
    turned = recorded("back34")
    assert 0.4 < backness(turned) < 0.9
    for zoom, squarest_first in ((0.6, True), (0.3, False)):
        people = find_people(room(shifted(BACK, 1200.0, zoom=zoom), turned), RGB)
        assert len(people) == 2 and (people[0].look.square.x_px > 1200) == squarest_first, zoom


def test_one_body_found_twice_is_one() -> None:
    assert len(find_people(room(BACK, shifted(BACK, 12.0)), RGB)) == 1


class OneAtATime(Scripted):
    """A finder that names the last of its bodies only once the others are painted over."""

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        *others, last = self.squares
        middles = [(int(square.y_px), int(square.x_px)) for square in others]
        bare = tuple(square for square, at in zip(others, middles, strict=True) if (rgb[at] == RGB[at]).all())
        return bare or (last,)


def one_at_a_time(*bodies: Look) -> OneAtATime:
    together = room(*bodies)
    return OneAtATime(together.squares, together.script)


@pytest.mark.parametrize("zoom", [0.7, 1.2])
def test_who_is_found_only_once_the_first_is_painted_over_is_one_of_all(zoom: float) -> None:
    bodies = BACK, shifted(BACK, 700.0, zoom=zoom)
    late, at_once = find_people(one_at_a_time(*bodies), RGB), find_people(room(*bodies), RGB)
    assert len(late) == 2 and boxes(late) == boxes(at_once)


def test_a_back_found_only_once_the_front_before_it_is_painted_over_is_the_one_that_is_meant() -> None:
    people = find_people(one_at_a_time(FRONT, shifted(BACK, 900.0)), RGB)
    assert [p.look.square.x_px > 1000 for p in people] == [True, False]
    people = find_people(one_at_a_time(BACK, shifted(FRONT, 900.0)), RGB)
    assert [p.look.square.x_px > 1000 for p in people] == [False, True]


def test_the_picture_looked_at_stays_as_it_was() -> None:
    rgb = lit((1600, 1000))
    find_people(one_at_a_time(BACK, shifted(BACK, 700.0)), rgb)
    assert (rgb == lit((1600, 1000))).all()


def test_a_square_without_a_body_is_nobody() -> None:
    assert find_people(room(absent(BACK)), RGB) == ()


def test_a_square_as_small_as_a_coin_is_nobody() -> None:
    assert find_people(room(shifted(BACK, 300.0, zoom=0.05)), RGB) == ()


def test_no_more_are_looked_at_than_a_person_will_wait_for() -> None:
    crowd = room(*(shifted(BACK, 110.0 * i) for i in range(9)))
    find_people(crowd, RGB)
    assert crowd.looks == MOST


def test_boxes_hold_the_bodies_and_stay_in_the_picture() -> None:
    (person,) = find_people(room(BACK), picture())
    x0, y0, x1, y1 = person.box_px
    assert 0 <= x0 < x1 <= 600 and 0 <= y0 < y1 <= 800
    assert x0 <= person.marks.xy("left_hip")[0] <= x1


def test_another_person_can_be_chosen_and_one_too_many_is_answered() -> None:
    detector = room(BACK, shifted(FRONT, 900.0))
    second = see_body(detector, RGB, person=1)
    assert isinstance(second, Seen) and second.look.square.x_px > 1000
    answer = see_body(detector, RGB, person=2)
    assert isinstance(answer, tuple)
    refusal, people = answer
    assert isinstance(refusal, Refusal) and refusal.reason == "no_such_person"
    assert "Person 3" in refusal.advice and "1 to 2" in refusal.advice and len(people) == 2


def test_who_is_chosen_is_measured_where_the_finder_sees_them_though_the_picture_cuts_them_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whose back a close-up would show nobody knows."""
    asked = []
    monkeypatch.setattr("locator.cut_off.find_closeup", lambda *_, **__: asked.append(1) or Unsure("not_sure"))
    assert isinstance(see_body(room(BACK, FRONT), RGB[:450], person=0), Seen) and not asked
    assert see_body(room(BACK, FRONT), RGB[:450]) and asked


@pytest.mark.parametrize("region", ["foot", "head"])
def test_whose_feet_or_head_is_meant_can_be_chosen_and_one_too_many_is_answered(region: Region) -> None:
    detector, photo = room(BACK, shifted(BACK, 1050.0)), Photo(RGB)
    for person, low, high in ((0, 0.0, 600.0), (1, 1050.0, 1600.0)):
        found = locate(photo, region=region, person=person, detector=detector)
        assert found.placements and all(low < spot.xy_px[0] < high for spot in found.placements)
    one_too_many = locate(photo, region=region, person=2, detector=detector)
    assert [r.reason for r in one_too_many.refusals] == ["no_such_person"]


@pytest.mark.parametrize("person", [None, 0, 1, 2])
@pytest.mark.parametrize("region", REGIONS)
def test_whatever_part_is_asked_for_everybody_who_can_be_chosen_is_told_in_one_order(
    region: Region, person: int | None
) -> None:
    detector = room(BACK, shifted(BACK, 900.0))
    found = locate(Photo(RGB), region=region, person=person, detector=detector)
    assert found.people == boxes(find_people(detector, RGB)) and len(found.people) == 2


def test_of_two_rendered_people_the_back_is_answered(fixtures: Path) -> None:
    found = locate(load_photo(fixtures / "rendered_two_people.jpg"), codes=["BL23", "GV4", "GV14"])
    assert found.view == "back" and len(found.placements) == 4
    errors = errors_cun(found, "rendered_two_people")
    assert errors and max(errors.values()) < 1.5  # the other person stands ten cun away


@pytest.mark.parametrize(("found", "said"), [(0, "leave the number out"), (1, "leave the number out"), (3, "1 to 3")])
def test_who_asks_for_somebody_not_found_is_told_whom_there_is_to_choose(found: int, said: str) -> None:
    assert said in no_such_person(3, found).advice
