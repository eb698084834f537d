"""How one person presses one point: its technique, what a routine makes of it, and what their answers ask for."""

from __future__ import annotations

from dataclasses import dataclass

from locator.routines import Step, Technique, technique
from locator.safety import Answers, gently, warnings_for


@dataclass(frozen=True)
class HowTo:
    """All that is done at a point, and minded there."""

    technique: Technique
    step: Step | None  # of the routine that was asked for; None: the point stands for itself
    warnings: tuple[str, ...]  # sentences, in the language of their table
    light: bool  # a light hand takes the place of ball, knuckles and the ache they make

    @property
    def code(self) -> str:
        return self.technique.code

    @property
    def hold_s(self) -> int:
        return self.step.hold_s if self.step else self.technique.hold_s

    @property
    def repeats(self) -> int:
        return self.step.repeats if self.step else self.technique.repeats


def how_to(code: str, answers: Answers, step: Step | None = None) -> HowTo:
    """How who answered so presses this point."""
    return HowTo(technique(code), step, warnings_for(code, answers), gently(code, answers))
