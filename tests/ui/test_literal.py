"""Words that are not ours are shown as they stand: no file's name has the browser fetch anything."""

from __future__ import annotations

import re

import pytest
from running import healthy, page_app
from streamlit.testing.v1 import AppTest
from test_picture_in_hand import grey

from ui.components.literal import literal
from ui.components.picture import Given

PICTURE = "![x](https:&#47;&#47;evil.example&#47;beacon.png)"  # no slash: a file may be called so
MARK_UP = re.compile(r"(?<!\\)!?\[|(?<!\\)[<&]")  # begins a picture, a link, HTML or a sign by number


def without_escapes(text: str) -> str:
    r"""As CommonMark reads it: \ before a sign is that sign."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


@pytest.mark.parametrize("words", [PICTURE, "my_photo (1).jpg", r"a\[b](c)", "<img src=//evil.example>", ":red[x] $y$"])
def test_words_are_shown_as_they_stand(words: str) -> None:
    assert without_escapes(literal(words)) == words
    assert not MARK_UP.search(literal(words).replace(r"\\", ""))


def test_words_of_several_lines_become_no_heading() -> None:
    assert literal("a\n\n# b") == r"a \# b"


def shown(app: AppTest) -> list[str]:
    """All that stands on the page and may come from a file."""
    kinds = (app.error, app.warning, app.info, app.markdown, app.success, app.caption)
    return [each.value for kind in kinds for each in kind]


@pytest.mark.parametrize("data", [b"no picture at all", grey(90)])
def test_a_picture_s_name_is_no_picture_on_the_page(data: bytes) -> None:
    app = page_app("photo")
    app.session_state["picture_in_hand"] = Given(data, f"{PICTURE}.jpg")  # as another page leaves it
    told = [each for each in shown(healthy(app)) if "beacon" in each]
    assert told and not [each for each in told if MARK_UP.search(each)]


def test_a_profile_s_file_name_is_no_picture_either() -> None:
    app = healthy(page_app("taps"))
    app.file_uploader(key="profile_file").set_value((f"{PICTURE}.json", b"{}", "application/json")).run()
    told = [each for each in shown(app) if "beacon" in each]
    assert told and not [each for each in told if MARK_UP.search(each)]
