"""Long work is done beside its page: who turns away from it has what is asked next at once, and loses nothing."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps
from running import SAY, given_to, healthy, press, shown, upload
from streamlit.runtime.state import SafeSessionState, SessionState, session_state_proxy
from streamlit.testing.v1 import AppTest

from locator import load_photo
from locator.detect.base import Square
from locator.placement import Region
from ui import finder
from ui.components import fingers
from ui.finder import DroppedError, Query, WhileWanted, find, find_and_tell, in_turn
from ui.meanwhile import PRESSED, STOPPED, go_on, heed_stop, is_stopped, stop
from ui.pages import check
from ui.state import forget_kept, holds, kept

PATIENCE_S = 30.0


class Left(BaseException):
    """As the toolkit leaves a page for another that is asked for."""


class Visit:
    """The toolkit's own memory of a visit, in which something else is wanted after a few looks into it."""

    def __init__(self, stays: int) -> None:
        self.stays, self.looked = stays, lambda: None
        self.memory = SafeSessionState(SessionState(), self.glanced)

    def glanced(self) -> None:
        self.looked()
        self.stays -= 1
        if self.stays < 0:
            raise Left

    def stay(self) -> None:
        self.stays = 1_000_000


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    here = Visit(stays=20)
    monkeypatch.setattr(session_state_proxy, "get_session_state", lambda: here.memory)
    return here


@pytest.fixture
def finish() -> threading.Event:
    return threading.Event()


def test_a_page_is_left_while_its_work_goes_on_and_who_comes_back_finds_it(
    visit: Visit, finish: threading.Event
) -> None:
    done: list[int] = []

    def work() -> str:
        assert finish.wait(PATIENCE_S)
        done.append(1)
        return "found"

    with pytest.raises(Left):
        kept("slot", "picture", work)
    assert not done
    visit.stay()
    visit.looked = finish.set
    assert kept("slot", "picture", work) == kept("slot", "picture", work) == "found"
    assert done == [1]


def test_a_question_that_has_not_begun_gives_way_to_the_next(visit: Visit) -> None:
    queue: list[tuple[Future[Any], Callable[[], Any]]] = []

    def in_turn(make: Callable[[], Any]) -> Future[Any]:
        queue.append((Future(), make))
        return queue[-1][0]

    for question in ("first", "second"):
        visit.stays = 20
        with pytest.raises(Left):
            kept("slot", question, lambda: None, in_turn)
    (first, _), (second, _) = queue
    assert first.cancelled() and not second.cancelled()
    visit.stay()
    forget_kept()
    assert second.cancelled()


def test_a_fault_of_the_work_is_met_by_the_page_that_waits_for_it_and_is_not_kept(visit: Visit) -> None:
    visit.stay()

    def breaks() -> str:
        raise ValueError("a broken file")

    with pytest.raises(ValueError, match="a broken file"):
        kept("slot", "picture", breaks)
    assert kept("slot", "picture", lambda: "read") == "read"


def test_a_picture_given_in_place_of_another_does_not_wait_until_that_one_has_been_looked_at(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of 49 Mpx held the small one that was given instead up for twelve seconds."""
    under_way, dropped = threading.Event(), threading.Event()

    def locate(photo: Any, detector: WhileWanted, **asked: Any) -> None:
        for looks in range(1000):
            detector.look(photo.rgb, Square(300.0, 400.0, 700.0))
            if looks == 0:
                under_way.set()
                assert dropped.wait(PATIENCE_S)
        raise AssertionError("nobody waits for it, and it goes on")

    monkeypatch.setattr(finder, "locate", locate)
    photo = load_photo(fixtures / "rendered_back.jpg")
    look = in_turn(lambda: find_and_tell(photo, Query(None, None, ["BL23"])))
    assert under_way.wait(PATIENCE_S)
    look.cancel()
    dropped.set()
    assert in_turn(lambda: "the next").result(PATIENCE_S) == "the next"
    assert isinstance(look.exception(), DroppedError)


class Looking:
    """A model that lets it be known when it is first asked, and answers once that is wanted no more."""

    def __init__(self, model: Callable[[], Any]) -> None:
        self.model, self.under_way, self.dropped = model, threading.Event(), threading.Event()
        self.asked = 0

    def __call__(self) -> Any:
        self.asked += 1
        self.under_way.set()
        assert self.dropped.wait(PATIENCE_S)
        return self.model()


def dropped_at(looking: Looking, look: Callable[[], Any]) -> int:
    """How often the model is asked by a look that is dropped while it answers for the first time."""
    turn = in_turn(look)
    assert looking.under_way.wait(PATIENCE_S)
    turn.cancel()
    looking.dropped.set()
    assert isinstance(turn.exception(PATIENCE_S), DroppedError)
    return looking.asked


@pytest.mark.parametrize("model", ["default_detector", "hand_finder"])
def test_the_measuring_of_a_hand_that_nobody_waits_for_ends_at_its_next_look(
    model: str, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped on 47 Mpx it went on, and what was asked next waited for its end."""
    looking = Looking(getattr(finder, model))
    monkeypatch.setattr(finder, model, looking)
    with Image.open(fixtures / "rendered_fingers.jpg") as hand:  # with room for a back beside it
        file = io.BytesIO()
        ImageOps.expand(hand, (0, 0, 0, hand.height), hand.getpixel((0, hand.height - 1))).save(file, "PNG")
    assert dropped_at(looking, lambda: fingers._seen(file.getvalue(), "hand.png")) == 1


@pytest.mark.parametrize("region", ["hand", None])
def test_the_search_for_hands_that_nobody_waits_for_ends_at_its_next_look(
    region: Region | None, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, it went on over the whole picture for up to a second."""
    looking = Looking(finder.hand_finder)
    monkeypatch.setattr(finder, "hand_finder", looking)
    photo = load_photo(fixtures / "rendered_hand.jpg")
    assert dropped_at(looking, lambda: find_and_tell(photo, Query(region, None, ["LI4"]))) == 1


def test_the_search_for_a_finger_that_nobody_waits_for_ends_at_its_next_look(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped on 47 Mpx it went on for two seconds and more."""
    looking = Looking(finder.hand_finder)
    monkeypatch.setattr(finder, "hand_finder", looking)
    photo = load_photo(fixtures / "rendered_back.jpg")
    asked = check.Question(("BL23",))
    located = find(photo, Query(None, None, ["BL23"]))

    def dropping(words: object, doing: str, slot: str, key: object, search: Callable[[], Any], begin: object) -> None:
        assert dropped_at(looking, search) == 1

    monkeypatch.setattr(check, "waited", dropping)
    assert check.looked_for(SAY, asked, photo, located, None, "slot") is None and looking.asked


def test_a_wait_that_was_stopped_is_over_for_that_question_alone_and_begins_anew(
    visit: Visit, finish: threading.Event
) -> None:
    with pytest.raises(Left):
        kept("slot", "picture", lambda: finish.wait(PATIENCE_S))
    visit.stay()
    stop("slot", "another picture")
    assert not is_stopped("slot", "picture")
    stop("slot", "picture")
    stop("slot", "picture")  # pressed twice in a moment
    assert is_stopped("slot", "picture") and not holds("slot", "picture")
    go_on("slot")
    assert not is_stopped("slot", "picture")
    assert kept("slot", "picture", lambda: "anew") == "anew"
    finish.set()
    assert kept("slot", "picture", lambda: "again") == "anew"  # and nobody hears of what could not be ended


def test_stopped_in_the_moment_in_which_the_answer_comes_there_is_nothing_to_stop(visit: Visit) -> None:
    answer: Future[str] = Future()
    with pytest.raises(Left):
        kept("slot", "picture", lambda: "", lambda make: answer)
    visit.stay()
    answer.set_result("found")
    stop("slot", "picture")
    heed_stop()
    assert not is_stopped("slot", "picture")
    assert kept("slot", "picture", lambda: "looked for again") == "found"


def begun(make: Callable[[], str]) -> Future[str]:
    return Future()


def answered(make: Callable[[], str]) -> Future[str]:
    answer: Future[str] = Future()
    answer.set_result(make())
    return answer


@pytest.mark.parametrize("looking", [False, True])
def test_stop_pressed_as_the_picture_has_been_read_stops_the_look_that_comes_next(visit: Visit, looking: bool) -> None:
    """It did nothing: the look began, and its own Stop stood where the one pressed had been."""
    visit.stay()
    assert kept("photo", "picture", lambda: "read", answered) == "read"
    if looking:
        visit.stays = 20
        with pytest.raises(Left):
            kept("located", "picture", lambda: "found", begun)
        visit.stay()
    stop("photo", "picture")
    heed_stop()
    assert is_stopped("located", "picture") and not is_stopped("checked", "picture")
    go_on("located")
    heed_stop()
    assert not is_stopped("located", "picture")


def test_stop_pressed_as_the_last_answer_comes_stops_nothing_that_is_asked_later(visit: Visit) -> None:
    visit.stay()
    assert kept("located", "picture", lambda: "found", answered) == "found"
    stop("located", "picture")
    for _ in ("the run that the press began", "a touch later"):
        heed_stop()
    assert not is_stopped("located", "other points")


def test_a_press_that_came_too_late_is_heeded_by_every_page(fixtures: Path) -> None:
    home = Path(finder.__file__).parent / "pages" / "home.py"
    app = healthy(AppTest.from_file(str(home), default_timeout=PATIENCE_S).run())
    upload(app, fixtures / "rendered_back.jpg")
    assert SAY("photo.result") in shown(app)
    del app.session_state["located"]
    app.session_state[PRESSED] = True
    app.run()
    assert not app.exception and SAY("photo.looking_stopped") in shown(app)


@pytest.mark.parametrize("stays", range(9))
def test_a_page_left_as_the_answer_comes_does_not_lose_it_nor_keeps_it_beyond_its_picture(
    visit: Visit, stays: int
) -> None:
    """Any touch in that moment had a large photograph read again from its beginning."""
    asked: list[int] = []

    def work() -> str:
        asked.append(1)
        return "read"

    visit.stays = stays
    with suppress(Left):
        kept("slot", "picture", work, answered)
    visit.stay()
    assert kept("slot", "picture", work, answered) == "read" and len(asked) == 1
    forget_kept()
    assert not holds("slot", "picture")
    assert kept("slot", "picture", work, answered) == "read" and len(asked) == 2


def test_what_was_stopped_is_forgotten_with_its_picture_and_where_something_else_was_asked_since(
    visit: Visit, finish: threading.Event
) -> None:
    for gone in (forget_kept, lambda: is_stopped("slot", "another picture")):
        visit.stays = 20
        with pytest.raises(Left):
            kept("slot", "picture", lambda: finish.wait(PATIENCE_S))
        visit.stay()
        stop("slot", "picture")
        gone()
        assert not is_stopped("slot", "picture")
    finish.set()


def test_a_way_to_stop_is_offered_once_and_only_where_it_takes_long(visit: Visit, finish: threading.Event) -> None:
    visit.stay()
    offered: list[int] = []

    def offer() -> None:
        offered.append(1)
        finish.set()

    assert kept("slot", "picture", lambda: "at once", lasts=offer) == "at once"
    assert not offered
    assert kept("slot", "large picture", lambda: finish.wait(PATIENCE_S), lasts=offer)
    assert offered == [1]


@pytest.mark.parametrize(
    ("page", "slot"), [("photo", "located"), ("check", "checked"), ("taps", "taps_seen"), ("learn", "learn_found")]
)
def test_a_page_whose_look_was_stopped_says_so_and_looks_again_when_it_is_asked(
    page: str, slot: str, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = given_to(page, fixtures / "rendered_back.jpg", monkeypatch)
    assert not app.exception and slot in app.session_state
    key = app.session_state[slot][0]
    del app.session_state[slot]
    app.session_state[STOPPED] = {slot: key}
    app.run()
    assert not app.exception
    assert SAY("photo.looking_stopped") in shown(app) and slot not in app.session_state
    press(app, SAY("photo.looking_again"))
    assert not app.exception
    assert SAY("photo.looking_stopped") not in shown(app) and app.session_state[slot][0] == key
