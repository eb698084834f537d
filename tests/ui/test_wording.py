"""Every sentence is in the table, every language fills the same gaps, and the table holds nothing that is not said."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

import calibration
import locator
import ui
from calibration.strayed import JOINTS as MOVABLE
from calibration.taps import PROMPTS
from locator.atlas.load import load_atlas
from locator.overlay.letters import plain
from locator.overlay.panels import Words
from locator.placement import REGIONS
from locator.routines import routines, technique
from locator.safety import load_safety
from ui.landmark_titles import title_of
from ui.live import bundle
from ui.state import say
from ui.wording import ENGLISH, languages, wording

SOURCES = [file for folder in Path(ui.__file__).parents[:1] for file in folder.rglob("*.py")]
CALLED = re.compile(r'(?:(?:say|words|wording\(\))\(|one_of\(\s*\w+,)\s*f?"([a-z_.{}\' +]+)"')


# A reason as it stands where something is refused, in letters or by the name of a constant.
REASON = re.compile(r'(?:Refusal|FrameFailure|Unclear)\(\s*"(\w+)"|"(\w+)" if missing else "(\w+)"')
REASON_BY_NAME = re.compile(r"(?:Refusal|FrameFailure|Unclear)\(\s*([A-Z_]+),")
CONSTANT = re.compile(r'^([A-Z_]+) = "(\w+)"', re.MULTILINE)


def reasons() -> set[str]:
    """Every reason for which the locator refuses, with and without the part of the body."""
    return GENERAL_REASONS | {f"{reason}_{region}" for reason in GENERAL_REASONS for region in REGIONS}


LOCATOR = "\n".join(file.read_text("utf-8") for file in Path(locator.__file__).parent.rglob("*.py"))
CONSTANTS = dict(CONSTANT.findall(LOCATOR))
GENERAL_REASONS = {
    *(name for names in REASON.findall(LOCATOR) for name in names if name),
    *(CONSTANTS[name] for name in REASON_BY_NAME.findall(LOCATOR)),
}


FROM_DATA = {
    "refusal": reasons(),
    "overlay": {field.name for field in dataclasses.fields(Words)},
    "tap_title": {prompt.name for prompt in PROMPTS},
    "tap_say": {prompt.name for prompt in PROMPTS},
    "find": set(load_atlas()),
    "technique": set(load_atlas()),
    "tool": set(load_atlas()),
    "routine": {each.name for each in routines()},
    "routine_for": {each.name for each in routines()},
    "red_flag": {flag.id for flag in load_safety().red_flags},
    "red_flag_advice": {flag.id for flag in load_safety().red_flags},
    "caution": {caution.id for caution in load_safety().cautions},
}


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_key_that_a_page_asks_for_has_a_sentence() -> None:
    english = wording()
    asked = {key for file in SOURCES for key in CALLED.findall(file.read_text(encoding="utf-8"))}
    assert len(asked) > 60, "the pattern no longer finds the calls"
    for key in sorted(asked):
        stem = key.split("{")[0]
        if "{" in key:
            assert any(known.startswith(stem) for known in english.sentences), key
        else:
            assert key in english.sentences, key


def test_no_sentence_is_kept_that_nothing_asks_for() -> None:
    """By its name, as it stands in a source or as it is put together there: f"by_{way}", `way_${way}`, a choice's."""
    text = "\n".join(
        file.read_text(encoding="utf-8")
        for package in (ui, calibration, locator)
        for ending in ("py", "js", "html")
        for file in Path(package.__file__ or "").parent.rglob(f"*.{ending}")
    )
    named = set(re.findall(r"\w+", text))
    put_together = re.findall(r'f"([\w.]*\{[^"\s]*)"|`([\w.]*\$\{[^`\s]*)`|one_of\(\s*\w+, "([\w.]+)"', text)
    texts = [python or script or f"{choice}_{{}}" for python, script, choice in put_together]
    ways = [r"\w+".join(map(re.escape, re.split(r"\$?\{.*?\}", each))) for each in texts]
    told = re.compile("|".join(way for way in ways if len(way.replace(r"\w+", "")) > 2))
    for key in wording().sentences:
        whole = key.removesuffix("_one")
        _, _, name = whole.partition(".")
        assert name in named or told.fullmatch(whole) or told.fullmatch(name), key


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_a_second_language_knows_no_key_that_english_lacks_and_fills_the_same_gaps(language: str) -> None:
    english, other = wording(), wording(language)
    for key, sentence in other.sentences.items():
        table, _, name = key.partition(".")
        if table in FROM_DATA:  # English has these in its data
            assert name in FROM_DATA[table], key
            continue
        assert key in english.sentences, key
        assert gaps(sentence) == gaps(english(key)), key


def test_the_live_view_is_given_every_sentence_it_asks_for() -> None:
    folder = Path(ui.__file__).parent / "live"
    text = "\n".join([*(file.read_text(encoding="utf-8") for file in folder.glob("js/*.js")), bundle.text("live.html")])
    live, session = wording().under("live"), wording().under("session")
    for key in re.findall(r'data-say="(\w+)"|this\.say\.(\w+)', text):
        assert "".join(key) in live, key
    for key in re.findall(r'data-session="(\w+)"|words\.(\w+)\b(?!\[)|#say\("(\w+)"', text):
        assert "".join(key) in session, key


def test_a_language_writes_its_numbers_its_own_way() -> None:
    assert wording("en").number(0.64, ".1f") == "0.6" and wording("es").number(0.64, ".1f") == "0,6"
    assert [wording(language).number(30.0) for language in languages()] == ["30"] * len(languages())


def test_sentences_hold_no_promise_of_a_cure() -> None:
    for key, sentence in wording().sentences.items():
        assert not re.search(r"\b(cures?|heals|treats)\b", sentence.lower()) or "promises a cure" in sentence, key


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_a_second_language_leaves_no_sentence_of_the_pages_in_english(language: str) -> None:
    english, other = wording(), wording(language)
    same = {key for key, sentence in english.sentences.items() if other.sentences[key] == sentence}
    assert same == set()
    for flag in load_safety().red_flags:  # what may save a life is never left untranslated
        assert f"red_flag.{flag.id}" in other.sentences and f"red_flag_advice.{flag.id}" in other.sentences
    for caution in load_safety().cautions:
        assert f"caution.{caution.id}" in other.sentences


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_every_point_is_explained_in_a_second_language(language: str) -> None:
    say = wording(language)
    atlas = load_atlas()
    lines = {line for c in load_safety().cautions for line in (c.explanation, *(each.advice for each in c.effects))}
    for code in atlas:
        how, point = technique(code), atlas[code]
        lines |= {how.tool, how.feel, how.stop, point.traditional_use, point.rule, *filter(None, [point.note])}
        lines |= {point.english, point.part}
        lines |= {line for table, line in (("find", point.find), ("technique", how.technique))
                  if f"{table}.{code}" not in say.sentences}  # fmt: skip
    assert {line for line in lines if say.of(line) == line} == set()
    sources = {note.text for note in atlas.sources.values()}  # of these only what is more than a title
    assert set(say.data) - lines - sources == set(), "sentences that the data no longer has"


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_what_a_source_says_of_itself_is_said_in_a_second_language(language: str) -> None:
    say, sources = wording(language), load_atlas().sources
    ours = [note.text for note in sources.values() if "(patient info" in note.text or "No evidence" in note.text]
    for text in (sources["project"].text, *ours):
        assert say.of(text) != text


@pytest.mark.parametrize("language", languages())
def test_every_reason_to_refuse_has_a_sentence_in_a_second_language(language: str) -> None:
    say = wording(language)
    for reason in GENERAL_REASONS:
        assert language == ENGLISH or f"refusal.{reason}" in say.sentences, reason


@pytest.mark.parametrize("language", languages())
def test_a_joint_that_can_be_moved_has_a_name_of_its_own(language: str) -> None:
    names = [f"{side}_{joint}" for joint in MOVABLE for side in ("left", "right")]
    titles = [title_of(wording(language), name) for name in (*names, *(prompt.name for prompt in PROMPTS))]
    assert len(set(titles)) == len(titles)
    for name, title in zip(names, titles, strict=False):
        assert title != name.replace("_", " ")


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_every_reason_to_refuse_is_explained_in_a_second_language(language: str) -> None:
    other = wording(language).under("refusal")
    plain_reasons = {reason for reason in reasons() if not reason.endswith(REGIONS)}
    assert len(plain_reasons) > 12, "the pattern no longer finds them"
    assert plain_reasons - set(other) == set()


@pytest.mark.parametrize("language", [code for code in languages() if code != ENGLISH])
def test_what_is_written_on_a_picture_is_said_in_the_same_language(language: str) -> None:
    own = Words(**wording(language).under("overlay"))
    for field in dataclasses.fields(Words):
        said = getattr(own, field.name)
        assert said == plain(said), f"overlay.{field.name}: the face on pictures lacks some of these letters: {said}"
        assert gaps(said) == gaps(str(field.default)), field.name
        assert said != field.default, f"overlay.{field.name} is still English"


def test_the_language_is_chosen_for_the_visit() -> None:
    app = AppTest.from_file(str(Path(ui.__file__).parent / "pages" / "home.py"), default_timeout=60).run()
    assert not app.exception
    app.button_group(key="language").set_value("es").run()
    assert not app.exception
    assert app.title[0].value == wording("es")("photo.title")


def test_the_browsers_tab_tells_which_page_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them were called alike: of two tabs nobody knew which was which, nor who listens where a link had led."""
    called: list[str] = []
    monkeypatch.setattr(
        "streamlit.set_page_config", lambda page_title=None, **how: called.extend([page_title] if page_title else [])
    )
    app = AppTest.from_file(str(Path(ui.__file__).parent / "pages" / "home.py"), default_timeout=60).run()
    assert not app.exception and called == ["Photo · Acupoint locator"]


@pytest.mark.parametrize("language", languages())
def test_who_sits_at_another_machine_is_not_told_that_theirs_is_the_computer(language: str) -> None:
    """On a telephone it said that the picture never left it, and the picture had just been sent."""
    here, there = wording(language), wording(language, afar=True)
    mine = here("language.computer_here")
    assert all(mine in here(key) and mine not in there(key) for key in ("photo.intro", "live.intro", "check.intro"))
    told = [key for key, sentence in there.sentences.items() if mine in sentence]
    assert not [key for key in told if not key.startswith("language.")]
    assert all(here(key) == there(key) for key in here.sentences if mine not in here(key))


@pytest.mark.parametrize(("address", "afar"), [(None, False), ("127.0.0.1", False), ("192.168.1.20", True)])
def test_a_page_tells_what_is_true_where_its_visitor_sits(
    address: str | None, afar: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = SimpleNamespace(ip_address=address, locale="en-US", headers={})
    monkeypatch.setattr("ui.state.st", SimpleNamespace(session_state={}, context=asking))
    assert say()("photo.intro") == wording(ENGLISH, afar=afar)("photo.intro")


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("page", sorted({*wording().under("nav")} - {"group_learn", "group_you", "menu", "photo"}))
def test_a_page_is_headed_by_the_word_that_leads_to_it(language: str, page: str) -> None:
    """The page called Practise in the menu was headed "Learn the places".  The photo page greets who comes first."""
    say = wording(language)
    assert say(f"nav.{page}").split()[0].casefold() in say(f"{page}.title").casefold().split()
