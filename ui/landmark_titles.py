"""What a landmark is called on a page: as the tap, the mark or the joint that a person knows it by."""

from __future__ import annotations

from calibration.taps import prompt
from ui.wording import Wording


def title_of(words: Wording, name: str) -> str:
    """In the words that ask for the tap, where it is tapped; the name itself where no page speaks of it."""
    asked = prompt(name)
    tapped = words.get(f"tap_title.{name}", asked.title if asked is not None else "")
    return tapped or words.get(f"markers.{name}", "") or words.get(f"joint.{name}", name.replace("_", " "))
