"""Atlas and frame make placements: a position in named axes becomes a spot in the picture with its ring."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from locator.atlas.schema import Acupoint, Position
from locator.frames.base import BodyFrame, Linear
from locator.geometry import Array, long_and_short, ring_radii
from locator.placement import Placement, Side

# Skin turned further than this from the camera is not shown: its place slides away under foreshortening, and a finger
# could not be told where to press.  The rendered truth calls a point seen at a cosine above .15; the rest is margin.
SEEN_COSINE = 0.2
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
    rings = rings_of(frame.spreads_px([f[2] for f in found], [f[3] for f in found]))
    placed = []
    for (point, side, spot, anchors), ring_px in zip(found, rings, strict=True):
        x, y = float(spot.value[0]), float(spot.value[1])
        inside = 0.0 <= x < size_px[0] and 0.0 <= y < size_px[1]
        placed.append(
            Placement(
                code=point.code,
                side=side,
                xy_px=spot.value,
                ring_px=float(ring_px),
                cun_px=frame.cun_px,
                visible=inside and not frame.hidden.intersection(anchors) and faces_camera(point, side, frame),
                frame=frame.region,
                rule=point.rule,
            )
        )
    return tuple(placed)


def spotted(points: Iterable[Acupoint], frame: BodyFrame) -> list[tuple[Acupoint, Side, Linear, tuple[str, ...]]]:
    """Each point and side whose anchors the frame knows: where it lies, and the anchors it hangs on."""
    found: list[tuple[Acupoint, Side, Linear, tuple[str, ...]]] = []
    for point in points:
        for side in point.sides:
            if frame.side is not None and side != frame.side:
                continue
            where = locate_position(point.position, side, frame)
            if where is not None:
                found.append((point, side, *where))
    return found


def rings_of(spreads: Array) -> Array:
    """(k,) ring radii for (k, 2, 2) covariances of places, in their unit."""
    rings: Array = HEAVY_TAILS * ring_radii(spreads)
    return rings


def locate_position(position: Position, side: Side, frame: BodyFrame) -> tuple[Linear, tuple[str, ...]] | None:
    """The spot a position means on one side of the body, and the anchors it hangs on; None where one is unknown."""
    names = position.landmarks(side)
    if any(name not in frame.anchors for name in names):
        return None
    spot = frame.anchors[names[0]]
    if len(names) == 2:
        spot = spot.toward(frame.anchors[names[1]], position.fraction)
    axes = frame.axes(names[0])
    outward = -1.0 if frame.side is None and side == "right" else 1.0  # the back's lateral axis points to the left
    rise = position.dorsal_cun + frame.roundness.get(names[0], 0.0) * position.lateral_cun**2
    for axis, cun in (
        (axes.lateral, outward * position.lateral_cun),
        (axes.distal, position.distal_cun),
        (axes.dorsal, rise),
    ):
        if cun:  # most points lie off their anchor along one axis or two
            spot = spot + axis * cun
    return spot, names


def faces_camera(point: Acupoint, side: Side, frame: BodyFrame) -> bool:
    """Whether the point's skin is turned to the camera, from the sides it can be seen from and the part's turn."""
    outward = -1.0 if frame.side is None and side == "right" else 1.0
    rounded = frame.roundness.get(point.position.landmarks(side)[0], 0.0)
    slope = math.atan(-2.0 * rounded * point.position.lateral_cun) if frame.side is None else 0.0
    faces = [math.radians(FACE_DEG[s]) for s in point.seen_from if s in FACE_DEG]
    if not faces:  # seen from above, or a face of hand or foot that its own frame has already judged
        return True
    # a point seen from two faces lies between them; frame.turn_rad > 0: the back face looks toward left (trunk) or out
    azimuth = math.atan2(sum(map(math.sin, faces)), sum(map(math.cos, faces)))
    return math.cos(outward * (azimuth + slope) + frame.turn_rad) > SEEN_COSINE


def derived(frame: BodyFrame) -> dict[str, tuple[Array, float]]:
    """Every anchor of a frame as (place px, standard deviation px along the wider axis)."""
    names = list(frame.anchors)
    long, _ = long_and_short(frame.spreads_px(list(frame.anchors.values()), [(n,) for n in names]))
    return {n: (frame.anchors[n].value, float(sd)) for n, sd in zip(names, long, strict=True)}
