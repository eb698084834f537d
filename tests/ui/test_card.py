"""The page to print."""

from __future__ import annotations

import base64
import re
import zlib
from datetime import date

import numpy as np
import pytest

from ui.card import (
    BRIEF_PT,
    CHINESE,
    GAP_PT,
    LEADING,
    SMALLEST_PT,
    Card,
    Entry,
    Layout,
    card_pdf,
    fonts,
    laid_out,
    plain,
    wrapped,
)

FIND = "Level with the waist, two fingers out. " * 3


def a_card(count: int) -> Card:
    entry = Entry("BL23", "Shènshū · Kidney Shu", "肾俞", "Hold for 60 seconds", FIND)
    return Card("Lower back", (entry,) * count, ("The ring…",), date(2026, 1, 2), "Acupoint locator")


def many(count: int) -> Card:
    """As many points as asked, each with all there is to say of it."""
    how, care = "Lean in slowly and hold without moving. " * 2, ("Take care: stop at a throbbing.",)
    entries = tuple(Entry(f"BL{n}", "Shènshū · Kidney Shu", "肾俞", "Hold.", FIND, how, care) for n in range(count))
    return Card("All", entries, ("The ring…", "Stop if it hurts."), date(2026, 1, 2), "Footer", "No room for {codes}.")


def on_the_page(card: Card, tall: float = 0.75) -> Layout:
    return laid_out(card, tall, 250.0, 700.0)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("count", [0, 1, 7, 40])
@pytest.mark.parametrize("shape", [(800, 600, 3), (300, 1200, 3), (2000, 200, 3)])
def test_it_is_one_page_however_much_is_on_it(count: int, shape: tuple[int, int, int]) -> None:
    pdf = card_pdf(a_card(count), np.full(shape, 128, np.uint8))
    assert pdf.startswith(b"%PDF")
    assert pages(pdf) == 1
    assert len(pdf) < 1_500_000


def unpacked(stream: bytes) -> bytes:
    """A stream's text; nothing for a font or a photograph, which are packed in other ways."""
    try:
        return zlib.decompress(base64.a85decode(b"<~" + stream.strip(), adobe=True))
    except (ValueError, zlib.error):
        return b""


def drawn(pdf: bytes) -> bytes:
    """What the page itself draws, with its escaped bytes written out."""
    text = b"".join(map(unpacked, re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)))
    return re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), text)


def test_the_chinese_name_is_written_in_a_chinese_face() -> None:
    pdf = card_pdf(a_card(1), np.zeros((40, 30, 3), np.uint8))
    assert CHINESE.encode() in pdf
    assert "肾俞".encode("utf-16-be") in drawn(pdf)


def test_without_the_wide_face_tone_marks_give_way_to_plain_letters() -> None:
    assert plain("Shènshū · 肾", "Helvetica") == "Shenshu · ?"


def test_wrapped_lines_stay_within_the_column_and_lose_no_word() -> None:
    from reportlab.pdfbase import pdfmetrics

    regular, _ = fonts()
    text = "one two three four five six seven eight nine ten " * 5
    lines = wrapped(text, regular, 10, 120)
    assert " ".join(lines).split() == text.split()
    assert all(pdfmetrics.stringWidth(line, regular, 10) <= 120 for line in lines)


@pytest.mark.parametrize("count", [1, 6, 12, 30, 66])
@pytest.mark.parametrize("tall", [0.5, 1.3, 3.0])
def test_every_point_is_on_the_page_or_named_as_left_out_in_letters_that_can_be_read(count: int, tall: float) -> None:
    layout = on_the_page(many(count), tall)
    words = " ".join(text for text, _, _ in (*layout.beside, *layout.below))
    told, _, unprinted = words.partition("No room for")
    begun = {f"BL{n}" for n in range(count) if f". BL{n} " in told}
    left_out = set(unprinted.rstrip(". ").replace(",", " ").split())
    assert begun | left_out == {f"BL{n}" for n in range(count)} and not begun & left_out
    assert told.count("stop at a throbbing") == len(begun)  # no point without what is to be minded there
    assert min(size for text, _, size in (*layout.beside, *layout.below) if text) >= BRIEF_PT


def test_a_routine_is_printed_whole_with_how_to_press_and_in_larger_letters() -> None:
    layout = on_the_page(many(6))
    words = " ".join(text for text, _, _ in (*layout.beside, *layout.below))
    assert words.count("Lean in slowly") == 12 and words.count("肾俞") == 6
    assert min(size for text, _, size in layout.beside if text) >= SMALLEST_PT


def test_no_point_is_torn_between_the_columns() -> None:
    layout = on_the_page(many(16))
    assert ". BL" in layout.beside[0][0]
    notes = [text for text, _, _ in layout.below if text][:2]
    assert notes == ["The ring…", "Stop if it hurts."]
    first_below = [text for text, _, _ in layout.below if text][2]
    assert ". BL" in first_below


def test_a_tall_picture_gives_way_to_long_notes_rather_than_cut_them() -> None:
    warning = "Keep off the injured or operated place and its surroundings until your doctor says it is healed. "
    notes = tuple(f"{n} {warning}" for n in range(14))
    layout = on_the_page(Card("All", many(40).entries, notes, date(2026, 1, 2), "Footer"), tall=3.0)
    words = " ".join(text for text, _, _ in layout.below)
    assert all(note.strip() in words for note in notes)
    lines_pt = sum(size_pt * LEADING for _, _, size_pt in layout.below)
    assert layout.picture_pt + GAP_PT + lines_pt <= 700.0, "and below the paper's rim they would be cut"
