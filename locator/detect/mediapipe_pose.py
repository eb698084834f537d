"""MediaPipe Pose (BlazePose, full) behind `Detector`, its finder and its landmark model as two separate graphs.

`mp.solutions.pose` joins the two, hides the presence score and chooses the square itself.  Here the same calculators
and the same models, which the 0.10.21 wheel carries, are run one at a time so that the square can be ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np

from locator.detect.base import NAMES, SWAP, Look, Rgb, Square
from locator.detect.lean_model import without_output
from locator.detect.mediapipe_face import MediaPipeFace
from locator.detect.mediapipe_runtime import (
    POSE_MODEL,
    POSE_MODEL_PX,
    Graph,
    Runtime,
    cut_and_infer,
    pose_model,
    roi_packet,
    whole_packet,
)
from locator.detect.shrink import Shrunk, halved
from locator.geometry import Array

FIND_GRAPH = """
input_stream: "image"
output_stream: "detections"
node { calculator: "PoseDetectionCpu" input_stream: "IMAGE:image" output_stream: "DETECTIONS:detections" }
"""

TENSORS = ("lt", "ft", "st", "ht", "wt")  # its outputs: landmarks, presence, silhouette, heat map, metric landmarks
LANDMARKS = """
output_stream: "landmarks"
output_stream: "world"
output_stream: "presence"
node { calculator: "TensorsToFloatsCalculator" input_stream: "TENSORS:ft" output_stream: "FLOAT:presence" }
node { calculator: "TensorsToLandmarksCalculator" input_stream: "TENSORS:lt" output_stream: "NORM_LANDMARKS:rough"
  options { [mediapipe.TensorsToLandmarksCalculatorOptions.ext] {
    num_landmarks: 39 input_image_width: 256 input_image_height: 256
    visibility_activation: SIGMOID presence_activation: SIGMOID } } }
node { calculator: "RefineLandmarksFromHeatmapCalculator" input_stream: "NORM_LANDMARKS:rough"
  input_stream: "TENSORS:ht" output_stream: "NORM_LANDMARKS:raw"
  options { [mediapipe.RefineLandmarksFromHeatmapCalculatorOptions.ext] { kernel_size: 7 } } }
node { calculator: "LandmarkProjectionCalculator" input_stream: "NORM_LANDMARKS:raw"
  input_stream: "PROJECTION_MATRIX:m" output_stream: "NORM_LANDMARKS:landmarks" }
node { calculator: "TensorsToLandmarksCalculator" input_stream: "TENSORS:wt" output_stream: "LANDMARKS:world"
  options { [mediapipe.TensorsToLandmarksCalculatorOptions.ext] { num_landmarks: 39 } } }
"""
MASK = """
output_stream: "mask"
node { calculator: "TensorsToSegmentationCalculator" input_stream: "TENSORS:st" output_stream: "MASK:mask"
  options { [mediapipe.TensorsToSegmentationCalculatorOptions.ext] { activation: SIGMOID gpu_origin: TOP_LEFT } } }
"""
SEE_GRAPH = cut_and_infer(POSE_MODEL, POSE_MODEL_PX, TENSORS) + LANDMARKS + MASK
# Without the silhouette; all of it is done in one thread, for there is nothing in it to be done side by side.
LOOK_GRAPH = "num_threads: 1" + cut_and_infer(None, POSE_MODEL_PX, tuple(t for t in TENSORS if t != "st")) + LANDMARKS

# Pictures are made smaller while they are larger than what the models see (224 and 256 px), against aliasing.
FIND_SIDE_PX = 224
LOOK_SIDE_PX = 384
GROW = 1.25  # MediaPipe's own margin around the body's circle (pose_detection_to_roi.pbtxt)


class MediaPipePose:
    """`Detector` on MediaPipe's models; holds a graph for each kind of question asked, used by one thread at a time."""

    def __init__(self) -> None:
        self._runtime = Runtime.get()
        self._find: Graph | None = None
        self._shrunk = Shrunk()
        self._see = Graph(SEE_GRAPH, ("landmarks", "world", "presence", "mask"))
        self._look: Graph | None = None
        self._face: MediaPipeFace | None = None

    def close(self) -> None:
        for graph in (self._see, self._look, self._find, self._face):
            if graph is not None:
                graph.close()

    def find(self, rgb: Rgb) -> tuple[Square, ...]:
        """Squares around the bodies whose face or upper trunk the finder recognises, best first."""
        if self._find is None:
            self._find = Graph(FIND_GRAPH, ("detections",))
        height, width = rgb.shape[:2]
        packet = self._find(halved(rgb, FIND_SIDE_PX / max(height, width))).get("detections")
        found = self._runtime.getter.get_proto_list(packet) if packet is not None else []
        squares = []
        for detection in found:
            hips, rim = detection.location_data.relative_keypoints[:2]  # middle of the hips, rim of the body's circle
            middle = np.array([hips.x * width, hips.y * height])
            squares.append(_square_of(middle, np.array([rim.x * width, rim.y * height]), float(detection.score[0])))
        return tuple(sorted(squares, key=lambda s: -s.score))

    def look(
        self,
        rgb: Rgb,
        square: Square,
        *,
        mirrored: bool = False,
        mask: bool = False,
        plain_surround: bool = False,
        shared: bool = False,
    ) -> Look:
        """The 33 landmarks in one square.  `mirrored` shows the model the mirror image and turns its answer back.

        What of the square lies outside the picture is filled by drawing the picture's edge outward, as MediaPipe does,
        or, with `plain_surround`, with the picture's mean colour.  `shared`: one of the looks at a body found, for
        which the picture is made smaller once; the choice among close-ups was learnt on each brought to its own size.
        """
        scale = LOOK_SIDE_PX / square.side_px
        small = self._shrunk.near(rgb, scale) if shared else self._shrunk.enough(rgb, scale)
        height, width = rgb.shape[:2]
        if plain_surround:
            picture, to_px = _cut_out(small, width, square, mirrored)
            roi, depth_px = whole_packet(), square.side_px
        else:
            picture = np.asarray(cv2.flip(small, 1), dtype=np.uint8) if mirrored else small
            to_px = _whole_map((width, height), mirrored)
            roi, depth_px = roi_packet(square.in_mirror(width) if mirrored else square, (width, height)), width
        out = (self._see if mask else self._looking())(picture, roi=roi)
        raw, world = self._places(out)
        raw[:, :2] = raw[:, :2] @ to_px[:, :2].T + to_px[:, 2]
        raw[:, 2] *= depth_px
        body = raw[: len(NAMES)]
        if mirrored:
            body, world = body[SWAP], world[SWAP] * (-1.0, 1.0, 1.0)
        hips, rim = raw[33, :2], raw[34, :2]  # the two points by which MediaPipe itself steers the next square
        seen = None
        if mask:
            seen = np.array(self._runtime.getter.get_image(out["mask"]).numpy_view(), dtype=np.float32)
            seen = seen[:, ::-1] if mirrored else seen
        return Look(
            square=square,
            presence=float(self._runtime.getter.get_float(out["presence"])),
            xy_px=body[:, :2],
            depth_px=body[:, 2],
            visibility=body[:, 3],
            inside=body[:, 4],
            world_m=world,
            implied=_square_of(hips, rim),
            mask=seen,
            mirrored=mirrored,
            plain_surround=plain_surround,
        )

    def face(self, rgb: Rgb, square: Square) -> float:
        """How sure the face finder is of a face in a square, 0..1; what lies outside the picture is plain to it."""
        if self._face is None:
            self._face = MediaPipeFace()
        small = self._shrunk.enough(rgb, LOOK_SIDE_PX / square.side_px)
        return self._face(_cut_out(small, rgb.shape[1], square, mirrored=False)[0])

    def _places(self, out: Mapping[str, Any]) -> tuple[Array, Array]:
        """(39, 5) x, y, depth, visibility and presence in shares of what was shown; (33, 3) metric pose."""
        marks: Any = self._runtime.getter.get_proto(out["landmarks"]).landmark
        metres: Any = self._runtime.getter.get_proto(out["world"]).landmark
        shares: Array = np.array([(p.x, p.y, p.z, p.visibility, p.presence) for p in marks])
        world: Array = np.array([(p.x, p.y, p.z) for p in metres])[: len(NAMES)]
        return shares, world

    def _looking(self) -> Graph:
        """The graph without the silhouette, three quarters of the time of the one with it."""
        if self._look is None:
            lean = without_output(pose_model(), TENSORS.index("st"))
            self._look = Graph(LOOK_GRAPH, ("landmarks", "world", "presence"), lean)
        return self._look


def _whole_map(size_px: tuple[int, int], mirrored: bool) -> Array:
    """(2, 3) from the 0..1 of a picture of this (width, height), or of its mirror image, to the picture's px."""
    width, height = size_px
    return np.array([[-width if mirrored else width, 0.0, width if mirrored else 0.0], [0.0, height, 0.0]])


def _cut_out(small: Rgb, width: int, square: Square, mirrored: bool) -> tuple[Rgb, Array]:
    """The square cut from a picture brought to `small`, and the (2, 3) map from its 0..1 to the picture's px."""
    scale = small.shape[1] / width
    c, s = math.cos(square.turn_rad), math.sin(square.turn_rad)
    across = square.side_px * np.array([c, s]) * (-1.0 if mirrored else 1.0)
    down = square.side_px * np.array([-s, c])
    corner = np.array([square.x_px, square.y_px]) - 0.5 * across - 0.5 * down
    to_px: Array = np.column_stack([across, down, corner])
    cut = np.column_stack([across * scale / POSE_MODEL_PX, down * scale / POSE_MODEL_PX, corner * scale])
    mean = [float(v) for v in cv2.mean(small)[:3]]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    picture = cv2.warpAffine(
        small, cut, (POSE_MODEL_PX, POSE_MODEL_PX), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=mean
    )
    return np.asarray(picture, dtype=np.uint8), to_px


def _square_of(middle_px: Array, rim_px: Array, score: float = 1.0) -> Square:
    """MediaPipe's square around a body whose hips are in the middle and whose head or feet touch the rim."""
    dx, dy = rim_px - middle_px
    turn = math.remainder(math.pi / 2 - math.atan2(-dy, dx), 2 * math.pi)
    return Square(float(middle_px[0]), float(middle_px[1]), 2.0 * GROW * math.hypot(dx, dy), turn, score)
