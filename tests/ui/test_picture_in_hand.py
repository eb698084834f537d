"""What is said of a picture belongs to that picture."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from running import SAY, healthy, page_app, press, turn_to, two_people, whole_app
from streamlit.testing.v1 import AppTest

from calibration import lens_store
from calibration.lens import Lens
from locator.photo import Photo, load_photo
from locator.placement import Located
from locator.report import to_json
from locator.routines import routine
from ui.components.picture import STRAIGHTENED
from ui.through import locate_through
from ui.wording import wording

# How each page comes to ask for a picture and for what is in it.
ASKING = {"photo": {}, "taps": {}, "check": {"check_mode": "photo"}, "learn": {"learn_kind": "own"}}


WIDE = Lens("wide", (600, 800), 500.0, (299.5, 399.5), (-0.2, 0.03, 0.0, 0.0), 0.3, 9, "2026-03-01")


def grey(level: int) -> bytes:
    """A picture in which nothing is found."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (level,) * 3).save(out, "PNG")
    return out.getvalue()


def give(app: AppTest, data: bytes) -> AppTest:
    return app.file_uploader(key="upload").set_value(("one.png", data, "image/png")).run()


def say(app: AppTest, page: str, part: str, view: str) -> AppTest:
    app.selectbox(key=f"{page}_part").set_value(part)
    return app.selectbox(key=f"{page}_view").set_value(view).run()


def said(app: AppTest, page: str) -> tuple[str, str]:
    return app.selectbox(key=f"{page}_part").value, app.selectbox(key=f"{page}_view").value


def asking(page: str) -> AppTest:
    app = healthy(page_app(page))
    for key, choice in ASKING[page].items():
        app.button_group(key=key).set_value(choice).run()
    return app


def test_when_a_picture_was_taken_is_not_told_by_what_is_saved_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toolkit's tests know no camera: a box for files, which hands over a file alike, stands for it."""
    monkeypatch.setattr(st, "camera_input", lambda label, resolution, **how: st.file_uploader(label, **how))
    app = asking("photo")
    app.button_group(key="source").set_value("camera").run()
    app.file_uploader(key="shot").set_value(("camera-input-2026-11-22T22_46.jpg", grey(90), "image/png")).run()
    app.button_group(key="source").set_value("file").run()  # where the name of the picture in hand stands
    told = " ".join(str(each.value) for each in app.markdown)
    assert wording()("photo.camera_name") in told and "2026" not in told


@pytest.mark.parametrize("page", ASKING)
def test_what_was_said_of_one_picture_is_not_said_of_the_next(page: str) -> None:
    app = say(give(asking(page), grey(90)), page, "hand", "left")
    assert said(app, page) == ("hand", "left")
    give(app, grey(140))
    assert not app.exception
    assert said(app, page) == ("unsure", "unsure")


@pytest.mark.parametrize("page", ASKING)
def test_a_picture_that_is_put_away_takes_along_what_was_said_of_it(page: str) -> None:
    app = say(give(asking(page), grey(90)), page, "hand", "left")
    app.file_uploader(key="upload").set_value(None).run()
    assert said(app, page) == ("unsure", "unsure")


def pictures_in(value: object) -> list[object]:
    """Every picture that a session's value holds, however deep; what waits to be told holds what it speaks of."""
    if isinstance(value, str):
        return [value] if value.startswith("data:image/jpeg") else []
    if isinstance(value, FunctionType):
        return pictures_in(tuple(cell.cell_contents for cell in value.__closure__ or ()))
    if isinstance(value, dict):
        return pictures_in(tuple(value.values()))
    if isinstance(value, np.ndarray):
        return [value] if value.ndim == 3 else []
    if isinstance(value, Photo):
        return [value.rgb]
    inner = vars(value).values() if hasattr(value, "__dict__") else value if isinstance(value, (tuple, list)) else ()
    return [picture for each in inner for picture in pictures_in(each)]


@pytest.mark.parametrize("page", ASKING)
def test_a_picture_that_is_put_away_leaves_nothing_of_it_in_memory(page: str, fixtures: Path, tmp_path: Path) -> None:
    app = give(asking(page), two_people(fixtures, tmp_path / "two.jpg").read_bytes())
    held = app.session_state.filtered_state
    assert any(pictures_in(value) for value in held.values())
    app.file_uploader(key="upload").set_value(None).run()
    assert not app.exception
    left = {name for name, value in app.session_state.filtered_state.items() if pictures_in(value)}
    assert left <= {"example"}  # which is nobody's


@pytest.mark.parametrize("page", ASKING)
def test_what_is_said_before_there_is_a_picture_is_said_of_the_first_one(page: str) -> None:
    app = give(say(asking(page), page, "hand", "left"), grey(90))
    assert said(app, page) == ("hand", "left")


@pytest.mark.parametrize("page", ASKING)
def test_the_picture_after_a_mirrored_one_is_no_mirror_image(page: str) -> None:
    app = asking(page)
    app.toggle(key="mirrored").set_value(True).run()
    give(app, grey(90))
    assert app.toggle(key="mirrored").value, "said before there was a picture: of the first one"
    give(app, grey(140))
    assert not app.exception and not app.toggle(key="mirrored").value
    assert app.session_state["photo"][1].mirrored is False


def test_what_is_said_of_a_picture_stands_on_whichever_page_it_is_looked_at(home: Path) -> None:
    """Said to be mirrored on one page it was not on the next but one: left and right were exchanged without a word."""
    lens_store.save(WIDE)
    app = healthy(whole_app())
    app.toggle(key="mirrored").set_value(True)
    app.selectbox(key="photo_lens").set_value(WIDE.name).run()
    for page in ("taps", "photo", "taps", "taps", "photo"):
        turn_to(app, page)
        assert (app.toggle(key="mirrored").value, app.selectbox(key="photo_lens").value) == (True, WIDE.name)
    app.toggle(key="mirrored").set_value(False).run()
    assert not turn_to(app, "taps").toggle(key="mirrored").value


def test_what_was_said_of_one_picture_on_another_page_is_not_said_of_the_next() -> None:
    app = turn_to(give(healthy(whole_app()), grey(90)), "taps")
    say(app, "taps", "hand", "left")
    give(turn_to(app, "photo"), grey(140)).run()  # and looked at for a while
    assert said(turn_to(app, "taps"), "taps") == ("unsure", "unsure")


def test_a_lens_measured_anew_on_the_same_day_straightens_the_picture_in_hand_anew(home: Path, fixtures: Path) -> None:
    lens_store.save(WIDE)
    app = give(healthy(page_app("taps")), (fixtures / "rendered_back.jpg").read_bytes())
    app.selectbox(key="photo_lens").set_value("wide").run()
    before = app.session_state["photo"][1].rgb
    lens_store.save(replace(WIDE, bend=(-0.05, 0.0, 0.0, 0.0)))
    app.run()
    assert not app.exception and not np.array_equal(app.session_state["photo"][1].rgb, before)


def test_the_lens_that_stays_chosen_is_told_at_the_next_pictures_answer_and_can_be_left(
    home: Path, fixtures: Path
) -> None:
    """The choice is folded away there: of another camera's picture the points were moved without a word."""
    lens_store.save(WIDE)
    app, told = healthy(whole_app()), SAY("photo.lens_told", name="wide")
    app.selectbox(key="photo_lens").set_value("wide").run()
    for name in ("rendered_back", "rendered_back34"):
        give(app, (fixtures / f"{name}.jpg").read_bytes())
        assert told in [each.value for each in app.caption]
    press(app, SAY("photo.not_that_lens"))
    assert not app.exception and not app.error and not app.selectbox(key="photo_lens").value
    assert told not in [each.value for each in app.caption] and app.session_state[STRAIGHTENED] is None


@pytest.mark.parametrize("others", [(), ("tall",)])
@pytest.mark.parametrize(("page", "key"), [("taps", "photo_lens"), ("live", "live_lens")])
def test_a_lens_that_was_chosen_and_is_kept_no_more_is_told_until_another_is_chosen(
    page: str, key: str, others: tuple[str, ...], home: Path
) -> None:
    for name in ("wide", *others):
        lens_store.save(replace(WIDE, name=name))
    app = healthy(page_app(page))
    app.selectbox(key=key).set_value("wide").run()
    assert not app.error
    lens_store.delete("wide")  # in another tab
    told = wording()("fault.lens_gone", name="wide")
    for _ in range(2):
        app.run()
        assert not app.exception and [error.value for error in app.error] == [told]
    if others:
        app.selectbox(key=key).set_value("tall").run()
        assert not app.exception and not app.error


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_numbers_lie_on_the_picture_as_it_was_taken_and_name_its_lens(
    mirrored: bool, monkeypatch: pytest.MonkeyPatch, home: Path, fixtures: Path
) -> None:
    """They lay on the straight picture, which nobody has, and told of no lens; the command line's did not."""
    lens_store.save(WIDE)
    offered: list[Located] = []
    monkeypatch.setattr("ui.pages.photo.offer_downloads", lambda words, located, *_: offered.append(located))
    data = (fixtures / "rendered_back.jpg").read_bytes()
    app = give(healthy(page_app("photo")), data)
    app.toggle(key="mirrored").set_value(mirrored).run()
    app.selectbox(key="photo_lens").set_value("wide").run()
    assert not app.exception
    codes = routine("low_back").codes
    found, _ = locate_through(load_photo(data, mirrored=mirrored), None, None, None, lens=WIDE, codes=codes)
    told, wanted = to_json(offered[-1]), to_json(found)
    assert told["lens"] == "wide"
    for part in ("points", "landmarks", "people"):
        assert told[part] == wanted[part]
