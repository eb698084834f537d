"""Points chosen by typing what stands in an article."""

from __future__ import annotations

import pytest
from running import PATIENCE_S, SAY, shown
from streamlit.testing.v1 import AppTest

from locator.atlas.load import load_atlas
from ui.components.points_box import MOST_TAKEN, read_texts
from ui.sought import missed
from ui.wording import wording

LABELS = {point.code: point.pinyin for point in load_atlas().standard}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("bl 23", ["BL23"]),
        ("UB-23", ["BL23"]),
        ("腎俞", ["BL23"]),
        ("BL23, BL52", ["BL23", "BL52"]),
        ("1.5 cun beside L2", ["BL23"]),
        ("B54", ["BL54", "BL40"]),
    ],
)
def test_what_is_typed_as_in_an_article_becomes_its_points(typed: str, codes: list[str]) -> None:
    assert read_texts(SAY, ["GV4", typed], LABELS) == (["GV4", *codes], ())


def test_a_complaint_becomes_the_points_of_its_routine_too() -> None:
    taken, unread = read_texts(SAY, ["sciatica"], LABELS)
    assert {"GB30", "BL40", "BL57"} <= set(taken) and unread == ()
    assert read_texts(wording("es"), ["ciática"], LABELS)[0]


def test_the_letters_of_spanish_books_mean_their_own_channels_on_a_spanish_page() -> None:
    """IG is the small intestine in French: a Spanish reader who asked for Quchi was shown a point of the shoulder."""
    spanish = wording("es")
    for typed, code in {"ID3": "SI3", "id 3": "SI3", "IG4": "LI4", "V23": "BL23", "VB-30": "GB30"}.items():
        assert read_texts(spanish, [typed], LABELS) == ([code], ())
    assert read_texts(spanish, ["IG11"], LABELS)[0] == [] and missed(spanish, "IG11")[0].code == "LI11"
    assert read_texts(SAY, ["IG11"], LABELS)[0] == ["SI11"]


def test_what_may_mean_very_many_points_takes_none() -> None:
    taken, ((text, many),) = read_texts(SAY, ["back"], LABELS)
    assert taken == [] and text == "back" and len(many) > MOST_TAKEN


def test_what_is_typed_into_the_box_stands_there_as_points_or_is_told() -> None:
    def script() -> None:
        from locator.atlas.load import load_atlas
        from ui.components.points_box import points_box
        from ui.wording import wording

        points_box(wording(), {point.code: point.pinyin for point in load_atlas().standard}, key="codes")

    app = AppTest.from_function(script, default_timeout=PATIENCE_S).run()
    app.multiselect[0].set_value(["bl 23", "LU7", "qqqq", "back"]).run()
    assert not app.exception and app.session_state["codes"] == ["BL23"]
    told = shown(app)
    assert SAY("points.not_here", code="LU7", count=len(load_atlas().standard)) in told
    assert f"qqqq: {SAY('points.none')}" in told and "back: this may mean" in told
    app.multiselect[0].set_value(["BL23", "GV4"]).run()
    assert app.session_state["codes"] == ["BL23", "GV4"] and "qqqq" not in shown(app)


def test_an_enter_too_many_does_not_take_every_point_there_is() -> None:
    """The toolkit puts all of them first in the list: "bl 23", Enter, Enter chose eighty points."""

    def script() -> None:
        from locator.atlas.load import load_atlas
        from ui.components.points_box import points_box
        from ui.wording import wording

        points_box(wording(), {point.code: point.pinyin for point in load_atlas().standard}, key="codes")

    app = AppTest.from_function(script, default_timeout=PATIENCE_S).run()
    told = SAY("points.all_at_once", count=len(LABELS))
    for before in ([], ["BL23"]):
        app.multiselect[0].set_value(before).run()
        app.multiselect[0].set_value([*before, *(code for code in LABELS if code not in before)]).run()
        assert not app.exception and app.session_state["codes"] == before
        assert told in shown(app)
    nearly = list(LABELS)[3:]
    for codes in (nearly[:40], nearly, list(LABELS)):  # chosen by and by, as many as wanted
        app.multiselect[0].set_value(codes).run()
        assert app.session_state["codes"] == codes and told not in shown(app)


def test_one_point_is_chosen_by_typing_and_stays_where_the_text_means_none_or_several() -> None:
    def script() -> None:
        import streamlit as st

        from locator.atlas.load import load_atlas
        from ui.components.points_box import point_box
        from ui.wording import wording

        if typed := st.session_state.pop("typed", None):
            st.session_state["code"] = typed  # as the browser hands it over
        labels = {point.code: point.pinyin for point in load_atlas().standard}
        point_box(wording(), "Which?", labels, key="code", first="BL23")

    app = AppTest.from_function(script, default_timeout=PATIENCE_S).run()
    assert app.session_state["code"] == "BL23"
    assert app.selectbox[0].placeholder == SAY("request.points_hint"), "the toolkit's own would be English on any page"
    for typed, code, told in (
        ("ub-40", "BL40", ""),
        ("B54", "BL40", SAY("points.too_many", text="B54", codes="BL54, BL40")),
        ("LU7", "BL40", SAY("points.not_here", code="LU7", count=len(load_atlas().standard))),
        ("qqqq", "BL40", SAY("points.none")),
        ("gv4", "GV4", ""),
    ):
        app.session_state["typed"] = typed
        app.run()
        assert not app.exception and app.session_state["code"] == code
        assert told in shown(app) and bool(told) == bool(shown(app).strip())
