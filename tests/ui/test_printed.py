"""What is written on the page for the wall."""

from __future__ import annotations

from running import SAY

from locator.routines import routine, technique
from locator.safety import Answers
from ui.card import Card
from ui.components.printed import printed
from ui.components.request import Wanted

LOW_BACK = routine("low_back")


def of_low_back(*cautions: str, without: str = "") -> Card:
    wanted = Wanted(LOW_BACK.codes, (), LOW_BACK)
    shown = [code for code in LOW_BACK.codes if code != without]
    return printed(SAY, Answers(cautions=frozenset(cautions)), wanted, shown, "", None)


def test_how_to_press_and_what_to_mind_at_one_point_stand_with_that_point() -> None:
    entries = {entry.code: entry for entry in of_low_back().entries}
    assert entries["BL40"].care == (f"{SAY('card.stop')} {technique('BL40').stop}",)
    assert entries["BL23"].how == technique("BL23").technique and entries["BL23"].care == ()


def test_a_warning_for_some_points_stands_with_those_and_one_for_all_of_them_is_said_once() -> None:
    card = of_low_back("varicose_veins", "broken_skin")
    vein = "Skip this point if a swollen vein runs here."
    skin = "Skip this point if the skin here is broken, sore, swollen or inflamed."
    assert not any(vein in note for note in card.notes)
    assert f"{SAY('card.stop_all')} {skin}" in card.notes
    assert not any(skin in line for entry in card.entries for line in entry.care)


def test_a_light_hand_is_asked_for_in_place_of_knuckles() -> None:
    assert {entry.how for entry in of_low_back("blood_thinners").entries} == {SAY("session.lightly")}


def test_a_point_that_the_picture_does_not_show_is_named() -> None:
    assert SAY("photo.unseen", codes="BL40") in of_low_back(without="BL40").notes
    assert not any("BL" in note for note in of_low_back().notes)


def test_a_page_on_the_wall_says_whose_answers_about_health_it_was_made_with() -> None:
    for card in (of_low_back(), of_low_back("pregnancy")):
        assert SAY("download.card_for") in card.notes
