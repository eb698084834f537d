"""The landmark model must answer without its silhouette as it does with it, and its inner layers be its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from locator.detect import inner
from locator.detect.base import Look, Rgb, Square
from locator.detect.inner import LAYERS, noticed
from locator.detect.lean_model import with_outputs, without_output
from locator.detect.mediapipe_pose import MediaPipePose
from locator.detect.mediapipe_runtime import MODULES, POSE_MODEL, Runtime, model_file
from locator.geometry import Array
from locator.photo import load_photo

PICTURES = ("back_480.jpg", "back_close_480.jpg", "rendered_knee_back.jpg")
FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="module")
def model() -> bytes:
    return (Runtime.get().resources / MODULES / POSE_MODEL).read_bytes()


@pytest.fixture(scope="module")
def detector() -> Iterator[MediaPipePose]:
    made = MediaPipePose()
    yield made
    made.close()


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("plain_surround", [False, True])
def test_a_look_without_the_silhouette_sees_the_same(
    detector: MediaPipePose, name: str, mirrored: bool, plain_surround: bool
) -> None:
    rgb = load_photo(FIXTURES / name).rgb
    height, width = rgb.shape[:2]
    square = Square(0.52 * width, 0.55 * height, 1.1 * height, 0.1)

    def look(mask: bool) -> Look:
        return detector.look(rgb, square, mirrored=mirrored, mask=mask, plain_surround=plain_surround)

    whole, lean = look(True), look(False)
    assert whole.mask is not None and lean.mask is None
    assert (lean.presence, lean.implied) == (whole.presence, whole.implied)
    for told in ("xy_px", "depth_px", "visibility", "inside", "world_m"):
        np.testing.assert_array_equal(getattr(lean, told), getattr(whole, told))


def test_what_no_output_asks_for_is_no_longer_worked_on(model: bytes) -> None:
    lean = without_output(model, 2)
    assert len(lean) == len(model)  # nothing moves: two lists are shorter
    assert 0 < sum(a != b for a, b in zip(lean, model, strict=True)) < 2000


def test_an_output_that_a_model_does_not_have_is_refused(model: bytes) -> None:
    with pytest.raises(ValueError, match="expected an output out of 0 to 4, got 5"):
        without_output(model, 5)


def test_inner_layers_are_those_that_another_reader_of_the_model_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    rgb = load_photo(FIXTURES / "rendered_knee_back.jpg").rgb
    height, width = rgb.shape[:2]
    places = np.random.default_rng(2).uniform(0.0, (width, height), (40, 2))
    asked = (rgb, Square(0.5 * width, 0.5 * height, float(height)), places, range(40))
    here = noticed(*asked)
    net = cv2.dnn.readNetFromTFLite(str(model_file(POSE_MODEL)))

    def by_opencv(shown: Rgb) -> dict[str, Array]:
        net.setInput(shown.transpose(2, 0, 1)[None].astype(np.float32) / 255.0)
        return {name: out[0] for name, out in zip(LAYERS, net.forward([*LAYERS.values()]), strict=True)}

    monkeypatch.setattr(inner, "_layers", by_opencv)
    for name, there in noticed(*asked).items():
        np.testing.assert_allclose(here[name], there, rtol=1e-3, atol=2e-3)


def test_a_tensor_that_a_model_does_not_have_is_refused(model: bytes) -> None:
    with pytest.raises(ValueError, match="expected names of the model's tensors, got model_1/none"):
        with_outputs(model, [LAYERS["fine"], "model_1/none"])
