"""What a finger can feel and an eye cannot see: the landmarks worth tapping, and the words that ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from locator.errors import RequestError
from locator.landmark_names import KNOWN, no_use
from locator.landmarks import SIDES, View, known_view
from locator.placement import Region, known_region


@dataclass(frozen=True)
class Prompt:
    """One landmark to ask for."""

    name: str  # landmark, "c7", "left_iliac_crest"
    region: Region
    title: str  # "Base of the neck"
    say: str  # the request, one sentence to act on
    sigma_mm: float  # how far good hands miss it, one standard deviation along each axis
    hidden_from: View | None = None  # the body seen from there does not show the place


# Spread of palpation: C7 and L4 about half a level (Cooperstein 2009, Chakraverty 2007), dimples and malleoli are seen
# as well as felt.  In the order in which to ask when nothing is known yet: both ends of a part first.
_ASKED: tuple[tuple[str, bool, Region, str, str, float, View | None], ...] = (
    ("c7", False, "back", "Base of the neck",
     "Feel for the bone that sticks out most when you bend your neck forward: tap it.", 6.0, "front"),
    ("psis", True, "back", "Dimple above the {side} buttock",
     "Find the dimple above the {side} buttock, beside the spine: tap it.", 6.0, "front"),
    ("iliac_crest", True, "back", "Top of the {side} hip bone",
     "Slide a hand down the {side} side of the waist until it rests on bone: tap the top of that bone.", 10.0, None),
    ("acromion", True, "back", "Tip of the {side} shoulder",
     "Follow the {side} shoulder outward to its bony outer edge: tap it.", 7.0, None),
    ("scapula_inferior_angle", True, "back", "Lower tip of the {side} shoulder blade",
     "With the arm hanging, feel for the lowest tip of the {side} shoulder blade: tap it.", 9.0, "front"),
    ("popliteal_crease", True, "leg", "Behind the {side} knee",
     "Bend the {side} knee a little and find the crease behind it: tap its middle.", 6.0, "front"),
    ("lateral_malleolus", True, "leg", "Outer bone of the {side} ankle",
     "Tap the tip of the bone on the outside of the {side} ankle.", 4.0, None),
    ("medial_malleolus", True, "leg", "Inner bone of the {side} ankle",
     "Tap the tip of the bone on the inside of the {side} ankle.", 4.0, None),
    ("patella_apex", True, "leg", "Below the {side} kneecap",
     "Sit with the knee straight and find the lower tip of the {side} kneecap: tap it.", 5.0, "back"),
    ("fibular_head", True, "leg", "Outer knob below the {side} knee",
     "Feel for the bony knob on the outside of the {side} leg, just below the knee: tap its middle.", 4.0, None),
    ("medial_tibial_condyle", True, "leg", "Inner edge below the {side} knee",
     "Slide up the inner edge of the {side} shin bone until it bends away below the knee: tap there.", 8.0, "back"),
    ("calcaneal_tendon", True, "leg", "Tendon above the {side} heel",
     "Feel the cord above the {side} heel, level with the ankle bones: tap its middle.", 4.0, "front"),
    ("gluteal_fold", True, "back", "Fold under the {side} buttock",
     "Standing, find the fold under the {side} buttock: tap its middle.", 8.0, "front"),
    ("hand_wrist", True, "hand", "Middle of the {side} wrist",
     "Bend the {side} wrist and find the middle of its crease: tap it.", 4.0, None),
    ("hand_index_mcp", True, "hand", "Knuckle of the {side} index finger",
     "Make a loose fist, feel the {side} index finger's large knuckle, open the hand again: tap it.", 4.0, None),
    ("hand_little_mcp", True, "hand", "Knuckle of the {side} little finger",
     "Feel the large knuckle of the {side} little finger: tap it.", 4.0, None),
)  # fmt: skip


def _prompts() -> tuple[Prompt, ...]:
    asked = []
    for name, paired, region, title, say, sigma_mm, hidden_from in _ASKED:
        for side in SIDES if paired else ("",):
            full = f"{side}_{name}" if side else name
            asked.append(Prompt(full, region, title.format(side=side), say.format(side=side), sigma_mm, hidden_from))
    return tuple(asked)


PROMPTS: tuple[Prompt, ...] = _prompts()


def prompts_for(
    region: Region | None = None, known: Iterable[str] = (), view: View = "unknown"
) -> tuple[Prompt, ...]:
    """What is left to ask for in a region (None: in all) that shows this side, first things first.

    RequestError for a region or view that there is not, and for a `known` name that means no landmark.
    """
    known_region(region)
    known_view(view)
    have = _have(known)
    those = (p for p in PROMPTS if region is None or p.region == region)
    return tuple(p for p in those if p.name not in have and p.hidden_from != view)


def _have(known: Iterable[str]) -> frozenset[str]:
    """The names of what is known; a misspelt one would be asked for again."""
    if isinstance(known, str):
        raise RequestError(f'expected a list of names such as ["c7"], got the text {known!r}')
    have = frozenset(known)
    faults = [no_use(str(name)) for name in have if name not in KNOWN]
    if faults:
        raise RequestError("\n".join(sorted(faults)))
    return have


def prompt(name: str) -> Prompt | None:
    """The request for a landmark; None for one that nobody is asked for."""
    return next((p for p in PROMPTS if p.name == name), None)
