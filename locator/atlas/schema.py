"""What the atlas holds: points with their place in named axes, their names, their doubts and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from locator.atlas import search
from locator.atlas.search import Match
from locator.errors import RequestError
from locator.placement import Region, Side, known_region

MERIDIANS = {  # WHO code letters -> channel
    "BL": "Bladder",
    "EX": "Extra",
    "GB": "Gallbladder",
    "GV": "Governing Vessel",
    "KI": "Kidney",
    "LI": "Large Intestine",
    "LR": "Liver",
    "PC": "Pericardium",
    "SI": "Small Intestine",
    "SP": "Spleen",
    "ST": "Stomach",
    "TE": "Triple Energizer",
}

# From which side of the body (back, front, lateral, medial, above) or of the hand and foot this skin can be seen.
SEEN_FROM = ("back", "front", "lateral", "medial", "above", "dorsal", "palmar", "ulnar", "radial")

# Landmarks a position may hang on.  A spinal level is the lower border of its spinous process (upper border for c2), a
# sacral one the level of the posterior foramen.
MIDLINE_ANCHORS = frozenset([
    "c2", "c7", *(f"t{i}" for i in range(1, 13)), *(f"l{i}" for i in range(1, 6)), *(f"s{i}" for i in range(1, 5)),
    "sacral_hiatus", "coccyx_tip", "occiput", "vertex",
])  # fmt: skip
PAIRED_ANCHORS = frozenset([
    "acromion", "scapula_inferior_angle", "scapula_spine_medial", "scapula_spine_middle", "posterior_axillary_fold",
    "iliac_crest", "psis", "greater_trochanter", "gluteal_fold",
    "popliteal_crease", "lateral_malleolus", "medial_malleolus", "patella_base", "patella_apex",
    "lateral_knee_eye", "medial_knee_eye", "fibular_head", "medial_tibial_condyle",
    "ankle_front", "heel", "calcaneal_tendon", "metatarsal_1_2_junction",
    "wrist_crease_dorsal", "wrist_crease_palmar", "mcp5_ulnar", "metacarpal_2_middle_radial",
    "nape_hollow", "trapezius_c2",
])  # fmt: skip
ANCHORS = MIDLINE_ANCHORS | PAIRED_ANCHORS


@dataclass(frozen=True)
class Position:
    """A place on the body: an anchor (or a share of the way between two) and an offset along named axes.

    `distal_cun` grows away from the trunk and down the spine; `lateral_cun` away from the midline, on a leg toward the
    little toe; `dorsal_cun` toward the back of the body or limb.  The cun is that of the frame that places the point.
    """

    anchors: tuple[str, ...]  # one name, or two; sideless ("acromion")
    fraction: float = 0.0  # 0 at the first anchor .. 1 at the second; 0 when there is one
    distal_cun: float = 0.0
    lateral_cun: float = 0.0
    dorsal_cun: float = 0.0

    @property
    def at(self) -> str | None:
        """The anchor when there is one, None when the place lies between two."""
        return self.anchors[0] if len(self.anchors) == 1 else None

    @property
    def between(self) -> tuple[str, str] | None:
        """Both anchors when the place lies between two, else None."""
        return (self.anchors[0], self.anchors[1]) if len(self.anchors) == 2 else None

    def landmarks(self, side: Side) -> tuple[str, ...]:
        """The anchors as landmark names on this side of the body: ("c7", "left_acromion")."""
        return _landmarks(self.anchors, side)

    def shares(self, side: Side) -> Mapping[str, float]:
        """Of each landmark on this side of the body, by how much the place moves when it does."""
        return _shares(self.anchors, self.fraction, side)


@cache
def _shares(anchors: tuple[str, ...], fraction: float, side: Side) -> Mapping[str, float]:
    return dict(zip(_landmarks(anchors, side), (1.0 - fraction, fraction), strict=False))


@cache  # asked a thousand times a picture, of a few hundred different ones
def _landmarks(anchors: tuple[str, ...], side: Side) -> tuple[str, ...]:
    return tuple(landmark_name(anchor, side) for anchor in anchors)


def landmark_name(anchor: str, side: Side) -> str:
    """The landmark an anchor means on one side of the body; a midline anchor means itself."""
    if anchor in MIDLINE_ANCHORS:
        return anchor
    if side == "midline":
        raise ValueError(f"expected left or right for the paired anchor {anchor}, got midline")
    return f"{side}_{anchor}"


@dataclass(frozen=True)
class Acupoint:
    """One point as the standard describes it, in our own words."""

    code: str  # WHO code "BL23"; a family's member "EX-B2:T7"
    pinyin: str
    chinese: str  # simplified
    chinese_traditional: str
    english: str
    meridian: str
    paired: bool  # one on each side; else on the midline
    region: Region  # the frame that places it
    part: str  # "lumbar", "behind the knee"
    seen_from: tuple[str, ...]  # out of SEEN_FROM
    position: Position
    rule: str  # the place in anatomical words
    find: str  # how fingers find it
    traditional_use: str  # completes "traditionally used for …"
    sigma_cun: float  # one standard deviation along each axis: how far good hands differ about the point itself
    citation: str  # id in sources.toml
    cautions: tuple[str, ...] = ()  # ids in cautions.toml
    aliases: tuple[str, ...] = ()
    misnomers: tuple[str, ...] = ()  # names that articles give it and that are another point's, or nobody's
    old_codes: tuple[str, ...] = ()  # numbers of the older Bladder numbering, "B47"
    note: str = ""  # where popular articles contradict the standard
    family: str = ""  # "EX-B2" for its members: placed only when asked for by name

    @property
    def side(self) -> str:
        """Whether it is "paired" or lies on the "midline"."""
        return "paired" if self.paired else "midline"

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides of the body on which it lies."""
        return ("left", "right") if self.paired else ("midline",)


@dataclass(frozen=True)
class SourceNote:
    """Where a statement comes from."""

    id: str
    text: str  # author, title, year, place
    url: str = ""


@dataclass(frozen=True, eq=False)
class Atlas(Mapping[str, Acupoint]):
    """All points by code, in the order of their files."""

    points: Mapping[str, Acupoint]
    sources: Mapping[str, SourceNote]

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", MappingProxyType(dict(self.points)))
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))

    def __reduce__(self) -> tuple[type[Atlas], tuple[object, ...]]:
        """To copy it or send it to another process: a read-only mapping cannot be."""
        return type(self), (dict(self.points), dict(self.sources))

    def __getitem__(self, code: str) -> Acupoint:
        return self.points[code]

    def point(self, code: str) -> Acupoint:
        """The one point of this code, written as the atlas writes it; RequestError says what was expected."""
        if not isinstance(code, str) or code not in self.points:
            raise RequestError(search.unknown(self, code))
        return self.points[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.points)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def standard(self) -> tuple[Acupoint, ...]:
        """The points placed when nobody asks for particular ones: all but the members of families."""
        return tuple(p for p in self.values() if not p.family)

    @property
    def names(self) -> tuple[str, ...]:
        """Every code a person may ask for: single points and families, in the order of their files."""
        return tuple(dict.fromkeys(p.family or p.code for p in self.values()))

    def family(self, name: str) -> tuple[Acupoint, ...]:
        """The members of a family such as "EX-B2"; empty when there is none of that name."""
        return tuple(p for p in self.values() if p.family == name)

    def in_region(self, region: Region) -> tuple[Acupoint, ...]:
        """Every point that this region's frame places, members of families included."""
        known_region(region)
        return tuple(p for p in self.values() if p.region == region)

    def search(self, text: str, limit: int = 20) -> tuple[Match, ...]:
        """What the text may mean, best first, each told why."""
        return search.search(self, text, limit)

    def find(self, text: str) -> tuple[Acupoint, ...]:
        """The points the text may mean, best first; a family gives its members."""
        return tuple(match.point for match in self.search(text, limit=len(self)))

    def select(self, codes: Iterable[str]) -> tuple[Acupoint, ...]:
        """Exactly these points, in the order asked, each once; RequestError names every code that is not clear."""
        return search.select(self, codes)
