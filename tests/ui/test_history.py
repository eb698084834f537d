"""The history file: nothing before yes, everything back, and a broken line costs no other."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from calibration import lens_store, store
from locator.atlas.load import load_atlas
from locator.routines import routines
from ui import history
from ui.components.literal import literal
from ui.history import Entry, Held
from ui.wording import wording

SESSION = Entry("2026-03-01T20:15:00", "low_back", 3, 6, (Held("BL23", "both", 60, 60), Held("GV3", "midline", 12, 30)))
SESSION_TOLD = asdict(SESSION)


HOLD = {"code": "BL23", "side": "left", "held_s": 1, "planned_s": 2}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "data" / "history.jsonl"
    monkeypatch.setattr(history, "history_file", lambda: own)
    return own


def test_all_that_is_kept_lies_in_one_folder(home: Path) -> None:
    kept = {store.folder(), lens_store.folder(), history.history_file()}
    assert len(kept) == 3 and {path.parent for path in kept} == {home}


def test_there_and_back(file: Path) -> None:
    history.agree(file)
    history.add(file, SESSION)
    history.add(file, SESSION)
    assert history.entries(file) == ((SESSION, SESSION), 0)


def test_nothing_is_there_before_somebody_agrees(file: Path) -> None:
    assert not history.agreed(file)
    assert history.entries(file) == ((), 0)
    assert not file.parent.exists()


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"at": "yesterday"}',
        '{"at": "2026-01-01", "routine": "x"}',
        '{"at": "2026-01-01", "routine": "x", "before": 1e999, "after": 3, "holds": []}',
        "\x00\x01",
        "[" * 100_000,
        *(
            json.dumps({"at": "2026-01-01", "routine": routine, "before": 1, "after": 2, "holds": [{**HOLD, **odd}]})
            for routine, odd in [
                ("=cmd|' /C calc'!A0", {}),
                ("low_back", {"code": "@SUM(1,2)"}),
                ("low_back", {"side": "+1"}),
                ("low_back", {"code": "BL23\n-1"}),
                ("low_back", {"code": "\ud800"}),
            ]
        ),
    ],
)
def test_a_broken_line_is_counted_and_left_alone(file: Path, broken: str) -> None:
    history.agree(file)
    history.add(file, SESSION)
    with file.open("a") as lines:
        lines.write(broken + "\n")
    history.add(file, SESSION)
    assert history.entries(file) == ((SESSION, SESSION), 1)
    assert broken in file.read_text()


@pytest.mark.parametrize("last", [json.dumps(SESSION_TOLD), json.dumps(SESSION_TOLD)[:40]], ids=["whole", "cut off"])
def test_a_last_line_without_its_end_costs_no_session(file: Path, last: str) -> None:
    """An editor leaves it so, and so does a power cut."""
    history.agree(file)
    history.add(file, SESSION)
    file.write_bytes(file.read_bytes() + last.encode())
    read, lost = history.entries(file)
    history.add(file, replace(SESSION, after=9))
    assert history.entries(file) == ((*read, replace(SESSION, after=9)), lost)
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if not line] == []


def test_a_mark_that_an_editor_put_before_the_first_line_costs_no_session(file: Path) -> None:
    history.agree(file)
    history.add(file, SESSION)
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert history.entries(file) == ((SESSION,), 0)


def test_every_point_and_every_routine_can_be_read_again(file: Path) -> None:
    history.agree(file)
    sides = ("left", "right", "both", "midline")
    held = tuple(Held(code, sides[n % len(sides)], 1, 2) for n, code in enumerate(load_atlas()))
    told = [replace(SESSION, routine=name, holds=held) for name in ("", *(each.name for each in routines()))]
    for entry in told:
        history.add(file, entry)
    assert history.entries(file) == (tuple(told), 0)


def test_erasing_takes_the_agreement_back(file: Path) -> None:
    history.agree(file)
    history.erase(file)
    assert not history.agreed(file)
    history.erase(file)  # twice is no fault


def test_the_table_to_take_away_has_a_line_for_every_hold() -> None:
    lines = history.as_csv([SESSION]).splitlines()
    assert lines[0].startswith("at,routine,before,after,code")
    assert lines[1:] == [
        "2026-03-01T20:15:00,low_back,3,6,BL23,both,60,60",
        "2026-03-01T20:15:00,low_back,3,6,GV3,midline,12,30",
    ]


def page() -> AppTest:
    return AppTest.from_string("from ui.pages.history import page\npage()", default_timeout=30).run()


def test_the_page_shows_what_is_kept_and_erases_it_when_asked_twice(file: Path) -> None:
    history.agree(file)
    history.add(file, SESSION)
    app = page()
    assert not app.exception
    assert any("Lower back" in each.value and "3 → 6" in each.value for each in app.markdown)
    assert not any(button.key == "erase" for button in app.button)
    app.toggle(key="erase_sure").set_value(True).run()
    app.button(key="erase").click().run()
    assert not file.exists()
    assert any("Nothing is kept" in each.value for each in app.markdown)


def test_a_history_that_cannot_be_read_or_erased_is_told_with_its_file(file: Path) -> None:
    """The page ended in "something went wrong on our side", and what was to be erased stayed."""
    file.mkdir(parents=True)  # what stands there is no file: it cannot be read as one, nor removed as one
    app = page()
    assert not app.exception
    assert [each.value for each in app.error] == [wording()("fault.file_unread", name=literal(file))]
    app.toggle(key="erase_sure").set_value(True).run()
    app.button(key="erase").click().run()
    assert not app.exception and file.exists()
    assert wording()("fault.file_stays", name=literal(file)) in [each.value for each in app.error]


@pytest.mark.parametrize("count", [1, 3])
def test_the_chart_shows_every_session_on_the_whole_scale_a_single_one_as_dots(file: Path, count: int) -> None:
    history.agree(file)
    for day in range(count):
        history.add(file, replace(SESSION, at=f"2026-01-0{day + 1}T10:00:00"))
    (chart,) = page().get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    assert spec["encoding"]["y"]["scale"]["domain"] == [history.WORST, history.BEST]
    assert spec["mark"]["point"], "a line through one session is no line"
    drawn = pa.ipc.open_stream(chart.proto.data.data).read_all().to_pydict()
    assert drawn[wording()("history.chart_value")] == [SESSION.before, SESSION.after] * count


def test_the_chart_and_its_numbers_say_nothing_in_another_language_than_the_page(file: Path) -> None:
    history.agree(file)
    history.add(file, SESSION)
    app = AppTest.from_string("from ui.pages.history import page\npage()", default_timeout=30)
    app.session_state["language"] = "es"
    (chart,) = app.run().get("vega_lite_chart")
    spec, say = json.loads(chart.proto.spec), wording("es")
    assert spec["description"] == say("history.chart") and spec["config"]["aria"] is False
    drawn = pa.ipc.open_stream(chart.proto.data.data).read_all().to_pydict()
    assert set(drawn) == {say(f"history.chart_{each}") for each in ("session", "when", "value")}
    assert {each["field"] for each in spec["encoding"].values()} == set(drawn)


def test_comfort_that_stayed_as_it_was_is_seen_before_and_after(file: Path) -> None:
    """The marks of one session lie on one another then: the one below must be the wider."""
    history.agree(file)
    history.add(file, replace(SESSION, after=SESSION.before))
    (chart,) = page().get("vega_lite_chart")
    below, above = json.loads(chart.proto.spec)["encoding"]["shape"]["scale"]["range"]
    assert above == "square"
    assert abs(float(below.removeprefix("M").split(",")[0])) > math.sqrt(2), "in halves of the square's side"


def test_after_a_session_nothing_is_written_until_the_button_is_pressed(file: Path) -> None:
    def script() -> None:
        from ui.components.afterwards import after_session
        from ui.state import say

        turns = [{"code": "BL23", "side": "both", "held_s": 60, "planned_s": 60}]
        after_session(say(), {"turns": turns, "routine": "low_back"}, 4)

    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception and not file.exists()
    app.slider(key="comfort_after").set_value(8).run()
    app.button(key="keep").click().run()
    (entry,), _ = history.entries(file)
    assert (entry.routine, entry.before, entry.after, entry.held_s) == ("low_back", 4, 8, 60)
    assert not any(button.key == "keep" for button in app.button), "it is kept once"
    history.erase(file)
    app.run().button(key="keep").click().run()
    assert len(history.entries(file)[0]) == 1, "an erased history keeps nothing, whatever was said before"


@pytest.mark.parametrize(
    ("address", "home"), [(None, True), ("127.0.0.1", True), ("192.168.1.20", False), ("fe80::1", False)]
)
def test_a_history_is_shown_only_at_the_machine_that_keeps_it(address: str | None, home: bool) -> None:
    assert history.at_home(address) is home
