"""Whether a body shows its face: that tells its front from its back where the joints do not.

Of rendered bodies that lie face down the model takes one in fifteen for a front, and is as sure of it as ever.  A face
finder looks for something else: eyes, nose and mouth.
"""

from __future__ import annotations

import math

from locator.detect.base import Detector, Look, Rgb, Square

# The square looked at: around the head, this many trunk lengths wide, upright along the trunk.
HEAD_TRUNKS = 1.2
# The middle of the head is this share of that square from the picture's rim where all of the head is in the picture.
WHOLE_HEAD = 0.18
# A face is seen from here on.  Of 101 rendered fronts, half of them turned, one is below (.66), of 12 photographed ones
# none (.88 the least); of 13 photographed backs all (.52 the most), and so are the five of 73 rendered bodies lying
# face down that the finder's look takes for a front (.66).
SURE_FACE = 0.7


def shows_face(detector: Detector, rgb: Rgb, look: Look) -> bool | None:
    """Whether a face is seen where the look has the head; None where that is out of the picture."""
    square = head_square(look)
    height, width = rgb.shape[:2]
    if not (0.0 <= square.x_px < width and 0.0 <= square.y_px < height):
        return None
    return detector.face(rgb, square) >= SURE_FACE


def head_in_sight(look: Look, rgb: Rgb) -> bool:
    """Whether the whole head, and not just a part of it, lies in the picture where the look has it."""
    square = head_square(look)
    height, width = rgb.shape[:2]
    margin_px = WHOLE_HEAD * square.side_px
    return margin_px < square.x_px < width - margin_px and margin_px < square.y_px < height - margin_px


def head_square(look: Look) -> Square:
    """The square around the head that the look sees, upright along its trunk."""
    shoulders, hips = (0.5 * (look.xy(f"left_{end}") + look.xy(f"right_{end}")) for end in ("shoulder", "hip"))
    x, y = 0.5 * look.xy("nose") + 0.25 * (look.xy("left_ear") + look.xy("right_ear"))
    right, down = shoulders - hips
    return Square(float(x), float(y), HEAD_TRUNKS * math.hypot(right, down), math.atan2(right, -down))
