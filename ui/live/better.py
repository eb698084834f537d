"""What a viewer says is known better than a camera can: taps made on a frozen frame, marks worn, a measured lens."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calibration import lens_store
from calibration.known import MOST_MARKS, Known, marks_from
from calibration.lens import Lens
from locator.errors import AcupointError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Better:
    """Plain values, so that two wishes can be told apart."""

    marks: str = ""  # JSON of a list of marks, as the page handed it over (see calibration.known)
    worn: bool = False  # look for printed marks
    lens: str = ""  # name of a kept lens

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Better:
        told = message.get("marks")
        marks = json.dumps(told[:MOST_MARKS]) if isinstance(told, list) and told else ""
        return cls(marks, message.get("worn") is True, str(message.get("lens") or ""))

    def known(self) -> Known | None:
        """What carries the marks from frame to frame; None where nothing is known better."""
        marks = marks_from(json.loads(self.marks)) if self.marks else ()
        return Known(marks, self.worn) if marks or self.worn else None

    def kept_lens(self) -> Lens | None:
        """The lens named; None where there is none of that name, or a broken one, which the page has told."""
        if not self.lens:
            return None
        try:
            return lens_store.load(self.lens)
        except AcupointError:
            log.warning("no usable lens of that name; frames are looked at as they come")
            return None
