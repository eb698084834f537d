"""What is counted is told of one thing as of one: no "1 points", in no language."""

from __future__ import annotations

import re

import pytest
from acted import acted
from mounted import BROWSER

from ui.wording import languages, wording

COUNTED = re.compile(r"\{count\} (?!of\b|de\b)\w")
# Never told of one, or none of its words is: several people, the points of the atlas, all of them, tries that hit.
MORE_THAN_ONE = {
    "people.ask", "check.whom", "learn.whom", "taps.whom", "points.not_here", "points.all_at_once", "learn.score"
}  # fmt: skip


@pytest.mark.parametrize("language", list(languages()))
def test_every_sentence_that_counts_things_has_one_for_a_single_thing(language: str) -> None:
    say = wording(language)
    counting = [key for key, text in say.sentences.items() if COUNTED.search(text) and not key.endswith("_one")]
    assert set(counting) > MORE_THAN_ONE
    for key in sorted(set(counting) - MORE_THAN_ONE):
        values = dict.fromkeys(re.findall(r"\{(\w+)\}", say.sentences[key]), "7")
        many, *ones = (say(key, **{**values, "count": count}) for count in (7, 1, "1"))
        assert set(ones) == {say(f"{key}_one", **{**values, "count": 1})}
        assert ones[0].replace("1", "7") != many


@pytest.mark.parametrize("language", list(languages()))
@pytest.mark.parametrize("count", [1, 2])
def test_the_live_view_counts_its_points_so(language: str, count: int) -> None:
    live, told = wording(language), "const told = []; "
    script = """const view = new LiveView(root);
      Object.assign(view, { say: live, landmarks: {}, status: { soon: (text) => told.push(text), now() {} } });
      Object.assign(view, { overlay: any(), outline: any(), checks: any() });
      view.conductor.sees = () => {};
      view.socket.onAnswer({ status: "located", scene: { marks: Array(count).fill({}) } }, performance.now());
      return told;"""
    said = acted("live/js/live.js", BROWSER + told + script, fault=[None], live=live.under("live"), count=count)
    assert said == [live("live.found", count=count)]
