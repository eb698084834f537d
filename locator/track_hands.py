"""The hands through a video: the one whose points are wanted and the one that presses on it, whosever they are.

A hand is found by its palm and then looked at where it was, plain and in the mirror, as on a single picture; so a hand
that is half covered by another is kept as long as the model still believes in it, where a finder would see neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from locator.detect.base import Detector, Rgb
from locator.detect.closeup_foot import Foot, see_feet
from locator.detect.hands import ROW, Hand, HandFinder, find_hands, look_again, same_hand, sided
from locator.detect.shrink import new_frame
from locator.doubt import hands_less_sure_blurred
from locator.errors import still_open
from locator.frames.hand_view import PALM
from locator.landmarks import LandmarkSet
from locator.photo import known_frame
from locator.pipeline import answers, chosen, new_detector, persons
from locator.placement import Located, Placement
from locator.press import Finger, Press, Shape, others_hands, presses
from locator.proportions import Proportions
from locator.steady import SteadyBody
from locator.toes import TOES
from locator.track_toes import SeeFeet, ToesWatch

MOST = 3  # two of one person and one of another: more are nobody's
SEARCH_EVERY = 4  # frames between searches for further hands while fewer than two are followed
SIDE_MEMORY = 0.2  # share of a new look's belief in left or right: a glance at another side is forgiven


@dataclass(eq=False)
class _Followed:
    """One hand and what is remembered of it."""

    hand: Hand
    steady: SteadyBody = field(default_factory=lambda: SteadyBody([ROW[name] for name in PALM]))
    shape: Shape = field(default_factory=Shape)
    toes: bool | None = None  # that it is a foot, where that is known


class HandTracker:
    """Answers frame after frame for one viewer, for points of the hand; for one thread alone."""

    def __init__(
        self,
        finder: HandFinder,
        codes: Sequence[str] | None = None,
        proportions: Proportions | None = None,
        feet_in: SeeFeet | None = None,
    ) -> None:
        """`feet_in` looks for feet where a hand may be one; without it a detector of this tracker's own does."""
        self._finder, self._own = finder, persons(proportions)
        self._points = chosen(codes)
        self._followed: list[_Followed] = []
        self._frame = 0
        self._closed = False
        self._detector: Detector | None = None
        self._toes = ToesWatch(feet_in or self._feet_in)

    @property
    def hands(self) -> tuple[Hand, ...]:
        """The hands of the newest frame, the one followed longest first; what is known to be a foot is none."""
        return tuple(each.hand for each in self._followed if not each.toes)

    def presses_on(self, point: Placement, located: Located, finger: Finger | None = None) -> tuple[Press, ...]:
        """Where the hands other than the point's own may press; `finger` is the one that is said to."""
        others = others_hands(self.hands, located, point)
        shapes = {id(each.hand): each.shape for each in self._followed}
        return tuple(p for hand in others for p in presses(hand, finger or shapes[id(hand)].finger))

    def locate(self, rgb: Rgb, t_s: float) -> Located:
        """The answer for the newest frame, taken `t_s` seconds into the video; RequestError after `close`."""
        still_open(self._closed, "HandTracker")
        known_frame(rgb, t_s)
        rgb = new_frame(rgb)
        self._frame += 1
        self._followed = [each for each in self._followed if self._still_there(each, rgb, t_s)]
        if len(self.hands) < 2 and self._frame % SEARCH_EVERY == 1:
            for hand in find_hands(self._finder, rgb, search=False):
                self._add(_Followed(hand))
        for each in self._followed:
            each.toes = self._toes.toes(each.hand, each.toes, rgb, t_s)
        toes = [each for each in self._followed if each.toes]
        self._followed = [*[each for each in self._followed if not each.toes][:MOST], *toes[:MOST]]
        nobody = LandmarkSet((rgb.shape[1], rgb.shape[0]))
        (pair, *others), unclear = sided(hands_less_sure_blurred(self.hands, rgb))
        parts = [nobody.having(pair), *(nobody.having(hand) for hand in others)]
        found = answers(parts, self._own, "hand", self._points)
        if toes and not self.hands:
            unclear = (TOES,)
        return replace(found, refusals=unclear or found.refusals)

    def close(self) -> None:
        """Forget the hands; the finder is the lender's."""
        self._followed, self._closed = [], True
        if self._detector is not None:
            self._detector.close()
            self._detector = None

    def _feet_in(self, rgb: Rgb) -> Sequence[Foot]:
        if self._detector is None:
            self._detector = new_detector()  # only those who show something like toes wait for it
        return see_feet(self._detector, rgb)

    def _still_there(self, each: _Followed, rgb: Rgb, t_s: float) -> bool:
        """Look at a hand where it was; False when it is gone, or has run onto one that is followed already."""
        seen = look_again(self._finder, rgb, each.hand)
        if seen is None:
            return False
        right = each.hand.right + SIDE_MEMORY * (seen.right - each.hand.right)
        each.shape.sees(seen)
        each.hand = replace(seen, places=each.steady(seen.places, t_s, max(seen.palm_px, 1.0)), right=right)
        before = self._followed[: self._followed.index(each)]
        return not any(same_hand(each.hand, other.hand) for other in before)

    def _add(self, new: _Followed) -> None:
        if not any(same_hand(new.hand, each.hand) for each in self._followed):
            self._followed.append(new)
