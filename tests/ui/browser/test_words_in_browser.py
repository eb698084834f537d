"""A page in another language, as a person sees it and as a screen reader reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import Visit, faults_of

from locator.routines import routines
from ui.components.toolkit import THEIRS
from ui.wording import Wording, wording

pytestmark = pytest.mark.browser
SPANISH = wording("es")
SAID = """() => { const out = [], names = ['aria-label', 'title', 'placeholder', 'alt'];
  const walk = (root) => { for (const e of root.querySelectorAll('*')) {
    for (const name of names) if (e.getAttribute(name)) out.push(e.getAttribute(name));
    const seen = [...e.childNodes].filter((n) => n.nodeType === 3 && n.nodeValue.trim() && e.checkVisibility());
    out.push(...seen.map((n) => n.nodeValue.trim()));
    if (e.shadowRoot) walk(e.shadowRoot); } };
  walk(document.body); return out; }"""


def spanish(visit: Visit, path: str = "") -> Page:
    """A page in Spanish, after the cautions."""
    page = visit.go(path)
    page.get_by_role("radio", name="Español").click()
    page.get_by_role("button", name=SPANISH("cautions.red_none")).click()
    page.get_by_role("button", name=SPANISH("cautions.go")).click()
    page.get_by_text(SPANISH("request.routine")).wait_for()
    return page


def toolkits_own(page: Page) -> list[str]:
    """The toolkit's English words that still stand on the page."""
    patterns = [re.compile("(.+)".join(map(re.escape, theirs.split("{what}")))) for theirs in THEIRS]
    return [said for said in page.evaluate(SAID) if any(pattern.fullmatch(said) for pattern in patterns)]


def test_the_browser_is_told_the_language_of_the_page(visit: Visit) -> None:
    page = visit.go("safety")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("radio", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    visit.leave_for(SPANISH("nav.group_learn"), SPANISH("nav.points"))
    page.get_by_role("heading", name=SPANISH("points.title")).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("radio", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert visit.faults == []


@pytest.mark.parametrize(("tongue", "say"), [("es-MX", SPANISH), ("de-DE", wording())])
def test_a_browser_is_met_in_its_own_language_where_there_is_one(
    browser: Browser, address: str, tongue: str, say: Wording
) -> None:
    context = browser.new_context(locale=tongue)
    page = Visit(context.new_page(), address).go("safety")
    expect(page.locator("h1")).to_have_text(say("safety.title"))
    expect(page.get_by_role("radio", name=say("language.name"))).to_be_checked()
    page.get_by_role("radio", name="English").click()
    expect(page.locator("h1")).to_have_text(wording()("safety.title"))
    context.close()


def test_these_tests_meet_english_pages_on_any_machine(spanish_machine: Visit) -> None:
    expect(spanish_machine.go("safety").locator("h1")).to_have_text(wording()("safety.title"))


def test_no_english_word_of_the_toolkit_is_left_on_a_spanish_page(visit: Visit, fixtures: Path, tmp_path: Path) -> None:
    page = spanish(visit)
    letter = tmp_path / "carta.txt"
    letter.write_text("no es una foto", encoding="utf-8")
    visit.give(letter)
    page.get_by_text(SPANISH("toolkit.kind", what="text/plain")).wait_for()
    assert toolkits_own(page) == []
    visit.give(fixtures / "rendered_back.jpg")
    page.get_by_role("heading", name=SPANISH("photo.result")).wait_for()
    replaces = page.get_by_role("button", name=SPANISH("toolkit.replace"))
    shown = replaces.evaluate("e => [getComputedStyle(e, '::after').content, e.innerText]")
    assert shown == [f'"{SPANISH("toolkit.replace")}"', ""], "a plus says that it adds one"
    page.get_by_role("button", name=SPANISH("download.json")).wait_for()
    assert toolkits_own(page) == []
    assert faults_of(page) == []
    assert visit.outside() == [] and visit.faults == []


def test_why_a_file_is_left_aside_stands_beneath_its_name(newcomer: Visit, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("no photograph", encoding="utf-8")
    page = newcomer.healthy()
    newcomer.give(letter)
    why = page.get_by_role("alert").filter(has_text=wording()("toolkit.kind", what="text/plain"))
    why.wait_for()
    box, name = why.bounding_box(), page.get_by_text(letter.name, exact=True).bounding_box()
    assert box and name and box["height"] > 10 and box["y"] >= name["y"] + name["height"]


def test_an_address_that_leads_nowhere_is_told_in_our_words(visit: Visit) -> None:
    expect(visit.go("nowhere").get_by_role("dialog")).to_contain_text(wording()("toolkit.no_page_told"))


def test_a_bar_too_narrow_for_its_words_says_in_spanish_how_many_are_left(visit: Visit) -> None:
    page = spanish(visit)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.add_style_tag(content="html { font-size: 36px !important }")
    page.get_by_text(re.compile(r"^\d " + SPANISH("toolkit.bar_more", what="").strip() + "$")).first.wait_for()


def test_a_box_that_is_opened_later_speaks_the_language_too_and_goes_back_to_english(visit: Visit) -> None:
    page = spanish(visit)
    for kind, told in (("stSelectbox", SPANISH("toolkit.nothing")), ("stMultiSelect", "Buscar: zzzz")):
        box = page.get_by_test_id(kind).locator("input").first
        box.click()
        if kind == "stSelectbox":
            page.get_by_text(SPANISH("toolkit.offered", what=str(len(routines())))).wait_for(state="attached")
        box.press_sequentially("zzzz")
        page.get_by_text(told).wait_for()
        assert toolkits_own(page) == []
        page.keyboard.press("Escape")
        page.get_by_text(SPANISH("request.by_points"), exact=True).click()
    box.press_sequentially("BL23")
    page.get_by_text(SPANISH("toolkit.look_for", what="BL23")).wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=SPANISH("toolkit.chip", what="").strip()).wait_for()
    page.get_by_role("combobox", name=SPANISH("toolkit.selected", what="BL")).wait_for()
    assert toolkits_own(page) == []
    page.get_by_role("radio", name="English").click()
    page.get_by_role("button", name=wording()("photo.file_button")).wait_for()
    expect(page.get_by_role("button", name=SPANISH("photo.file_button"))).to_have_count(0)
    assert not [said for said in page.evaluate(SAID) if said == SPANISH("toolkit.open")]


def test_a_code_typed_into_the_box_for_several_points_takes_that_point_alone(newcomer: Visit) -> None:
    page = newcomer.healthy()
    page.get_by_text(wording()("request.by_points"), exact=True).click()
    box = page.get_by_test_id("stMultiSelect")
    chips = box.locator('[data-baseweb="tag"]')

    def typed(text: str) -> None:
        box.locator("input").click()
        box.locator("input").press_sequentially(text)
        page.get_by_text(wording()("toolkit.look_for", what=text)).wait_for()
        page.keyboard.press("Enter")

    for taken, (text, name) in enumerate([("GV4", "Mingmen"), ("GV2", "Yaoshu"), ("UB 23", "Shenshu")], start=1):
        typed(text)
        expect(chips).to_have_count(taken)
        expect(chips.last).to_contain_text(name)
    typed("GV1")
    page.get_by_text("GV1", exact=False).and_(page.locator('[data-testid="stAlert"] *')).first.wait_for()
    expect(chips).to_have_count(3)


def test_signs_are_not_read_out_by_their_english_names(visit: Visit) -> None:
    page = spanish(visit)
    page.get_by_text(SPANISH("photo.about")).wait_for()
    assert "keyboard_arrow" not in page.locator("body").aria_snapshot()


def test_each_button_of_the_routines_is_heard_with_the_name_of_its_own(walker: Visit) -> None:
    page = walker.anew("routines")
    for where in ("photo", "live"):
        buttons = page.get_by_role("button", name=wording()(f"routines.{where}"))
        for each in routines():
            expect(buttons.and_(page.get_by_role("button", name=each.title))).to_have_count(1)


def test_the_scale_of_comfort_is_heard_by_its_name_once(walker: Visit) -> None:
    page = walker.healthy("live")
    expect(page.get_by_role("slider", name=wording()("history.before"), exact=True)).to_have_count(1)


def test_a_box_that_takes_one_picture_does_not_offer_to_add_another(newcomer: Visit, fixtures: Path) -> None:
    page = newcomer.healthy()
    newcomer.give(fixtures / "rendered_back.jpg")
    page.get_by_role("button", name=wording()("toolkit.replace"), exact=True).wait_for()
    expect(page.get_by_role("button", name=wording()("toolkit.add_files"), exact=True)).to_have_count(0)
