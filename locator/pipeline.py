"""The whole line for one picture: photo -> landmarks -> frames -> placements, and the reasons where there are none."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.beside import without_those_beside
from locator.bodies import see_body
from locator.detect.base import Detector, Rgb, Square
from locator.detect.hands import HandFinder
from locator.detect.inset import find_inset
from locator.detect.legible import DRAWING, explained, is_drawing, is_plain
from locator.doubt import less_sure_blurred
from locator.errors import RequestError
from locator.facing import facing, other_side_shown
from locator.frames import BUILDERS
from locator.frames.base import BodyFrame
from locator.frames.taps_slip import CONTRADICTED
from locator.geometry import is_finite
from locator.landmarks import Landmark, LandmarkSet, View, known_view
from locator.outward import mirrored_back, out_of_inset
from locator.parts import PARTS, see_part
from locator.photo import Photo, known_photo
from locator.place import derived, place
from locator.placement import Boxes, Located, Placement, Refusal, Region, known_region
from locator.proportions import POPULATION, Proportions
from locator.seen import NO_BODY, OTHER_SIDE, Seen
from locator.untold import untold_part

POINTLESS = Refusal("no_points", "None of the points asked for can be seen here: turn, or ask for others.")
# A body on which a cun is shorter is refused: points of a line are then 2 px apart, a ring is hardly a pixel wide, and
# what is drawn of a point covers four others.  Their places would be about as right as ever (renders made smaller: a
# median of .49 cun down to here, .6 to .7 at half of it), but nobody could tell one from the next.  The smallest bodies
# of the rendered sets have 4.3 px, those of the photographs 3.5, but for a passer-by in a street with 2.1.
MIN_CUN_PX = 2.5
MIN_FILMED_CUN_PX = 2.0  # on frames made smaller to be sent: what is drawn lies on the camera's own, larger picture
TOO_SMALL = Refusal("too_small", "The body is too small in the picture: come closer, or zoom in.")
_DETECTORS = threading.local()  # one a thread: a detector's graphs are not shared


def default_detector() -> Detector:
    """This thread's own MediaPipe detector, made when first asked for."""
    if not hasattr(_DETECTORS, "pose"):
        _DETECTORS.pose = new_detector()
    detector: Detector = _DETECTORS.pose
    return detector


def new_detector() -> Detector:
    """A detector of one's own; whoever asks for it closes it."""
    from locator.detect.mediapipe_pose import MediaPipePose  # a quarter of a second, spared where no picture is read

    return MediaPipePose()


def locate(
    photo: Photo,
    region: Region | None = None,
    view: View | None = None,
    proportions: Proportions | None = None,
    person: int | None = None,
    codes: Sequence[str] | None = None,
    detector: Detector | None = None,
    square: Square | None = None,
    hand_finder: HandFinder | None = None,
) -> Located:
    """Find the body in a picture and place points on it.

    `region` and `view` are what the person says the picture shows, and where nothing is said of it hands, feet or a
    head are looked for too when only their points are asked for; `codes` the points wanted (all that can be placed
    without it); `person` counts from 0 in the order of `Located.people` (of hands everybody's are told); `square`, in
    the picture's own pixels, is what a person fitted the body into (locator.outline), for a back or a leg the only
    place looked at; `detector` and `hand_finder` look for bodies and hands, this thread's own without them.  Never
    raises for what a picture shows: one without a usable body is answered with refusals.  RequestError says which
    region, view, code or square there is not, or what came instead of a Photo, a person's number or Proportions;
    ProcessError that this process was forked from one that had looked at a picture.
    """
    known_photo(photo)
    known_view(view)
    known_region(region)
    points = chosen(codes)
    own = persons(proportions)
    known_square(square)
    if person is not None and (isinstance(person, bool) or not isinstance(person, (int, np.integer))):
        raise RequestError(f"expected a person counted from 0, got {person!r}")
    rgb: Rgb = photo.rgb
    if photo.mirrored:  # the body's own left and right are found on the picture as the world is
        rgb = np.ascontiguousarray(rgb[:, ::-1])
        square = None if square is None else square.in_mirror(rgb.shape[1])
    inset = find_inset(rgb)
    if inset is not None:
        rgb, square = inset.rgb, None if square is None else inset.inward(square)
    found = _found(detector or default_detector(), rgb, _Asked(region, view, own, person, points, square, hand_finder))
    if inset is not None:
        found = out_of_inset(found, inset, photo.size_px)
    found = replace(found, photo=photo)
    return mirrored_back(found) if photo.mirrored else found


@dataclass(frozen=True, eq=False)
class _Asked:
    """What is asked of a picture, as `locate` has it."""

    region: Region | None
    view: View | None
    own: Proportions
    person: int | None
    points: Sequence[Acupoint]
    square: Square | None
    hand_finder: HandFinder | None

    @property
    def untold(self) -> bool:
        """Whether nothing is said of what the picture shows, but perhaps the side."""
        return self.region is None and self.person is None and self.square is None


def _found(detector: Detector, rgb: Rgb, asked: _Asked) -> Located:
    """The answer for what a picture as the world is, without margins, shows; its photo is left open."""
    if is_plain(rgb):
        return _nothing(rgb, asked, explained((NO_BODY,), rgb))
    if is_drawing(rgb):
        return _nothing(rgb, asked, (DRAWING,))
    if asked.region in PARTS:
        return _of_part(detector, rgb, asked)
    found = _of_body(detector, rgb, asked)
    if found.placements or not asked.untold:
        return found
    part = untold_part(found, rgb, asked.points, asked.hand_finder)
    if part is None:
        return found
    other = _of_part(detector, rgb, replace(asked, region=part))
    # a part that was measured and shows none of the points is told as such: a palm is no picture without a body
    told = other.frames or any(why.region == part for why in other.refusals)
    return replace(other, only=part) if told else found


def _of_part(detector: Detector, rgb: Rgb, asked: _Asked) -> Located:
    """The answer for the hands, the feet or the head that a picture shows."""
    seen = see_part(asked.region, detector, rgb, asked.view, asked.person, asked.hand_finder)
    if not seen.sets:
        return _nothing(rgb, asked, explained(seen.unclear or (NO_BODY,), rgb), seen.people)
    found = answers(seen.sets, asked.own, asked.region, asked.points)
    found = replace(found, refusals=seen.unclear or found.refusals, people=seen.people)
    return found if seen.look is None else without_those_beside(found, seen.look)


def _of_body(detector: Detector, rgb: Rgb, asked: _Asked) -> Located:
    """The answer for the body that a picture is about."""
    seen = see_body(detector, rgb, asked.region, asked.view, asked.person, asked.square)
    if not isinstance(seen, Seen):
        why, people = seen
        return _nothing(rgb, asked, explained((why,), rgb), people)
    marks = less_sure_blurred(seen.marks, rgb)
    found = without_those_beside(answer(marks, asked.own, asked.region or seen.only, asked.points), seen.look)
    return replace(found, people=seen.people, only=seen.only)


def _nothing(rgb: Rgb, asked: _Asked, refusals: tuple[Refusal, ...], people: Boxes = ()) -> Located:
    """The answer for a picture in which nothing is placed."""
    size_px = rgb.shape[1], rgb.shape[0]
    return Located(
        None, size_px, asked.view or "unknown", refusals=refusals, profile=asked.own.profile, people=people
    )


def locate_landmarks(
    landmarks: LandmarkSet,
    proportions: Proportions | None = None,
    codes: Sequence[str] | None = None,
    region: Region | None = None,
) -> Located:
    """Place points from landmarks alone, detected elsewhere or tapped; RequestError as from `locate`."""
    if not isinstance(landmarks, LandmarkSet):
        raise RequestError(
            f"expected a LandmarkSet, got {type(landmarks).__name__}: LandmarkSet.from_points(places, size_px) makes "
            "one"
        )
    faults = landmarks.faults()
    if faults:
        raise RequestError("\n".join(faults))
    return answer(landmarks, persons(proportions), region, chosen(codes))


def chosen(codes: Sequence[str] | None) -> tuple[Acupoint, ...]:
    """The points of these codes, or every single point of the atlas; RequestError names what it does not hold."""
    atlas = load_atlas()
    if codes is None:
        return atlas.standard
    return atlas.select(codes)


def known_square(square: Square | None) -> None:
    """RequestError for a square that there is not."""
    if square is None:
        return
    if not isinstance(square, Square):
        raise RequestError(f"expected a Square(x_px, y_px, side_px), got {square!r}")
    numbers = (square.x_px, square.y_px, square.side_px, square.turn_rad)
    if not all(map(is_finite, numbers)) or square.side_px <= 0.0:
        raise RequestError(f"expected a square with a side above 0 px at a place in the picture, got {square}")


def persons(proportions: Proportions | None) -> Proportions:
    """Whose proportions are meant; RequestError for a name, say, which the command line takes and this does not."""
    if proportions is not None and not isinstance(proportions, Proportions):
        raise RequestError(f"expected a person's Proportions, as a profile holds them, got {proportions!r}")
    return proportions or POPULATION


def answer(
    marks: LandmarkSet,
    own: Proportions,
    region: Region | None,
    points: Sequence[Acupoint],
    derive: bool = True,
    least_cun_px: float = MIN_CUN_PX,
) -> Located:
    """The answer for one body's landmarks: frames of the regions wanted, points placed by them, refusals told.

    `derive`: the answer's landmarks hold the frames' anchors too, for who speaks of them; a tenth of the time.  A part
    with less than `least_cun_px` to the cun is too small.
    """
    view = facing(marks)
    known_region(region)
    if other_side_shown(marks, marks.view):  # left and right were told as the picture's, or of another body
        return Located(None, marks.size_px, view, refusals=(OTHER_SIDE,), landmarks=marks, profile=own.profile)
    built, refusals = _built(marks, own, region)
    frames, small = large_enough(built, least_cun_px)
    refusals += small
    placements = _placed(points, frames, marks.size_px)
    if not any(p.visible for p in placements):
        placements = []
        asked = {point.region for point in points}  # to show a leg for a point of the hand would help nobody
        refusals = [why for why in refusals if why.reason != "joints_missing" or why.region in asked] or [POINTLESS]
    return Located(
        photo=None,
        size_px=marks.size_px,
        view=view,
        frames=tuple(f.info for f in frames),
        placements=tuple(placements),
        refusals=tuple(refusals),
        landmarks=marks.having(_anchors(frames, marks) if derive else (), view=view),
        profile=own.profile,
    )


def _built(marks: LandmarkSet, own: Proportions, region: Region | None) -> tuple[list[BodyFrame], list[Refusal]]:
    """The frames of one region or of all, and why the others of them do not stand."""
    frames: list[BodyFrame] = []
    refusals: list[Refusal] = []
    wanted: Iterable[Region] = BUILDERS if region is None else [region]
    for name in wanted:
        for built in BUILDERS[name](marks, own):
            if isinstance(built, BodyFrame):
                frames.append(built)
            # nobody asked for hands: their absence is no news, but that a finger's word on them does not fit is
            elif region is not None or name not in PARTS or built.reason == CONTRADICTED:
                refusals.append(built)
    return frames, refusals


def _anchors(frames: Sequence[BodyFrame], marks: LandmarkSet) -> list[Landmark]:
    """The frames' anchors as landmarks, but for those that are told already."""
    return [
        Landmark(name, xy, sigma_px=sigma, source="derived")
        for frame in frames
        for name, (xy, sigma) in derived(frame).items()
        if name not in marks
    ]


def large_enough(
    frames: Sequence[BodyFrame], least_cun_px: float = MIN_CUN_PX
) -> tuple[list[BodyFrame], list[Refusal]]:
    """The parts large enough in the picture for their points to be told apart, and what is said of the rest."""
    large = [frame for frame in frames if frame.cun_px >= least_cun_px]
    small = dict.fromkeys(frame.region for frame in frames if frame.cun_px < least_cun_px)
    if not large:
        return [], [TOO_SMALL] if small else []
    return large, [replace(TOO_SMALL, region=region) for region in small]


def answers(
    parts: Sequence[LandmarkSet], own: Proportions, region: Region | None, points: Sequence[Acupoint]
) -> Located:
    """The answer for several landmark sets of one picture, such as two people's hands; the first one's landmarks."""
    found, *others = (answer(part, own, region, points) for part in parts)
    placements = (*found.placements, *(spot for other in others for spot in other.placements))
    refusals = dict.fromkeys(why for each in (found, *others) for why in each.refusals)
    if placements:  # what is said of the whole picture is said of the part that it was said of
        refusals = dict.fromkeys(replace(why, region=why.region or region) for why in refusals if why != POINTLESS)
    return replace(
        found,
        frames=(*found.frames, *(frame for other in others for frame in other.frames)),
        placements=placements,
        refusals=tuple(refusals),
    )


def _placed(points: Sequence[Acupoint], frames: Sequence[BodyFrame], size_px: tuple[int, int]) -> list[Placement]:
    """Every point by the frame of its own region, by another that knows its anchors where that one is missing."""
    best: dict[tuple[str, str], tuple[bool, Placement]] = {}
    for frame in frames:
        for spot in place(points, frame, size_px):
            home = load_atlas()[spot.code].region == frame.region
            key = (spot.code, spot.side)
            if key not in best or (home and not best[key][0]):
                best[key] = (home, spot)
    order = {p.code: i for i, p in enumerate(points)}
    return sorted((spot for _, spot in best.values()), key=lambda p: (order[p.code], p.side))
