"""How a session of pressing went, point by point; saved only where the person saves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from locator.check import FINGER_CUN
from ui.wording import Wording


def show_summary(words: Wording, record: Mapping[str, Any], finger_cun: float = FINGER_CUN) -> None:
    """Time on the spot and average distance for every point, counted in fingers of this width; and a file of it."""
    turns = list(record["turns"])
    st.header(words("check.done"))
    lines = [
        words(
            "check.done_line",
            code=turn["code"],
            side=words(f"session.side_{turn['side']}").lower(),
            on=f"{float(turn['on_s']):.0f}",
            planned=f"{float(turn['planned_s']):.0f}",
            fingers=in_fingers(words, float(turn["mean_cun"]), finger_cun),
        )
        for turn in turns
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    on_s, aimed_s = (sum(float(turn[key]) for turn in turns) for key in ("on_s", "aimed_s"))
    st.markdown(f"**{words('check.done_total', on=f'{on_s:.0f}', aimed=f'{aimed_s:.0f}')}**")
    st.download_button(words("check.save"), as_csv(turns), "presses.csv", "text/csv", key="check_save")


def as_csv(turns: list[Mapping[str, Any]]) -> str:
    """One line a point, for a spreadsheet."""
    names = ("code", "side", "on_s", "aimed_s", "planned_s", "mean_cun")
    rows = [",".join(str(turn[name]) for name in names) for turn in turns]
    return "\n".join([",".join(names), *rows]) + "\n"


def in_fingers(words: Wording, cun: float, finger_cun: float = FINGER_CUN) -> str:
    """A distance in fingers' breadths, one decimal."""
    return words.number(cun / finger_cun, ".1f")
