"""Run by test_forked: every way in, asked in a forked child after the parent has gone it; prints what came of each."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from calibration.finger_photo import measured_photo
from locator import load_photo, locate
from locator.errors import AcupointError
from locator.parts import hand_finder
from locator.people import find_people
from locator.pipeline import default_detector, new_detector
from locator.track import Tracker
from locator.track_hands import HandTracker

PATIENCE_S = 20  # a child that hangs is ended by its own alarm


def told(ask: Callable[[], object]) -> str:
    """The kind of error and its text as a child tells them, "" where it answers, else how it ended."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE_S)
        try:
            ask()
        except AcupointError as fault:
            os.write(write, f"{type(fault).__name__}: {fault}".encode())
        sys.exit(0)  # as a program ends that takes down all it holds
    os.close(write)
    with os.fdopen(read) as said:
        text = said.read()
    status = os.waitpid(child, 0)[1]
    return f"ended with {status}" if status else text


def points_placed(pictures: Path) -> int:
    return len(locate(load_photo(pictures / "rendered_back.jpg"), codes=["BL23"]).placements)


def main(pictures: Path) -> None:
    back, hand = (load_photo(pictures / f"rendered_{name}.jpg") for name in ("back", "hand"))
    before = told(lambda: locate(back))
    body, hands = Tracker(), HandTracker(hand_finder())
    ways: dict[str, Callable[[], object]] = {
        "locate": lambda: locate(back),
        "a detector of one's own": new_detector,
        "people": lambda: find_people(default_detector(), back.rgb),
        "tracker": lambda: body.locate(back.rgb, 0.0),
        "hand": lambda: locate(hand, "hand"),
        "hands tracker": lambda: hands.locate(hand.rgb, 0.0),
        "fingers": lambda: measured_photo(hand),
        "leaving": body.close,
    }
    for name, ask in ways.items():
        if name != "leaving":
            ask()
    forked = {name: told(ask) for name, ask in ways.items()}
    with multiprocessing.get_context("spawn").Pool(1) as anew:
        placed = anew.apply(points_placed, (pictures,))
    json.dump({"before": before, "spawned": placed, "forked": forked}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
