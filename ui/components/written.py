"""What is written on pictures and drawings, in the page's language."""

from __future__ import annotations

from locator.overlay.panels import Words
from ui.wording import Wording


def written(say: Wording) -> Words:
    """Letters of the sides, legend and small print."""
    return Words(**say.under("overlay"))
