"""What the pose model notices at small places of a body before it makes up its mind: its inner layers, read there.

The model's last word on which side of a leg it sees is little better than a guess (of knees .63 told rightly).  Its
inner layers, which have learnt from photographs of people, still tell a kneecap from the hollow behind it, and a calf
and a heel from a shin and toes (.99 of rendered knees).  The model is run as far as the layers that are asked for.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

import numpy as np

from locator.detect.base import Rgb, Square
from locator.detect.lean_model import with_outputs
from locator.detect.mediapipe_runtime import POSE_MODEL_PX, Graph, Runtime, cut_and_infer, pose_model, whole_packet
from locator.detect.shrink import shrunk
from locator.geometry import Array

LAYERS = {  # of 64, 88 and 144 channels
    "fine": "model_1/model/add_3/add",
    "middle": "model_1/model/add_5/add",
    "coarse": "model_1/model/batch_normalization_44/FusedBatchNormV3;model_1/model/conv2d_29/Conv2D1",
}
CELLS = {"fine": 16, "middle": 16, "coarse": 8}  # rows, and columns
FLOATS = """
output_stream: "{0}"
node {{ calculator: "TensorsToFloatsCalculator" input_stream: "TENSORS:t_{0}" output_stream: "FLOATS:{0}" }}
"""
TENSORS = tuple(f"t_{name}" for name in LAYERS)
GRAPH = "num_threads: 1" + cut_and_infer(None, POSE_MODEL_PX, TENSORS) + "".join(map(FLOATS.format, LAYERS))


def noticed(rgb: Rgb, square: Square, places_px: Array, twins: Sequence[int]) -> dict[str, Array]:
    """(n, channels) of each layer at n places (n, 2) px of a picture of which the model is shown one square.

    The mirror image is shown too and the mean taken; `twins` tells for each place the one that looks like it in the
    mirror.  So a picture and its mirror image are told the same, each place what the other picture's twin is told.
    """
    shown, at = _cut_out(rgb, square, places_px)
    mirrored = np.column_stack([POSE_MODEL_PX - at[:, 0], at[:, 1]])[list(twins)]
    plain, other = _layers(shown), _layers(shown[:, ::-1])
    return {name: 0.5 * (_sampled(plain[name], at) + _sampled(other[name], mirrored)) for name in LAYERS}


def _cut_out(rgb: Rgb, square: Square, places_px: Array) -> tuple[Rgb, Array]:
    """The square as the model sees it, the picture's edge drawn outward, and the places (n, 2) in its pixels."""
    import cv2

    scale = POSE_MODEL_PX / square.side_px
    small = shrunk(rgb, 2.0 * scale)  # by area average to twice the size; what is left is left to the sampling
    c, s = scale * math.cos(square.turn_rad), scale * math.sin(square.turn_rad)
    turn = np.array([[c, s], [-s, c]])
    middle = np.array([square.x_px, square.y_px])
    onto = np.column_stack([turn / min(1.0, 2.0 * scale), 0.5 * POSE_MODEL_PX - turn @ middle])
    size = (POSE_MODEL_PX, POSE_MODEL_PX)
    shown = cv2.warpAffine(small, onto, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shown, dtype=np.uint8), (places_px - middle) @ turn.T + 0.5 * POSE_MODEL_PX


def _layers(shown: Rgb) -> dict[str, Array]:
    """(channels, rows, columns) of each."""
    out, getter = _graph()(shown, roi=whole_packet()), Runtime.get().getter
    floats = {name: np.array(getter.get_float_list(out[name])) for name in LAYERS}
    return {name: floats[name].reshape(cells, cells, -1).transpose(2, 0, 1) for name, cells in CELLS.items()}


def _sampled(layer: Array, at: Array) -> Array:
    """(n, channels) of a (channels, rows, columns) layer, between its cells in proportion."""
    cells = layer.shape[1]
    x, y = np.clip(at * (cells / POSE_MODEL_PX) - 0.5, 0.0, cells - 1.001).T
    column, row = x.astype(np.intp), y.astype(np.intp)
    right, down = x - column, y - row
    above = layer[:, row, column] * (1.0 - right) + layer[:, row, column + 1] * right
    below = layer[:, row + 1, column] * (1.0 - right) + layer[:, row + 1, column + 1] * right
    mixed: Array = (above * (1.0 - down) + below * down).T
    return mixed


_GRAPHS = threading.local()  # one a thread


def _graph() -> Graph:
    """This thread's own, made when first asked for."""
    if not hasattr(_GRAPHS, "inner"):
        lean = with_outputs(pose_model(), tuple(LAYERS.values()))
        _GRAPHS.inner = Graph(GRAPH, tuple(LAYERS), lean)
    graph: Graph = _GRAPHS.inner
    return graph
