"""A page that outlives its visit says that what was given on it is gone."""

from __future__ import annotations

from typing import Any

import pytest
from acted import acted
from running import press, shown
from streamlit.testing.v1 import AppTest

from ui.components.begun_anew import TOLD
from ui.wording import languages, wording


def met(*visits: str) -> Any:
    """How often the page tells, drawn in these visits one after another."""
    script = """
    let told = 0;
    for (const visit of visits) meet({ data: { visit }, setTriggerValue: () => { told += 1; } });
    return told;"""
    return acted("components/js/begun_anew.js", script, visits=visits)


def test_a_page_tells_where_its_visit_has_given_way_to_another_and_not_before() -> None:
    assert met("one", "one", "one") == 0
    assert met("one", "one", "two", "two") == 1
    assert met("one", "two", "three") == 2


@pytest.mark.parametrize("tongue", languages())
def test_it_is_told_above_the_page_until_it_was_read(tongue: str) -> None:
    def script() -> None:
        from ui.components.begun_anew import tell_if_begun_anew
        from ui.state import say

        tell_if_begun_anew(say())

    words = wording(tongue)
    app = AppTest.from_function(script)
    app.session_state["language"] = tongue
    assert words("visit.anew") not in shown(app.run())
    app.session_state[TOLD] = True
    assert words("visit.anew") in shown(app.run()) and words("visit.anew") in shown(app.run())
    assert words("visit.anew") not in shown(press(app, words("visit.read")))
