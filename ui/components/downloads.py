"""What a person may take away: the picture, the numbers, and one page for the wall."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import PurePath

import streamlit as st
from PIL import Image

from locator.detect.base import Rgb
from locator.placement import Located
from locator.report import to_json
from ui.card import Card, card_pdf
from ui.wording import Wording


def png(rgb: Rgb) -> bytes:
    """The picture alone: nothing of the original file's metadata is written."""
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "PNG", compress_level=3)
    return out.getvalue()


Draw = Callable[[], Rgb]  # gives a picture


def offer_downloads(say: Wording, located: Located, rgb: Rgb, card: Card, on_paper: Draw) -> None:
    """Three buttons; each file is made when its button is pressed, not at every rerun.

    `rgb` is the picture as it is shown, `on_paper` draws the one for the page.
    """
    with st.container(horizontal=True):
        _buttons(say, located, rgb, card, on_paper)


def _buttons(say: Wording, located: Located, rgb: Rgb, card: Card, on_paper: Draw) -> None:
    photo = located.photo
    name = photo.name if photo and photo.name else "photo"
    stem = PurePath(name).stem
    st.download_button(
        say("download.picture"),
        lambda: png(rgb),
        f"{stem}.annotated.png",
        "image/png",
        on_click="ignore",
    )
    st.download_button(
        say("download.card"),
        lambda: card_pdf(card, on_paper()),
        f"{stem}.card.pdf",
        "application/pdf",
        on_click="ignore",
    )
    st.download_button(
        say("download.json"),
        lambda: json.dumps(to_json(located, file=name), ensure_ascii=False, indent=2).encode(),
        f"{stem}.json",
        "application/json",
        on_click="ignore",
    )
