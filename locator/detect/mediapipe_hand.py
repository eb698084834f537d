"""MediaPipe Hands behind two questions: where are there palms (`find`), and what does the hand in a square look like.

The palm finder and the landmark model of `mp.solutions.hands`, run one at a time, so that the square can also come
from a body's wrist or from a search over a close-up, and so that the presence score is seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from locator.detect.base import Rgb, Square
from locator.detect.mediapipe_runtime import Graph, Runtime, cut_and_infer, roi_packet
from locator.detect.shrink import Shrunk
from locator.geometry import Array

FIND_GRAPH = """
input_stream: "image"
output_stream: "detections"
node { calculator: "PalmDetectionCpu" input_stream: "IMAGE:image" output_stream: "DETECTIONS:detections" }
"""

LOOK_GRAPH = cut_and_infer("hand_landmark/hand_landmark_full.tflite", 224, ("lt", "ft", "ht", "wt")) + """
output_stream: "landmarks"
output_stream: "presence"
output_stream: "handedness"
node { calculator: "TensorsToFloatsCalculator" input_stream: "TENSORS:ft" output_stream: "FLOAT:presence" }
node { calculator: "TensorsToFloatsCalculator" input_stream: "TENSORS:ht" output_stream: "FLOAT:handedness" }
node { calculator: "TensorsToLandmarksCalculator" input_stream: "TENSORS:lt" output_stream: "NORM_LANDMARKS:raw"
  options { [mediapipe.TensorsToLandmarksCalculatorOptions.ext] {
    num_landmarks: 21 input_image_width: 224 input_image_height: 224 normalize_z: 0.4 } } }
node { calculator: "LandmarkProjectionCalculator" input_stream: "NORM_LANDMARKS:raw"
  input_stream: "PROJECTION_MATRIX:m" output_stream: "NORM_LANDMARKS:landmarks" }
"""

FIND_SIDE_PX = 384  # the palm finder itself sees 192 px
LOOK_SIDE_PX = 336  # 1.5 times the model's own 224 px: brought near it by area averaging first, against aliasing

# MediaPipe's 21 hand landmarks, snake case, in its order; who asks for one elsewhere does so by name (hands.ROW).
HAND_NAMES = (
    "wrist", "thumb_cmc", "thumb_mcp", "thumb_ip", "thumb_tip",
    "index_mcp", "index_pip", "index_dip", "index_tip",
    "middle_mcp", "middle_pip", "middle_dip", "middle_tip",
    "ring_mcp", "ring_pip", "ring_dip", "ring_tip",
    "little_mcp", "little_pip", "little_dip", "little_tip",
)  # fmt: skip

# What MediaPipe's tracker turns its square by, and what it lays it around: wrist, thumb and the fingers' two nearest.
_STEERING = [HAND_NAMES.index(name) for name in ("wrist", "index_mcp", "middle_mcp", "ring_mcp")]
_PALM = [
    HAND_NAMES.index(name)
    for name in (
        "wrist", "thumb_cmc", "thumb_mcp", "thumb_ip",
        *(f"{finger}_{joint}" for finger in ("index", "middle", "ring", "little") for joint in ("mcp", "pip")),
    )
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class HandLook:
    """What the hand model saw in one square."""

    square: Square
    presence: float  # 0..1: that there is a hand in the square at all
    right: float  # 0..1: that it is the body's right hand
    xy_px: Array  # (21, 2) in picture pixels
    depth_px: Array  # (21,) away from the camera is positive, origin at the wrist

    @property
    def implied(self) -> Square:
        """The square these landmarks ask for."""
        return asked_square(self.xy_px)


def asked_square(xy_px: Array) -> Square:
    """The square that (21, 2) landmarks ask for, as MediaPipe's own tracker draws it (HandLandmarkLandmarksToRoi)."""
    wrist, index, middle, ring = xy_px[_STEERING]
    toward = 0.25 * (index + ring) + 0.5 * middle - wrist
    turn = math.atan2(toward[0], -toward[1])
    palm = xy_px[_PALM]
    across = np.array([math.cos(turn), math.sin(turn)])
    along = np.array([-math.sin(turn), math.cos(turn)])
    u, v = palm @ across, palm @ along
    width, height = float(np.ptp(u)), float(np.ptp(v))
    centre = 0.5 * (u.min() + u.max()) * across + 0.5 * (v.min() + v.max()) * along - 0.1 * height * along
    return Square(float(centre[0]), float(centre[1]), 2.0 * max(width, height), turn)


class MediaPipeHand:
    """The two hand models; holds two graphs, used by one thread at a time."""

    def __init__(self) -> None:
        self._runtime = Runtime.get()
        self._find: Graph | None = None
        self._shrunk = Shrunk()
        self._look = Graph(LOOK_GRAPH, ("landmarks", "presence", "handedness"))

    def close(self) -> None:
        self._look.close()
        if self._find is not None:
            self._find.close()

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        """Squares around the hands whose palm the finder recognises, best first."""
        if self._find is None:
            self._find = Graph(FIND_GRAPH, ("detections",))
        height, width = rgb.shape[:2]
        scale = min(1.0, FIND_SIDE_PX / max(height, width))
        small = self._shrunk.to(rgb, scale)
        packet = self._find(small).get("detections")
        found = self._runtime.getter.get_proto_list(packet) if packet is not None else []
        squares = []
        for detection in found:
            box = detection.location_data.relative_bounding_box
            wrist, middle = (detection.location_data.relative_keypoints[i] for i in (0, 2))
            dx, dy = (middle.x - wrist.x) * width, (middle.y - wrist.y) * height
            turn = math.atan2(dx, -dy)
            w, h = box.width * width, box.height * height
            side = max(w, h)
            # the palm's box, moved half its height toward the fingers and enlarged (PalmDetectionDetectionToRoi)
            x = (box.xmin + 0.5 * box.width) * width + 0.5 * h * math.sin(turn)
            y = (box.ymin + 0.5 * box.height) * height - 0.5 * h * math.cos(turn)
            squares.append(Square(x, y, 2.6 * side, turn, float(detection.score[0])))
        return tuple(sorted(squares, key=lambda s: -s.score))

    def look(self, rgb: Rgb, square: Square, *, mirrored: bool = False) -> HandLook:
        """The 21 landmarks in one square.  `mirrored` shows the model the mirror image and turns its answer back."""
        height, width = rgb.shape[:2]
        small = self._shrunk.enough(rgb, LOOK_SIDE_PX / square.side_px)
        shown = square.in_mirror(width) if mirrored else square
        out = self._look(small[:, ::-1] if mirrored else small, roi=roi_packet(shown, (width, height)))
        marks: Any = self._runtime.getter.get_proto(out["landmarks"]).landmark
        raw: Array = np.array([(p.x * width, p.y * height, p.z * width) for p in marks])
        # MediaPipe's documentation has the two the other way round: it speaks of mirrored pictures of their owners
        right = float(self._runtime.getter.get_float(out["handedness"]))
        if mirrored:
            raw[:, 0] = width - raw[:, 0]
            right = 1.0 - right
        return HandLook(square, float(self._runtime.getter.get_float(out["presence"])), right, raw[:, :2], raw[:, 2])
