"""Atlas and frame make placements: a position in named axes becomes a spot in the picture with its ring."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from locator.atlas.schema import Acupoint, Position
from locator.frames.base import SEEN_COSINE, BodyFrame, Linear, combined
from locator.geometry import Array, long_and_short, ring_radii
from locator.placement import Placement, Side

# Misses have heavier tails than a normal of the same variance: most lie nearer, a few much further.  The radius that
# holds 68 % is this share of the normal's, on rendered backs and legs (fitted on one set, proved on another: README).
HEAVY_TAILS = 0.8
# Where the skin of a limb or trunk lies round its long axis, degrees from its back face; + is toward `lateral`.
FACE_DEG: Mapping[str, float] = {"back": 0.0, "lateral": 90.0, "front": 180.0, "medial": -90.0}


def place(points: Iterable[Acupoint], frame: BodyFrame, size_px: tuple[int, int]) -> tuple[Placement, ...]:
    """Every point of this frame's region whose anchors the frame knows, on each side it lies on."""
    found = spotted(points, frame)
    if not found:
        return ()
    spreads = frame.spreads_px([f[2] for f in found], [f[0].position.shares(f[1]) for f in found])
    rings = rings_of(spreads)
    placed = []
    for (point, side, spot, anchors), ring_px, spread in zip(found, rings, spreads, strict=True):
        x, y = float(spot.value[0]), float(spot.value[1])
        inside = 0.0 <= x < size_px[0] and 0.0 <= y < size_px[1]
        placed.append(
            Placement(
                code=point.code,
                side=side,
                xy_px=spot.value,
                ring_px=float(ring_px),
                cun_px=frame.cun_px,
                visible=inside and faces_camera(point, side, frame) and not _hidden(frame, anchors, spot.value),
                frame=frame.region,
                rule=point.rule,
                spread_cun2=spread / frame.cun_px**2,
            )
        )
    return tuple(placed)


def _hidden(frame: BodyFrame, anchors: Sequence[str], xy_px: Array) -> bool:
    """Whether the frame knows this skin to be turned away, or under another limb."""
    return bool(frame.hidden.intersection(anchors)) or (frame.behind is not None and frame.behind.covers(xy_px))


def spotted(points: Iterable[Acupoint], frame: BodyFrame) -> list[tuple[Acupoint, Side, Linear, tuple[str, ...]]]:
    """Each point and side whose anchors the frame knows: where it lies, and the anchors it hangs on."""
    found: list[tuple[Acupoint, Side, tuple[str, ...]]] = []
    for point in points:
        for side in point.sides:
            anchors = point.position.landmarks(side)
            if frame.side in (None, side) and all(name in frame.anchors for name in anchors):
                found.append((point, side, anchors))
    if not found:
        return []
    values, gradients = combined([terms(point.position, anchors, side, frame) for point, side, anchors in found])
    spots = map(Linear, values, gradients)
    return [(point, side, spot, anchors) for (point, side, anchors), spot in zip(found, spots, strict=True)]


def rings_of(spreads: Array) -> Array:
    """(k,) ring radii for (k, 2, 2) covariances of places, in their unit."""
    rings: Array = HEAVY_TAILS * ring_radii(spreads)
    return rings


def terms(position: Position, anchors: Sequence[str], side: Side, frame: BodyFrame) -> list[tuple[float, Linear]]:
    """The spot a position means on one side of the body, as a weighted sum of the frame's anchors and axes."""
    spot = [(1.0 - position.fraction, frame.anchors[anchors[0]])]
    if len(anchors) == 2:
        spot.append((position.fraction, frame.anchors[anchors[1]]))
    axes = frame.axes(anchors[0])
    outward = _outward(side, frame)
    rise = position.dorsal_cun + frame.roundness.get(anchors[0], 0.0) * position.lateral_cun**2
    offsets = ((axes.lateral, outward * position.lateral_cun), (axes.distal, position.distal_cun), (axes.dorsal, rise))
    return spot + [(cun, axis) for axis, cun in offsets if cun]  # most points lie off their anchor along one or two


def _outward(side: Side, frame: BodyFrame) -> float:
    """Which way along the frame's lateral axis the outside lies: the back's and the head's axis points to the left."""
    return -1.0 if frame.side is None and side == "right" else 1.0


def faces_camera(point: Acupoint, side: Side, frame: BodyFrame) -> bool:
    """Whether the point's skin is turned to the camera, from the sides it can be seen from and the part's turn."""
    azimuth = _azimuth(point.seen_from)
    if azimuth is None:  # seen from above, or a face of hand or foot that its own frame has already judged
        return True
    outward = _outward(side, frame)
    rounded = frame.roundness.get(point.position.landmarks(side)[0], 0.0)
    slope = math.atan(-2.0 * rounded * point.position.lateral_cun) if frame.side is None else 0.0
    # frame.turn_rad > 0: the back face looks toward left (trunk) or out
    return math.cos(outward * (azimuth + slope) + frame.turn_rad) > SEEN_COSINE


@cache
def _azimuth(seen_from: tuple[str, ...]) -> float | None:
    """Which way the skin looks, rad from the back face; a point seen from two faces lies between them."""
    faces = [math.radians(FACE_DEG[s]) for s in seen_from if s in FACE_DEG]
    return math.atan2(sum(map(math.sin, faces)), sum(map(math.cos, faces))) if faces else None


def derived(frame: BodyFrame) -> dict[str, tuple[Array, float]]:
    """Every anchor of a frame as (place px, standard deviation px along the wider axis)."""
    names = list(frame.anchors)
    long, _ = long_and_short(frame.spreads_px(list(frame.anchors.values()), [{n: 1.0} for n in names]))
    return {n: (frame.anchors[n].value, sd) for n, sd in zip(names, long.tolist(), strict=True)}
