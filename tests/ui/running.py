"""Pages run without a browser, and what a person does on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import ui
from locator.placement import Located, Refusal
from ui.components import menu
from ui.wording import wording

Find = Callable[..., Located]
SAY = wording()
PATIENCE_S = 60
HOME = Path(ui.__file__).parent / "pages" / "home.py"


def photo_app() -> AppTest:
    def script() -> None:
        from ui.pages.photo import page

        page()

    return AppTest.from_function(script, default_timeout=PATIENCE_S).run()


def page_app(name: str) -> AppTest:
    return AppTest.from_string(f"from ui.pages.{name} import page\npage()", default_timeout=PATIENCE_S).run()


def whole_app() -> AppTest:
    """All pages with the bar that leads to them; the photo page stands first."""
    return AppTest.from_file(HOME, default_timeout=PATIENCE_S).run()


def turn_to(app: AppTest, page: str) -> AppTest:
    """Another page of the whole app: its links cannot be pressed without a browser."""
    app._page_hash = calc_hash("" if page == menu.FIRST else page)
    return app.run()


def telling(name: str, told: list[Any]) -> Callable[[dict[str, Any]], None]:
    """A view that tells each of these by the courier under this name, as a browser's does: then the page runs again."""
    import streamlit as st

    def mounted(data: dict[str, Any]) -> None:
        if told:
            st.session_state[f"told_{name}"](told.pop(0))
            st.rerun()

    return mounted


def showing(where: Callable[[dict[str, Any]], Any]) -> Callable[..., None]:
    """In place of what a hand shows something on: keeps what `where` gives, once; then the page runs again.

    `where` is given what is mounted, and gives None while nothing is shown.
    """
    import streamlit as st

    kept: list[Any] = []

    def mounted(data: dict[str, Any], *how: Any) -> None:
        shown = where(data)
        if shown is not None and (data["key"], shown) not in kept:
            kept.append((data["key"], shown))
            how[-1](shown)
            st.rerun()

    return mounted


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def healthy(app: AppTest) -> AppTest:
    press(app, SAY("cautions.red_none"))
    return press(app, SAY("cautions.go"))


def shown(app: AppTest) -> str:
    """All words on the page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "html")
    return "\n".join(str(getattr(each, "value", "") or each.proto.body) for kind in kinds for each in app.get(kind))


def upload(app: AppTest, file: Path) -> AppTest:
    kind = "image/jpeg" if file.suffix == ".jpg" else "application/octet-stream"
    return app.file_uploader[0].set_value((file.name, file.read_bytes(), kind)).run()


# The choice by which a page that also does without is given a picture of the person's own.
OWN_PICTURE = {"check": ("check_mode", "photo"), "learn": ("learn_kind", "own")}


def given_to(page: str, picture: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page with this picture on it; nobody shows a place on it."""
    for each in OWN_PICTURE:
        monkeypatch.setattr(f"ui.pages.{each}.spot", lambda data, key, keep: None)
    app = healthy(page_app(page))
    if page in OWN_PICTURE:
        choice, answer = OWN_PICTURE[page]
        app.button_group(key=choice).set_value(answer).run()
    upload(app, picture)
    assert not app.exception
    return app


def two_people(fixtures: Path, file: Path) -> Path:
    """The same back twice, the second a little smaller: the first is meant until the other is chosen."""
    one = Image.open(fixtures / "rendered_back.jpg")
    both = Image.new("RGB", (2 * one.width, one.height))
    both.paste(one, (0, 0))
    both.paste(one.resize((one.width * 9 // 10, one.height * 9 // 10)), (one.width, one.height // 10))
    both.save(file, quality=92)
    return file


def heights_by_person(app: AppTest, slot: str, kept: str) -> list[float]:
    """Where BL25 is placed, px down the picture, for nobody known and for "anna", who is chosen in `slot`."""
    rows = []
    for name in ("", "anna"):
        app.selectbox(key=slot).set_value(name).run()
        assert not app.exception
        spots = app.session_state[kept][1][0].placements
        rows.append(next(float(p.xy_px[1]) for p in spots if p.code == "BL25"))
    return rows


def refusing(*refusals: Refusal) -> Find:
    return lambda photo: Located(photo, photo.size_px, "unknown", refusals=refusals)
