"""Looking at one part of a body that the person has named: a hand, the feet, the head."""

from __future__ import annotations

import threading

from locator.detect.base import Detector, Rgb
from locator.detect.body import named
from locator.detect.hands import HandFinder, detect_hands
from locator.landmarks import LandmarkSet, View
from locator.looks import settled_looks
from locator.people import find_people
from locator.placement import Refusal, Region

PARTS: tuple[Region, ...] = ("hand",)
_FINDERS = threading.local()  # one a thread: graphs are not shared


def hand_finder() -> HandFinder:
    """This thread's own hand models, made when a hand is first asked for."""
    if not hasattr(_FINDERS, "hand"):
        from locator.detect.mediapipe_hand import MediaPipeHand

        _FINDERS.hand = MediaPipeHand()
    finder: HandFinder = _FINDERS.hand
    return finder


def see_part(
    region: Region | None, detector: Detector, rgb: Rgb, view: View | None = None
) -> tuple[LandmarkSet | None, tuple[Refusal, ...]]:
    """Landmarks of the part a person points at, None where it is not found; and what could not be told."""
    if region == "hand":
        return see_hands(detector, rgb, view)
    raise ValueError(f"expected a region out of {', '.join(PARTS)}, got {region!r}")


def see_hands(detector: Detector, rgb: Rgb, view: View | None = None) -> tuple[LandmarkSet, tuple[Refusal, ...]]:
    """The hands of a picture, with the body they hang on where that is seen, and what could not be told."""
    body = _body(detector, rgb, view)
    hands, refusals = detect_hands(hand_finder(), rgb, body)
    return (body or LandmarkSet((rgb.shape[1], rgb.shape[0]))).having(hands), refusals


def _body(detector: Detector, rgb: Rgb, view: View | None) -> LandmarkSet | None:
    people = find_people(detector, rgb, view)
    looks = settled_looks(detector, rgb, people[0].look, view) if people else None
    return named(looks, rgb) if looks else None
