"""MediaPipe's C++ runtime with as little of its Python as possible, and a graph that is called like a function."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from locator.detect.base import Rgb, Square
from locator.detect.forked import PROCESS


def package_folders() -> list[str]:
    """Where MediaPipe is installed; ImportError says how it comes to be."""
    spec = importlib.util.find_spec("mediapipe")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("MediaPipe is missing: `make app` installs it, or `pip install mediapipe==0.10.21`.")
    return list(spec.submodule_search_locations)


@contextmanager
def _without_the_package() -> Iterator[None]:
    """Import MediaPipe's modules without running its `__init__`, which pulls in matplotlib and audio (1.7 of 2.0 s)."""
    if "mediapipe" in sys.modules:
        yield
        return
    stand_in = types.ModuleType("mediapipe")
    stand_in.__path__ = package_folders()
    sys.modules["mediapipe"] = stand_in
    try:
        yield
    finally:  # whoever imports mediapipe later gets the real one
        sys.modules.pop("mediapipe", None)


class Runtime:
    """The few parts of MediaPipe that are used, loaded once a process."""

    _loaded: Runtime | None = None

    def __init__(self) -> None:
        # MediaPipe and TensorFlow Lite speak to the terminal about themselves; only their errors are for people
        os.environ.setdefault("GLOG_minloglevel", "2")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        with _without_the_package():
            bindings = importlib.import_module("mediapipe.python._framework_bindings")
            self.creator: Any = importlib.import_module("mediapipe.python.packet_creator")
            self.getter: Any = importlib.import_module("mediapipe.python.packet_getter")
            self.rect: Any = importlib.import_module("mediapipe.framework.formats.rect_pb2")
            for formats in ("detection_pb2", "landmark_pb2", "classification_pb2"):  # getter looks them up by name
                importlib.import_module(f"mediapipe.framework.formats.{formats}")
        self.graph: Any = bindings.calculator_graph.CalculatorGraph
        self.srgb: Any = bindings.image_frame.ImageFormat.SRGB
        self.resources = Path(str(bindings.__file__)).parents[2]
        bindings.resource_util.set_resource_dir(str(self.resources))

    @classmethod
    def get(cls) -> Runtime:
        if cls._loaded is None:
            cls._loaded = cls()
        return cls._loaded


MODULES = "mediapipe/modules"  # the wheel's models lie below it
POSE_MODEL = "pose_landmark/pose_landmark_full.tflite"  # below it
POSE_MODEL_PX = 256  # that model's own input, a square
MODEL_GIVEN = """
input_side_packet: "blob"
node { calculator: "TfLiteModelCalculator" input_side_packet: "MODEL_BLOB:blob" output_side_packet: "MODEL:model" }
"""


def model_file(model: str) -> Path:
    """A model of the wheel's, by its path below MODULES."""
    return Path(package_folders()[0]).parent / MODULES / model


def pose_model() -> bytes:
    """The pose model as it comes with the wheel: some of its outputs, or layers, are wanted alone."""
    return model_file(POSE_MODEL).read_bytes()


def cut_and_infer(model: str | None, side_px: int, tensors: tuple[str, ...]) -> str:
    """The part every landmark graph begins with: cut the square `roi` from `image`, run a model, name what comes out.

    `model` is the path below MODULES, None for one that the graph is handed when it is made; `side_px` is the model's
    own input, `tensors` a stream for each output.
    """
    given = "" if model else MODEL_GIVEN
    taken = "" if model else 'input_side_packet: "MODEL:model"'
    path = f'model_path: "{MODULES}/{model}"' if model else ""
    outputs = " ".join(f'output_stream: "{name}"' for name in tensors)
    ranges = " ".join(f"ranges {{ begin: {i} end: {i + 1} }}" for i in range(len(tensors)))
    return f"""{given}
input_stream: "image"
input_stream: "roi"
node {{ calculator: "ToImageCalculator" input_stream: "IMAGE_CPU:image" output_stream: "IMAGE:img" }}
node {{ calculator: "ImageToTensorCalculator" input_stream: "IMAGE:img" input_stream: "NORM_RECT:roi"
  output_stream: "TENSORS:t" output_stream: "MATRIX:m"
  options {{ [mediapipe.ImageToTensorCalculatorOptions.ext] {{
    output_tensor_width: {side_px} output_tensor_height: {side_px} keep_aspect_ratio: true
    output_tensor_float_range {{ min: 0 max: 1 }} }} }} }}
node {{ calculator: "InferenceCalculator" input_stream: "TENSORS:t" {taken} output_stream: "TENSORS:o"
  options {{ [mediapipe.InferenceCalculatorOptions.ext] {{ {path} delegate {{ xnnpack {{}} }} }} }} }}
node {{ calculator: "SplitTensorVectorCalculator" input_stream: "o" {outputs}
  options {{ [mediapipe.SplitVectorCalculatorOptions.ext] {{ {ranges} }} }} }}
"""


def roi_packet(square: Square, size_px: tuple[int, int]) -> Any:
    """A square of a picture of this (width, height) as landmark graphs are told it: in shares of the picture."""
    width, height = size_px
    runtime = Runtime.get()
    rect = runtime.rect.NormalizedRect(
        x_center=square.x_px / width,
        y_center=square.y_px / height,
        width=square.side_px / width,
        height=square.side_px / height,
        rotation=square.turn_rad,
    )
    return runtime.creator.create_proto(rect)


def whole_packet() -> Any:
    """The same of all of a square picture."""
    return roi_packet(Square(0.5, 0.5, 1.0), (1, 1))


class Graph:
    """One running CalculatorGraph, called with packets and answering with packets; not for two threads at once.

    ProcessError in a process that was forked from one that had a graph.
    """

    def __init__(self, text: str, outputs: tuple[str, ...], model: bytes | None = None) -> None:
        """`model`: the model's file, for a graph that names none."""
        PROCESS.require()
        self._runtime = Runtime.get()
        self._out: dict[str, Any] = {}
        self._graph: Any = self._runtime.graph(graph_config=text)
        PROCESS.holds(self._graph)
        for stream in outputs:
            self._graph.observe_output_stream(stream, self._out.__setitem__)
        self._graph.start_run({} if model is None else {"blob": self._runtime.creator.create_string(model)})
        self._time_us = 0

    def __call__(self, rgb: Rgb, **packets: Any) -> Mapping[str, Any]:
        PROCESS.require()
        self._time_us += 1
        self._out.clear()
        image = self._runtime.creator.create_image_frame(
            image_format=self._runtime.srgb, data=np.ascontiguousarray(rgb), copy=True
        )
        self._graph.add_packet_to_input_stream("image", image.at(self._time_us))
        for stream, packet in packets.items():
            self._graph.add_packet_to_input_stream(stream, packet.at(self._time_us))
        self._graph.wait_until_idle()
        return dict(self._out)

    def close(self) -> None:
        if self._graph is not None and not PROCESS.left:
            self._graph.close()
            self._graph = None
