"""MediaPipe's face finder (BlazeFace, short range) behind one question: how sure is it of a face in this picture."""

from __future__ import annotations

from locator.detect.base import Rgb
from locator.detect.mediapipe_runtime import Graph, Runtime

FIND_GRAPH = """
input_stream: "image"
output_stream: "detections"
node { calculator: "FaceDetectionShortRangeCpu" input_stream: "IMAGE:image" output_stream: "DETECTIONS:detections" }
"""


class MediaPipeFace:
    """The face finder, which comes with MediaPipe; used by one thread at a time."""

    def __init__(self) -> None:
        self._graph = Graph(FIND_GRAPH, ("detections",))

    def __call__(self, rgb: Rgb) -> float:
        """0..1: its score of the surest face, 0 where it finds none (scores below .5 are none to it)."""
        packet = self._graph(rgb).get("detections")
        found = Runtime.get().getter.get_proto_list(packet) if packet is not None else []
        return max((float(each.score[0]) for each in found), default=0.0)

    def close(self) -> None:
        self._graph.close()
