"""One body through a video: the square is kept from frame to frame, so that a close-up costs one look once found.

Coming closer from the whole body never loses the person: the square follows the landmarks out of the picture, where no
finder could see a face or a trunk any more.  Every other frame is looked at in the mirror; half the difference between
the two, itself averaged, takes the place of the second look that a single picture gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from locator.beside import BesideMemory
from locator.bodies import see_body
from locator.company import Company
from locator.detect.base import INDEX, Detector, Look, Rgb, Square
from locator.detect.body import PRESENT, named, sane
from locator.detect.legible import explained
from locator.detect.shrink import new_frame
from locator.doubt import less_sure_blurred, less_sure_close, less_sure_hidden, less_sure_lying
from locator.errors import still_open
from locator.fade import PostureFade
from locator.geometry import Array
from locator.hidden import MOST_HIDDEN_CUN, HiddenMemory, hidden_cun
from locator.landmarks import Landmark, LandmarkSet, View, known_view
from locator.leaving import cut_off_aside, without_its_back
from locator.looks import shows_back
from locator.outlined import OutlineMemory
from locator.outward import mirrored_back
from locator.people import is_whole
from locator.photo import known_frame
from locator.pipeline import MIN_FILMED_CUN_PX, answer, chosen, known_square, new_detector, persons
from locator.placement import Located, Refusal, Region, known_region
from locator.proportions import Proportions
from locator.remembered import HeadMemory
from locator.seen import FRONT_OR_BACK, HIDDEN, NO_BODY, Seen
from locator.steady import SteadyBody

MIRROR_MEMORY = 0.15  # share of a new difference taken into the mirror's average: about seven frames
JUMP = 0.6  # a square that moves or grows by more than this share in a frame is another body or none
SEARCH_EVERY = 3  # frames between searches while nobody is seen: a search costs two frames' time
# A square is kept until the body asks for one that lies further off than this: in the same square the same body looks
# the same, and still frames move half as much (.03 -> .012 cun); .008 spares less, .02 no more.
KEPT = 0.015
BELIEF_MEMORY = 0.25  # share of a new look's vote for front or back: a turn is believed after a quarter of a second
SURE = 0.3  # belief below which front and back are not told apart: one flip is forgiven, a second soon after is not
SETTLES = 4  # looks by which a new square comes to rest, where the first was only roughly right
Felt = Callable[[LandmarkSet], Iterable[Landmark]]  # what is known better of a body, given what is detected of it
TRUNK = [INDEX[n] for n in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]


class Tracker:
    """Answers frame after frame for one viewer; call `close` when they leave."""

    def __init__(
        self,
        region: Region | None = None,
        view: View | None = None,
        codes: Sequence[str] | None = None,
        proportions: Proportions | None = None,
        mirrored: bool = False,
        detector: Detector | None = None,
        square: Square | None = None,
        derive: bool = True,
    ) -> None:
        """`square`: where to look first, see `tell`; `derive`: tell of the bones too, see `pipeline.answer`.

        RequestError says which region, view, code or square there is not, or what came instead of Proportions.
        """
        known_region(region)
        known_view(view)
        known_square(square)
        self._region, self._view, self._own = region, view, persons(proportions)
        self._points = chosen(codes)
        self._mirrored = mirrored
        self._owned = detector is None
        self._detector = detector or new_detector()
        self._square: Square | None = None
        self._flip = False
        self._half: Array | None = None  # (33, 3) half of (mirrored - plain), in trunk units
        self._steady, self._fade, self._head = SteadyBody(TRUNK), PostureFade(), HeadMemory()
        self._hidden, self._company = HiddenMemory(), Company(self._detector)
        self._last: Look | None = None  # at the body that is followed
        self._outline, self._beside = OutlineMemory(), BesideMemory()
        self._marks: LandmarkSet | None = None  # of the frame before
        self._frame = 0
        self._closed = False
        self._back: bool | None = None
        self._belief: float | None = None  # -1 all looks of late showed a front .. 1 all showed a back
        self._why: Refusal = NO_BODY
        self._told = square
        self._shown = False  # whether the body that is followed is one that a person has shown
        self._derive = derive
        self._only: Region | None = None  # the one part that the close-up it was found in supports
        self._error_cun = 0.0  # how far off that close-up's joints are expected to be; 0 once it was seen whole

    def tell(self, square: Square | None) -> None:
        """The square, in the frame's own pixels, that a person fits the body into: it is looked for there and nowhere
        else, until it is found (then it is followed) or None is told."""
        known_square(square)
        self._told = square
        if square is not None:
            self._square, self._belief = None, None  # whoever is meant now may stand otherwise
            self._frame = 0  # the next frame is searched

    def close(self) -> None:
        """Free the detector, unless it was lent."""
        if self._owned:
            self._detector.close()
        self._closed = True

    def locate(self, rgb: Rgb, t_s: float, felt: Felt | None = None) -> Located:
        """The answer for the newest frame (H, W, 3), taken `t_s` seconds into the video; ValueError for another shape.

        `felt` is asked once a body is found, and what it tells joins the landmarks before the points are placed.
        RequestError after `close`.
        """
        still_open(self._closed, "Tracker")
        known_frame(rgb, t_s)
        rgb = np.ascontiguousarray(rgb[:, ::-1]) if self._mirrored else new_frame(rgb)
        size = (rgb.shape[1], rgb.shape[0])
        self._frame += 1
        outline = self._square is not None and self._asks_outline(t_s)
        scene, look = rgb, None
        if self._square is not None and self._last is not None:
            scene = self._company.painted(rgb, self._last, t_s)
            look = self._follow(scene, outline, self._beside.wants(t_s))
        if look is None:
            outline = True  # a search's look tells of the build too
            self._company.reset()
            look = self._search(rgb, t_s) if self._frame % SEARCH_EVERY == 1 or self._square is not None else None
            if look is None:
                self._square = None
                return Located(None, size, self._view or "unknown", refusals=(self._why,))
            self._steady.reset()
            self._fade.reset()
            self._head.reset()
            self._hidden.reset()
            self._outline.reset()
            self._beside.reset()
            self._half = None
            scene = self._company.painted(rgb, look, t_s)
        self._last, self._square = look, look.implied
        if (self._only is not None or self._error_cun) and is_whole(look, rgb):  # they have stepped back
            self._only, self._error_cun = None, 0.0
        steadied = self._steadied(look, scene, t_s)
        error_cun = self._hidden(hidden_cun(steadied, look, rgb, self._region), t_s)
        marks = self._marks = self._head(self._doubted(steadied, error_cun, rgb), t_s)
        if outline and look.mask is not None and self._build_matters:
            self._outline.hear(named([look], rgb), t_s)
        if not self._knows_the_side():
            return Located(None, size, "unknown", refusals=(FRONT_OR_BACK,))
        if error_cun > MOST_HIDDEN_CUN and not self._shown:
            return Located(None, size, self._view or "unknown", refusals=(HIDDEN,))
        if felt is not None:
            marks = marks.having(felt(marks))
        own = self._outline.known(self._own)
        found = self._fade(marks, t_s, lambda body: self._answered(body, own))
        found = without_its_back(found) if cut_off_aside(marks) else found
        found = self._beside(found, look, t_s)
        return mirrored_back(found) if self._mirrored else found

    def _doubted(self, marks: LandmarkSet, expected_cun: float, rgb: Rgb) -> LandmarkSet:
        """The landmarks as unsure as those of a photograph: of a close-up or of who lies, hidden in part, blurred."""
        known = less_sure_close(marks, self._error_cun) if self._error_cun else less_sure_lying(marks)
        return less_sure_blurred(less_sure_hidden(known, expected_cun), rgb)

    def _answered(self, marks: LandmarkSet, own: Proportions) -> Located:
        return answer(marks, own, self._region or self._only, self._points, self._derive, MIN_FILMED_CUN_PX)

    @property
    def _build_matters(self) -> bool:
        """Whether points hang on how the body is built, and that is not known of this person already."""
        return self._region in (None, "back") and self._own.trunk is None

    def _asks_outline(self, t_s: float) -> bool:
        """Whether the next look at the body that is followed is one of the few that its build is told from."""
        return self._build_matters and self._marks is not None and self._outline.wants(self._marks, t_s)

    def _follow(self, rgb: Rgb, outline: bool, silhouette: bool) -> Look | None:
        """A look where the body was; None when it is gone or is somebody else.

        `outline`: it is one of those that the build is told from; `silhouette`: it should show where the body ends.
        """
        assert self._square is not None
        self._flip = self._outline.mirrored if outline else not self._flip
        look = self._detector.look(rgb, self._square, mirrored=self._flip, mask=outline or silhouette, shared=True)
        here, there = look.implied, self._square
        if look.presence < PRESENT or not sane(here, rgb) or here.off(there) > JUMP / 2:
            self._belief = None  # whoever comes next may stand otherwise
            return None
        self._vote(look)
        if here.off(there) < KEPT:
            look = replace(look, implied=there)
        if self._back is not None and shows_back(look) != self._back:
            # the model's own flip between frames, or the person turning: two looks in a row decide
            again = self._detector.look(rgb, self._square, mirrored=not self._flip, shared=True)
            if again.presence >= PRESENT and shows_back(again) == self._back:
                self._flip = not self._flip
                return again
            return None
        return look

    def _search(self, rgb: Rgb, t_s: float) -> Look | None:
        told = self._told
        if told is not None and self._mirrored:
            told = told.in_mirror(rgb.shape[1])
        seen = see_body(self._detector, rgb, self._region, self._view, square=told, turns=False)
        if not isinstance(seen, Seen):
            self._why = explained((seen[0],), rgb)[0]
            return None
        if seen.only is not None and self._view not in ("back", "front"):
            self._why = FRONT_OR_BACK  # a picture's many looks may tell legs' face; one look a frame cannot hold to it
            return None
        self._shown = told is not None
        self._told, self._only, self._error_cun = None, seen.only, seen.error_cun
        self._back = shows_back(seen.look)
        if self._belief is None:
            self._vote(seen.look)
        return self._settled(seen.look, self._company.painted(rgb, seen.look, t_s))

    def _settled(self, look: Look, rgb: Rgb) -> Look:
        """The look in the square that the body itself asks for: a first square may be a third too small."""
        for _ in range(SETTLES):
            if look.implied.off(look.square) < KEPT or not sane(look.implied, rgb):
                break
            again = self._detector.look(rgb, look.implied, shared=True)
            if again.presence < PRESENT or shows_back(again) != self._back:
                break
            look = again
        return look

    def _vote(self, look: Look) -> None:
        """One more look for front or back; what the first looks say is believed at once."""
        vote = 1.0 if shows_back(look) else -1.0
        self._belief = vote if self._belief is None else self._belief + BELIEF_MEMORY * (vote - self._belief)

    def _knows_the_side(self) -> bool:
        """False while the looks of late contradict each other and nobody has said which side is seen.

        Legs alone show the model no face of the body: they are told apart by what finds them.
        """
        if self._view in ("back", "front") or self._region == "leg" or self._belief is None or self._back is None:
            return True
        return self._belief * (1.0 if self._back else -1.0) > SURE

    def _steadied(self, look: Look, rgb: Rgb, t_s: float) -> LandmarkSet:
        """Landmarks with the mirror's part taken out and the shivering filtered."""
        places = np.column_stack([look.xy_px, look.depth_px])
        unit = _trunk_px(look)
        if self._half is None:
            other = self._detector.look(rgb, look.square, mirrored=not look.mirrored, shared=True)
            self._vote(other)
            self._half = np.zeros_like(places)
            if other.presence >= PRESENT and shows_back(other) == shows_back(look):
                self._half = (np.column_stack([other.xy_px, other.depth_px]) - places) / (2.0 * unit)
                self._half *= -1.0 if look.mirrored else 1.0
        centred = places + (-self._half if look.mirrored else self._half) * unit
        steadied = self._steady(centred, t_s, unit)
        # what this look alone says against the steadied body keeps the average of the mirror's part up to date
        off = (places - steadied) / unit * (1.0 if look.mirrored else -1.0)
        self._half = self._half + MIRROR_MEMORY * (off - self._half)
        kept = replace(look, xy_px=steadied[:, :2], depth_px=steadied[:, 2], mask=None)  # in every frame alike
        return named([kept], rgb)


def _trunk_px(look: Look) -> float:
    corners = look.xy_px[TRUNK]
    return max(float(np.linalg.norm(corners[:2].mean(axis=0) - corners[2:].mean(axis=0))), 1.0)
