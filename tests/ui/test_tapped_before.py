"""What was felt and tapped on a picture is in its answer on the photo page, and in no other picture's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from running import SAY, healthy, photo_app, shown, upload
from streamlit.testing.v1 import AppTest

from locator.photo import load_photo
from locator.placement import Located
from ui.components.tap_editor import Edit
from ui.components.tapped_before import counted_in
from ui.finder import Query, find

Places = dict[str, tuple[float, float]]


@pytest.fixture
def picture(fixtures: Path) -> Path:
    return fixtures / "rendered_back.jpg"


def seen_places(picture: Path) -> Places:
    """Where the neck and the hip bones are taken to be without a tap."""
    found = find(load_photo(picture), Query(None, None, ["BL23"]))
    assert found.landmarks is not None
    return {
        name: (float(x), float(y))
        for name in ("c7", "left_iliac_crest", "right_iliac_crest")
        for x, y in [found.landmarks.xy(name)]
    }


def answered(picture: Path, given: Path, taps: Places) -> tuple[Located, str]:
    """The photo page's answer and words for `picture` after taps on `given`."""
    app: AppTest = healthy(photo_app())
    name = hashlib.sha1(given.read_bytes(), usedforsecurity=False).hexdigest()
    app.session_state["taps_edit"] = {f"{name}-back-None": Edit(1, taps)}
    upload(app, picture)
    assert not app.exception
    state = app.session_state
    found: Located = state["located_tapped" if "located_tapped" in state else "located"][1]
    return found, shown(app)


def rings(found: Located) -> dict[tuple[str, str], float]:
    return {(p.code, p.side): p.ring_px for p in found.placements if p.frame == "back"}


def test_taps_on_this_picture_narrow_its_rings_and_are_named(picture: Path) -> None:
    places = seen_places(picture)
    plain, silent = answered(picture, picture.parent / "rendered_front.jpg", places)
    tapped, words = answered(picture, picture, places)
    before, after = rings(plain), rings(tapped)
    assert before.keys() == after.keys() and before
    assert all(after[key] < before[key] for key in before)
    assert tapped.landmarks is not None and tapped.landmarks["c7"].source == "tapped"
    said = SAY("photo.tapped", names="").split(":")[0]
    assert said in words and "Base of the neck" in words and said not in silent


def test_taps_that_contradict_what_is_seen_are_left_out(picture: Path) -> None:
    places = {**seen_places(picture), "c7": (10.0, 790.0)}
    found, words = answered(picture, picture, places)
    assert found.placements and SAY("photo.tapped", names="").split(":")[0] not in words


def test_taps_on_a_mirror_image_lie_where_they_were_made(picture: Path, tmp_path: Path) -> None:
    places = seen_places(picture)
    flipped = Image.open(picture).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    flipped.save(tmp_path / "flipped.png")
    width = flipped.width
    turned = {name: (width - 1 - x, y) for name, (x, y) in places.items()}
    query = Query(None, None, ["BL23"])
    straight, mirror = load_photo(picture), load_photo(tmp_path / "flipped.png", mirrored=True)
    one = counted_in(find(straight, query), straight, query, Edit(1, places))
    other = counted_in(find(mirror, query), mirror, query, Edit(1, turned))
    for a, b in zip(one.placements, other.placements, strict=True):
        assert (a.code, a.side) == (b.code, b.side)
        assert np.allclose(a.xy_px, (width - 1 - b.xy_px[0], b.xy_px[1]), atol=1.0)
