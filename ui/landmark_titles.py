"""What a landmark is called on a page: as the tap, the mark or the joint that a person knows it by."""

from __future__ import annotations

from calibration.markers import LANDMARK_OF
from calibration.taps import PROMPTS, prompt
from ui.wording import Wording


def title_of(words: Wording, name: str) -> str:
    """In the words that ask for the tap, where it is tapped; the name itself where no page speaks of it."""
    asked = prompt(name)
    tapped = words.get(f"tap_title.{name}", asked.title if asked is not None else "")
    return tapped or words.get(f"markers.{name}", "") or words.get(f"joint.{name}", name.replace("_", " "))


def known_better(words: Wording) -> dict[str, str]:
    """Of all that may be known better of a filmed body, tapped or worn: name -> what it is called."""
    return {name: title_of(words, name) for name in (*(each.name for each in PROMPTS), *LANDMARK_OF.values())}
