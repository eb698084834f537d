"""A back without its head, in which the finder, which looks for heads, makes up somebody small."""

from __future__ import annotations

import numpy as np
import pytest
from eyes import eyes
from recorded import FIXTURES, recorded
from scripted import Scripted, shifted

from locator.closeups import find_closeup
from locator.contest import CloseUp
from locator.cut_off import SMALL
from locator.detect.base import Look, Rgb, Square
from locator.photo import load_photo
from locator.pipeline import locate
from locator.placement import Located

SOMEBODY = recorded("front")


class MakesUp(Scripted):
    """The real eyes but for a finder that sees the front of somebody of this size, wherever it looks at such sizes."""

    def __init__(self, size_px: float, at_px: tuple[float, float]) -> None:
        zoom = size_px / SOMEBODY.implied.side_px
        right, down = np.array(at_px) - zoom * np.array([SOMEBODY.implied.x_px, SOMEBODY.implied.y_px])
        body = shifted(SOMEBODY, float(right), float(down), zoom)
        super().__init__((body.implied,), lambda *_: body)
        self.most_px = 1.3 * size_px

    def look(self, rgb: Rgb, square: Square, **how: bool) -> Look:  # type: ignore[override]
        return super().look(rgb, square, **how) if square.side_px < self.most_px else eyes().look(rgb, square, **how)


def seen(somebody: MakesUp | None, **told: object) -> Located:
    photo = load_photo(FIXTURES / "rendered_back_close.jpg")
    return locate(photo, detector=somebody or eyes(), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(("size_px", "at_px"), [(110.0, (500.0, 330.0)), (250.0, (300.0, 300.0))])
@pytest.mark.parametrize("view", [None, "back"])
def test_somebody_made_up_in_what_is_said_to_be_a_back_does_not_move_its_points(
    size_px: float, at_px: tuple[float, float], view: str | None
) -> None:
    known = {(p.code, p.side): p for p in seen(None, region="back", view=view).placements}
    found = seen(MakesUp(size_px, at_px), region="back", view=view).placements
    assert {(p.code, p.side) for p in found} == set(known)
    for place in found:
        beside_px = np.linalg.norm(place.xy_px - known[place.code, place.side].xy_px)
        assert beside_px < place.ring_px


@pytest.mark.parametrize("told", [{}, {"region": "leg"}, {"region": "back", "view": "front"}])
def test_nobody_looks_for_a_back_around_somebody_unless_it_is_said_to_be_there(told: dict[str, str]) -> None:
    found = seen(MakesUp(250.0, (300.0, 300.0)), **told)
    assert "back" not in {place.frame for place in found.placements}


def test_who_says_that_this_is_the_body_is_believed() -> None:
    found = seen(MakesUp(250.0, (300.0, 300.0)), region="back", person=0)
    assert found.status == "refused" and found.refusals[0].reason == "faces_away"


def test_a_back_is_not_believed_around_somebody_nearly_as_large() -> None:
    close = find_closeup(eyes(), load_photo(FIXTURES / "rendered_back_close.jpg").rgb, ("back",), None)
    assert isinstance(close, CloseUp)
    wanted_px = close.looks[0].implied.side_px
    small, large = (MakesUp(share * wanted_px, (300.0, 300.0)) for share in (0.9 * SMALL, 1.1 * SMALL))
    assert seen(small, region="back").placements and not seen(large, region="back").placements
