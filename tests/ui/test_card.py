"""The page to print."""

from __future__ import annotations

import base64
import re
import zlib
from datetime import date

import numpy as np
import pytest

from ui.card import CHINESE, Card, Entry, card_pdf, fonts, plain, wrapped


def a_card(count: int) -> Card:
    find = "Level with the waist, two fingers out. " * 3
    entry = Entry("BL23", "Shènshū · Kidney Shu", "肾俞", "Hold for 60 seconds", find)
    return Card("Lower back", (entry,) * count, ("The ring…",), date(2026, 1, 2), "Acupoint locator")


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
