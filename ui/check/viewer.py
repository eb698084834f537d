"""One viewer of the check page: the body is followed in every frame, and the hand that presses on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from calibration.mirror_watch import MirrorWatch
from locator.check import FINGER_CUN, FINGER_SIGMA_CUN, NEARBY_CUN, Touched, Verdict, check, meant, touched
from locator.detect.base import Rgb
from locator.geometry import Array
from locator.helped import less_sure_helped
from locator.placement import Located, Placement
from ui.check.answer import Pressed, answer
from ui.check.wish import CheckWish
from ui.live.better import KnownBetter, located_with, told_of
from ui.live.viewer import decoded, proportions_of
from ui.own_fingers import finger_cun
from ui.wording import wording

if TYPE_CHECKING:
    from locator.press import Press, PressFollower
    from locator.track import Tracker
    from locator.track_hands import HandTracker

ANYWHERE_CUN = 18.0  # half a back: where hands are looked for when it is asked which point they press


class CheckViewer:
    """Holds tracker and follower between frames; for one thread alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells the time at which a frame came, s."""
        self.wish = CheckWish()
        self._clock = clock
        self._tracker: Tracker | HandTracker | None = None
        self._follower: PressFollower | None = None
        self._mirror = MirrorWatch()
        self._known: KnownBetter | None = None  # landmarks tapped on a frozen frame, as they ride
        self._finger_cun = FINGER_CUN  # of the person whose body it is
        self._tapped: tuple[int, str, str, Array] | None = None  # number, code and side it hangs on, cun from there

    def wants(self, wish: CheckWish) -> None:
        """From the next frame on, check this."""
        if wish.looks_for != self.wish.looks_for:
            self.close()
        if (wish.naming, wish.codes) != (self.wish.naming, self.wish.codes):
            self._follower = None
        if wish.better != self.wish.better:
            self._known = wish.better.known()
        if wish.profile != self.wish.profile:
            self._finger_cun = finger_cun(wish.profile)
        self.wish = wish

    def answer(self, frame: bytes) -> dict[str, Any]:
        """What the browser is told of one JPEG frame."""
        rgb = decoded(frame)
        located = self._track(rgb)
        pressed = self._tap(located) or self._finger(rgb, located)
        verdict: Verdict | None = None
        near: tuple[Touched, ...] = ()
        if pressed is not None and self.wish.naming:
            near = touched(located, pressed.xy_px, pressed.sigma_cun)
        elif pressed is not None:
            side = self.wish.side or pressed.side
            verdict = check(located, pressed.xy_px, self.wish.codes[0], side, pressed.sigma_cun, self._finger_cun)
        told = answer(located, self.wish, pressed, verdict, near)
        return {**told, **told_of(self._riding, wording(self.wish.language), self._mirror.on(rgb))}

    def close(self) -> None:
        """Free the detectors."""
        if self._tracker is not None:
            self._tracker.close()
        self._tracker = self._follower = None

    def _track(self, rgb: Rgb) -> Located:
        if self._tracker is None:
            self._tracker = self._new_tracker()
        # a follower of hands is never given anything that rides, which is all that it could not take
        return less_sure_helped(located_with(cast("Tracker", self._tracker), self._riding, rgb, self._clock()))

    @property
    def _riding(self) -> KnownBetter | None:
        """What rides on the body that is followed; nothing rides on hands, which come and go."""
        return None if self.wish.on_hand else self._known

    def _new_tracker(self) -> Tracker | HandTracker:
        """A follower of the hands where a point of the hand is meant, else of the body."""
        wish = self.wish
        own, codes = proportions_of(wish.profile), list(wish.codes) or None
        if wish.on_hand:
            from locator.parts import hand_finder
            from locator.track_hands import HandTracker

            return HandTracker(hand_finder(), codes, own)
        from locator.track import Tracker  # brings the detector along: a second that only viewers pay

        return Tracker(wish.region, wish.view, codes, own)

    def _targets(self, located: Located) -> tuple[Placement, ...]:
        """The places that are meant, or all in sight where any may be pressed."""
        if self.wish.naming or not self.wish.codes:
            return tuple(p for p in located.placements if p.visible)
        return meant(located, self.wish.codes[0], self.wish.side)

    def _tap(self, located: Located) -> Pressed | None:
        """A place shown by hand; it stays on the body when that moves, also from a picture that was frozen.

        It hangs on the point nearest to it.  Carried as taps on bones are, by its part's frame and the skin, it lay
        .1 cun nearer for a second and no nearer after it; its way to the point was told worse (.56 -> .62 cun, five
        filmed bodies), since it was then judged by two guesses instead of one.
        """
        tap, targets = self.wish.tap, self._targets(located)
        if tap is None or not targets:
            return None
        place = np.array([tap.x * located.size_px[0], tap.y * located.size_px[1]])
        if tap.still or self._tapped is None or self._tapped[0] != tap.number:
            base = min(targets, key=lambda p: float(np.linalg.norm(p.xy_px - place)))
            self._tapped = (tap.number, base.code, base.side, (place - base.xy_px) / base.cun_px)
        _, code, side, away_cun = self._tapped
        hung = next((p for p in targets if (p.code, p.side) == (code, side)), None)
        return None if hung is None else Pressed(hung.xy_px + away_cun * hung.cun_px, FINGER_SIGMA_CUN, "", True)

    def _finger(self, rgb: Rgb, located: Located) -> Pressed | None:
        """The pad of the finger that presses nearest to where one is meant to."""
        targets = self._targets(located)
        if not targets or self.wish.tap is not None:
            return None
        from locator.press import nearest_press

        wish, tracker = self.wish, self._tracker
        if wish.on_hand and tracker is not None:
            found = [cast("HandTracker", tracker).presses_on(p, located, wish.finger) for p in targets]
        else:
            found = [self._on_body(rgb, located, targets)] * len(targets)
        near = [nearest_press(each, p.xy_px, p.cun_px) for each, p in zip(found, targets, strict=True)]
        seen = [(float(np.linalg.norm(n.xy_px - p.xy_px)), n, p) for n, p in zip(near, targets, strict=True) if n]
        if not seen:
            return None
        away_px, press, point = min(seen, key=lambda s: s[0])
        if wish.naming and away_px > NEARBY_CUN * point.cun_px:
            return None
        return Pressed(press.xy_px, press.sigma_cun, press.finger, press.told, point.side)

    def _on_body(self, rgb: Rgb, located: Located, targets: tuple[Placement, ...]) -> tuple[Press, ...]:
        """Where the hands about these places of a body may press."""
        from locator.parts import hand_finder
        from locator.press import PressFollower, on_foot, presses

        if self._follower is None:
            wide = (ANYWHERE_CUN,) if self.wish.naming else None
            self._follower = PressFollower(hand_finder(), wide)
        middle = np.mean([p.xy_px for p in targets], axis=0)
        cun_px = float(np.median([p.cun_px for p in targets]))
        hands = self._follower.hands(rgb, middle, cun_px)
        pressing = [(hand, self.wish.finger or self._follower.finger(hand)) for hand in hands]
        return tuple(p for hand, finger in pressing if not on_foot(hand, located) for p in presses(hand, finger))
