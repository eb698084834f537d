"""No page and no component of ours holds words of its own: all that can be seen or heard stands in the table.

Looked for in the markup (text, and attributes that are read out), in what the scripts write to a page, and in what the
pages hand to the toolkit.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import ui

FOLDER = Path(ui.__file__).parent
MARKUP = sorted(FOLDER.rglob("*.html"))
SCRIPTS = sorted(FOLDER.rglob("*.js"))
PAGES = sorted([*(FOLDER / "pages").glob("*.py"), *(FOLDER / "components").rglob("*.py")])
LETTERS = re.compile(r"[^\W\d_]{2}")

READ_OUT = ("aria-label", "aria-valuetext", "aria-description", "aria-roledescription", "title", "alt", "placeholder")
WRITTEN = re.compile(
    r"(?:\.(?:textContent|innerText|innerHTML|outerHTML|nodeValue|title|alt|placeholder|ariaLabel)\s*=(?!=)"
    rf"|setAttribute\(\s*[\"'`](?:{'|'.join(READ_OUT)})[\"'`]\s*,"
    r"|new Option\(|(?:fill|stroke)Text\(|createTextNode\(|\.append\(\s*(?=[\"'`])|insertAdjacentHTML\()([^;]*);"
)
KEYS = re.compile(r"\[[^\[\]]*\]|\.replace(?:All)?\(\s*[\"'][^\"']*[\"']|[!=]==\s*[\"'][^\"']*[\"']")
LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`")
FILLED = re.compile(r"\$\{[^{}]*\}")

# What of the toolkit writes its first words on the page; `html` takes markup, and is looked at as markup.
TOLD = {
    "title", "header", "subheader", "markdown", "caption", "text", "write", "info", "warning", "error", "success",
    "toast", "button", "download_button", "form_submit_button", "link_button", "page_link", "checkbox", "toggle",
    "radio", "selectbox", "multiselect", "slider", "text_input", "number_input", "text_area", "file_uploader",
    "camera_input", "segmented_control", "pills", "expander", "popover", "spinner", "tabs", "metric",
}  # fmt: skip
TOLD_BY_NAME = {"help", "placeholder", "caption", "label"}


class Words(HTMLParser):
    """What a markup says by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in READ_OUT and value and LETTERS.search(value)]

    def handle_data(self, data: str) -> None:
        if LETTERS.search(data):
            self.found.append(data.strip())


def words_of_markup(text: str) -> list[str]:
    reader = Words()
    reader.feed(text)
    return reader.found


def words_of_script(text: str) -> list[str]:
    found = []
    for written in WRITTEN.findall(text):
        for literals in LITERAL.findall(KEYS.sub("", FILLED.sub("", written))):
            found += [literal for literal in literals if LETTERS.search(literal)]
    return found


def literal_parts(node: ast.expr) -> Iterator[str]:
    """What of an expression is written out: a text, the fixed parts of one with gaps, either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from literal_parts(part)
    elif isinstance(node, ast.BinOp):
        yield from literal_parts(node.left)
        yield from literal_parts(node.right)
    elif isinstance(node, ast.IfExp):
        yield from literal_parts(node.body)
        yield from literal_parts(node.orelse)


def words_of_page(text: str) -> list[str]:
    found = []
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "bundle":  # names files, says nothing
            continue
        told = [value.value for value in call.keywords if value.arg in TOLD_BY_NAME]
        if call.func.attr in TOLD:
            told += call.args[:1]
            found += [part for each in told for part in literal_parts(each) if LETTERS.search(part)]
        elif call.func.attr == "html" and call.args:
            whole = "".join(literal_parts(call.args[0]))
            found += words_of_markup(re.sub(r"<style>.*", "", whole, flags=re.DOTALL))
    return found


@pytest.mark.parametrize("file", MARKUP, ids=lambda file: file.name)
def test_markup_holds_no_words(file: Path) -> None:
    assert words_of_markup(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_scripts_write_no_words_of_their_own(file: Path) -> None:
    assert words_of_script(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", PAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_pages_hand_over_no_words_of_their_own(file: Path) -> None:
    assert words_of_page(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (words_of_markup, '<img alt="A back">'),
        (words_of_markup, "<p>Press here</p>"),
        (words_of_script, 'button.setAttribute("aria-label", "Undo");'),
        (words_of_script, "title.textContent = known ? say.known : `Point ${number}`;"),
        (words_of_script, 'camera.replaceChildren(new Option("Any", ""));'),
        (words_of_page, 'st.button("Press me")'),
        (words_of_page, 'left.selectbox(words("a.b"), names, help="Choose one")'),
        (words_of_page, 'st.html(f\'<img src="{x}" alt="A back">\')'),
    ],
)
def test_a_word_that_is_written_out_is_found(look: object, text: str) -> None:
    assert callable(look) and len(look(text)) == 1
