"""A photograph answered through its lens and with the marks worn, as `acupoint annotate --lens --markers` does."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from calibration import lens_store, store
from calibration.lens import Lens, bent, straightened
from calibration.worn import NONE_READ, with_worn
from locator.atlas.load import load_atlas
from locator.landmarks import Landmark
from locator.landmarks_file import GivenLandmarks, read_landmarks
from locator.photo import Photo, load_photo, save_picture
from locator.placement import Located
from locator.report import as_text, to_json
from ui.cli import main
from ui.components.tap_editor import Edit
from ui.finder import Query
from ui.tapped import counted_in
from ui.through import locate_through, locate_with, straight

sys.path.insert(0, str(Path(__file__).parent.parent / "calibration"))
from marked_skin import worn

BACK = Path(__file__).parent.parent / "fixtures" / "rendered_back.jpg"
WIDE = Lens("wide", (600, 800), 520.0, (305.0, 395.0), (-0.18, 0.04, 0.0, 0.0), 0.2, 8)


@pytest.fixture(scope="module")
def straight_back() -> Photo:
    return load_photo(BACK)


@pytest.fixture(scope="module")
def taken(straight_back: Photo) -> Photo:
    """The same back as a wide lens would have photographed it: bent, and as sharp as before."""
    width, height = straight_back.size_px
    places = np.stack(np.meshgrid(np.arange(width, dtype=float), np.arange(height, dtype=float)), -1).reshape(-1, 2)
    where = straightened(WIDE, places).astype(np.float32).reshape(height, width, 2)
    return Photo(np.asarray(cv2.remap(straight_back.rgb, where, None, cv2.INTER_LANCZOS4), np.uint8))


@pytest.mark.parametrize("mirrored", [False, True])
def test_through_its_lens_a_picture_has_its_points_where_the_straight_one_has(
    straight_back: Photo, taken: Photo, mirrored: bool
) -> None:
    expected, _ = locate_through(straight_back, None, None, None)
    photo = Photo(np.ascontiguousarray(taken.rgb[:, ::-1]), mirrored=True) if mirrored else taken
    found, notices = locate_through(photo, None, None, None, lens=WIDE)
    assert found.photo is photo and notices == ()
    places = {(p.code, p.side): p for p in found.placements}
    away = []
    for spot in expected.placements:
        if spot.visible and spot.frame == "back":
            (true,) = bent(WIDE, spot.xy_px[None])
            if mirrored:
                true = true * (-1.0, 1.0) + (photo.size_px[0] - 1.0, 0.0)
            away.append(float(np.linalg.norm(places[spot.code, spot.side].xy_px - true)) / spot.cun_px)
    assert len(away) > 30 and np.median(away) < 0.15


def test_the_answer_is_the_straight_pictures_own_bent_as_the_lens_bends(taken: Photo) -> None:
    own, _ = locate_through(straight(WIDE, taken), None, None, None)
    found, _ = locate_through(taken, None, None, None, lens=WIDE)
    assert [(p.code, p.side, p.visible) for p in found.placements] == [
        (p.code, p.side, p.visible) for p in own.placements
    ]
    wanted = bent(WIDE, np.stack([p.xy_px for p in own.placements]))
    assert np.stack([p.xy_px for p in found.placements]) == pytest.approx(wanted, abs=0.01)


def test_annotate_takes_the_bend_out_and_reads_the_marks(taken: Photo, tmp_path: Path) -> None:
    lens_store.save(WIDE)
    save_picture(worn(taken.rgb, "c7", (309.0, 118.0), 28.0), tmp_path / "a.png")
    out = tmp_path / "out"
    asked = ["annotate", str(tmp_path / "a.png"), "--out", str(out), "--no-image", "--quiet"]
    assert main([*asked, "--lens", "wide", "--markers"]) == 0
    report = json.loads((out / "a.json").read_text())
    told = {m["name"]: m for m in report["landmarks"]}
    assert told["c7"]["source"] == "tapped" and (report["lens"], report["profile"]) == ("wide", None)
    assert (told["c7"]["x_px"], told["c7"]["y_px"]) == pytest.approx((309.0, 118.0), abs=1.0)  # of the picture taken
    assert main(asked) == 0
    report = json.loads((out / "a.json").read_text())
    plain = {m["name"]: m for m in report["landmarks"]}
    assert plain["c7"]["source"] == "derived" and report["lens"] is None  # nobody asked for marks or a lens


def test_marks_that_were_asked_for_and_not_read_are_told_and_the_answer_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = ["annotate", str(BACK), "--out", str(tmp_path), "--no-image", "--quiet"]
    assert main([*plain, "--markers"]) == 0
    assert capsys.readouterr().err.splitlines() == [f"acupoint: {BACK}: {NONE_READ}"]
    assert main(plain) == 0 and capsys.readouterr().err == ""


def test_a_lens_that_does_not_fit_is_told_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lens_store.save(WIDE)
    save_picture(np.full((300, 400, 3), 90, np.uint8), tmp_path / "lying.png")
    asked = ["annotate", str(tmp_path / "lying.png"), str(BACK), "--out", str(tmp_path / "out"), "--no-image"]
    assert main([*asked, "--lens", "wide"]) == 2
    assert "another shape, or turned" in capsys.readouterr().err
    assert (tmp_path / "out" / "rendered_back.json").exists()
    assert main([*asked, "--lens", "narrow"]) == 2
    assert "expected the name of a measured lens (wide), got 'narrow'" in capsys.readouterr().err


def test_marks_worn_become_a_profile(straight_back: Photo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(BACK), "--markers", "--profile", "anna"]) == 2
    assert "expected printed marks on the body, read none" in capsys.readouterr().err
    assert main(["calibrate", str(BACK), "--profile", "anna"]) == 2
    assert "expected --landmarks FILE.json or --markers too" in capsys.readouterr().err
    assert store.names() == ()
    save_picture(worn(straight_back.rgb, "c7", (309.0, 118.0), 28.0), tmp_path / "worn.png")
    assert main(["calibrate", str(tmp_path / "worn.png"), "--markers", "--profile", "anna"]) == 0
    assert store.load("anna").sittings[0].tapped == ("c7",)


CREASE = "left_popliteal_crease"


def with_a_tap(how: str, photo: Photo, seen: Located, name: str) -> Located:
    """The answer once a landmark is told, in one of three ways, where it was seen."""
    assert seen.landmarks is not None
    x, y = (float(v) for v in seen.landmarks.xy(name))
    if how == "file":
        tap = Landmark(name, np.array([x, y]), sigma_px=3.0, source="tapped")
        return locate_with(photo, GivenLandmarks((tap,)), None, None)[0]
    if how == "editor":
        everything = Query(None, None, [point.code for point in load_atlas().standard])
        return counted_in(seen, photo, everything, Edit(1, {name: (x, y)}))
    return with_worn(Photo(worn(photo.rgb, name, (x, y), 40.0)), seen)[0]


@pytest.mark.parametrize("how", ["file", "editor", "marks"])
def test_a_landmark_known_better_on_legs_alone_makes_up_no_back_above_them(how: str, fixtures: Path) -> None:
    legs = load_photo(fixtures / "rendered_knee_back.jpg")
    found, _ = locate_with(legs, None, None, None)
    assert found.landmarks is not None and {spot.frame for spot in found.placements} == {"leg"}
    again = with_a_tap(how, legs, found, CREASE)
    assert again.landmarks is not None and again.landmarks[CREASE].source == "tapped"
    assert {spot.frame for spot in again.placements} == {"leg"}


@pytest.mark.parametrize("how", ["file", "editor", "marks"])
def test_a_point_beside_the_body_stays_hidden_when_a_bone_is_known_better(
    how: str, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    legs = load_photo(fixtures / "rendered_knee_back.jpg")
    found, _ = locate_with(legs, None, None, None)
    first = next(spot for spot in found.placements if spot.visible and spot.side == "right")
    in_the_air = replace(first, visible=False, beside_px=first.ring_px + 2.0 * first.cun_px)
    seen = replace(found, placements=tuple(in_the_air if spot is first else spot for spot in found.placements))
    monkeypatch.setattr("locator.locate", lambda *_, **__: seen)
    again = with_a_tap(how, legs, seen, CREASE)
    assert again.landmarks is not None and again.landmarks[CREASE].source == "tapped"
    assert {(p.code, p.side) for p in again.placements if not p.visible} >= {(first.code, first.side)}


def test_landmarks_on_a_hand_that_nobody_named_ask_for_no_back(fixtures: Path) -> None:
    hand = load_photo(fixtures / "rendered_hand.jpg")
    found, _ = locate_with(hand, None, None, None)
    assert found.placements and not found.refusals
    (wrist,) = (mark for mark in found.landmarks or () if mark.name.endswith("_hand_wrist"))
    again, _ = locate_with(hand, GivenLandmarks((replace(wrist, source="tapped"),)), None, None)
    assert {p.code for p in again.placements} == {p.code for p in found.placements} and not again.refusals


def test_a_report_given_back_with_its_picture_leaves_every_point_where_it_was(fixtures: Path, tmp_path: Path) -> None:
    turned, report = load_photo(fixtures / "rendered_back34.jpg"), tmp_path / "report.json"
    found, _ = locate_with(turned, None, None, None)
    report.write_text(as_text(to_json(found)), encoding="utf-8")
    again, _ = locate_with(turned, read_landmarks(report).any_picture, None, None)
    was = {(p.code, p.side): p for p in found.placements}
    assert {(p.code, p.side) for p in again.placements} == set(was)
    for spot in again.placements:
        before = was[spot.code, spot.side]
        assert np.linalg.norm(spot.xy_px - before.xy_px) < 0.01 * spot.cun_px, spot.code
        assert spot.visible == before.visible and spot.ring_px == pytest.approx(before.ring_px, rel=0.01)


@pytest.mark.parametrize(("slip_px", "told"), [(4.0, False), (150.0, True)])
def test_a_joint_given_far_from_where_it_is_seen_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], slip_px: float, told: bool
) -> None:
    asked = ["annotate", str(BACK), "--out", str(tmp_path), "--no-image", "--points", "BL23"]
    assert main(asked) == 0
    report = json.loads((tmp_path / "rendered_back.json").read_text(encoding="utf-8"))
    (knee,) = (m for m in report["landmarks"] if m["name"] == "left_knee")
    taps = tmp_path / "taps.json"
    taps.write_text(json.dumps({"left_knee": [knee["x_px"], knee["y_px"] - slip_px]}), encoding="utf-8")
    assert main([*asked, "--landmarks", str(taps)]) == 0
    assert ("left_knee was given far from where it is seen" in capsys.readouterr().err) == told
