"""Pictures made smaller: to the size asked, and only once for looks that ask for nearly the same."""

from __future__ import annotations

import weakref

import numpy as np
import pytest

from locator import Photo, locate
from locator.detect import mediapipe_hand, mediapipe_pose, shrink
from locator.detect.shrink import OfLast, Shrunk, shrunk
from locator.placement import Region

WIDTH_PX, HEIGHT_PX = 600, 800


def picture(seed: int = 0) -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)


@pytest.mark.parametrize("scale", [0.02, 0.1, 0.23, 0.4, 0.52, 0.6])
def test_a_picture_comes_within_a_tenth_of_the_size_asked(scale: float) -> None:
    small = Shrunk().near(picture(), scale)
    assert small.shape[1] / WIDTH_PX == pytest.approx(scale, rel=0.1, abs=1.0 / WIDTH_PX)
    assert small.shape[0] / HEIGHT_PX == pytest.approx(scale, rel=0.1, abs=1.0 / HEIGHT_PX)


@pytest.mark.parametrize("scale", [0.8, 1.0, 3.0])
def test_a_picture_that_is_small_enough_is_left_as_it_is(scale: float) -> None:
    rgb = picture()
    assert Shrunk().near(rgb, scale) is rgb


@pytest.mark.parametrize(("height_px", "width_px"), [(16, 20_000), (3_000, 2), (481, 1)])
def test_of_a_strip_at_least_a_line_is_left(height_px: int, width_px: int) -> None:
    strip = np.full((height_px, width_px, 3), 90, np.uint8)
    small = shrunk(strip, 240 / max(strip.shape))
    assert max(small.shape[:2]) == 240 and min(small.shape[:2]) == 1


def test_looks_at_nearly_the_same_square_share_one_small_picture() -> None:
    rgb, shrunk = picture(), Shrunk()
    assert shrunk.near(rgb, 0.42) is shrunk.near(rgb, 0.43)
    assert shrunk.near(rgb, 0.25) is not shrunk.near(rgb, 0.43)


def test_what_is_said_of_a_picture_does_not_depend_on_those_before_it() -> None:
    one, other, shrunk = picture(1), picture(2), Shrunk()
    alone = Shrunk().near(other, 0.4)
    shrunk.near(other, 0.2)
    shrunk.near(one, 0.4)
    assert np.array_equal(shrunk.near(other, 0.4), alone)


def test_nothing_made_of_a_picture_is_kept_once_nobody_else_holds_it() -> None:
    shrunk, large = Shrunk(), np.zeros((4000, 40, 3), np.uint8)
    made = [weakref.ref(small) for small in (shrunk.near(large, 0.1), shrunk.to(large, 0.1), shrunk.to(large, 1.0))]
    assert all(each() is not None for each in made)
    del large
    assert [each() for each in made] == [None, None, None]


def test_what_is_made_of_a_picture_is_made_once_and_goes_with_it() -> None:
    asked, one, other = [], picture(1), picture(2)

    def made(rgb: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        asked.append(id(rgb))
        return rgb[::2].copy()

    small = OfLast(made)
    assert small(one) is small(one)
    small(other)
    assert asked == [id(one), id(other)] and np.array_equal(small(one), one[::2])
    kept = weakref.ref(small(one))
    del one
    assert kept() is None


def test_a_picture_is_not_kept_once_nobody_else_holds_it() -> None:
    shrunk = Shrunk()
    shrunk.near(picture(1), 0.4)
    fresh = picture(2)  # may lie where the one before lay
    assert np.array_equal(shrunk.near(fresh, 0.4), Shrunk().near(fresh, 0.4))


@pytest.mark.parametrize(("height_px", "width_px"), [(4000, 300), (301, 4243), (9000, 40)])
@pytest.mark.parametrize("scale", [0.012, 0.031, 0.06, 0.11])
def test_a_large_picture_made_smaller_by_halves_is_the_one_made_smaller_at_once(
    height_px: int, width_px: int, scale: float
) -> None:
    down, across = np.mgrid[:height_px, :width_px]
    waves = [127 + 90 * np.sin(down / every + across / 170) for every in (40, 90, 260)]  # bars, as of a shirt
    rgb = np.stack(waves, axis=-1).astype(np.uint8)
    by_halves, at_once = Shrunk().to(rgb, scale), shrunk(rgb, scale)
    assert np.abs(np.subtract(by_halves.shape, at_once.shape)).max() <= 1
    rows, columns = (min(pair) for pair in zip(by_halves.shape[:2], at_once.shape[:2], strict=True))
    off = np.abs(by_halves[:rows, :columns].astype(float) - at_once[:rows, :columns])
    assert off.mean() < 2.0


@pytest.mark.parametrize("region", ["back", "leg", "hand"])
def test_a_search_of_a_large_picture_reads_all_of_it_a_few_times_at_most(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of 49 Mpx in which nobody is found was read at each of sixty looks and more: seven seconds of ten."""
    read_px: list[int] = []

    def reading(rgb: np.ndarray, scale: float) -> np.ndarray:  # type: ignore[type-arg]
        read_px.append(rgb.shape[0] * rgb.shape[1])
        return shrunk(rgb, scale)

    noise = np.random.default_rng(0).integers(0, 256, (240, 180, 3), dtype=np.uint8)
    photo = Photo(np.repeat(np.repeat(noise, 25, axis=0), 25, axis=1))
    for module in (shrink, mediapipe_pose, mediapipe_hand):
        monkeypatch.setattr(module, "shrunk", reading, raising=False)
    assert not locate(photo, region=region).placements
    assert read_px and read_px.count(6000 * 4500) < 5
