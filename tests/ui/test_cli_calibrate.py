"""`acupoint calibrate` from a photograph with taps to a profile, and back into `annotate`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from calibration import lens_store, store
from calibration.finger import FingerWidths
from calibration.fit import Sitting
from calibration.profile import Profile
from locator import Photo, load_photo, locate, photo
from locator.photo import save_picture
from locator.report import to_json
from tests.calibration.bodies import joints, tapped
from ui.cli import main

PHOTO = Path(__file__).parent.parent / "fixtures" / "rendered_back.jpg"
HAND = PHOTO.with_name("rendered_fingers.jpg")


@pytest.fixture(scope="module")
def expected() -> dict[str, list[float]]:
    """Where the program itself would expect what a finger will tap, px."""
    found = locate(load_photo(PHOTO)).landmarks
    assert found is not None
    tips = {"c7": "c7_tip", "left_psis": "left_psis", "right_psis": "right_psis"}
    return {name: [float(v) for v in found.xy(anchor)] for name, anchor in tips.items()}


def taps(folder: Path, places: dict[str, list[float]], lower_px: float = 0.0) -> Path:
    moved = {n: [x, y + (lower_px if n != "c7" else 0.0)] for n, (x, y) in places.items()}
    path = folder / f"taps{lower_px:g}.json"
    path.write_text(json.dumps({**moved, "sigma_px": 2}), encoding="utf-8")
    return path


def calibrate(*argv: object) -> int:
    return main(["calibrate", *map(str, argv)])


def test_a_profile_is_made_shown_exported_and_deleted(
    home: Path, expected: dict[str, list[float]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert calibrate(PHOTO, "--landmarks", taps(home, expected), "--profile", "anna") == 0
    refused = locate(Photo(np.zeros((90, 90, 3), np.uint8)), proportions=store.load("anna").fitted().proportions)
    assert refused.status == "refused" and to_json(refused)["profile"] == "anna"
    assert calibrate("list") == 0 and "anna" in capsys.readouterr().out
    assert calibrate("show", "anna") == 0
    assert "left_psis" in capsys.readouterr().out
    assert calibrate("export", "anna", home / "anna.json") == 0 and (home / "anna.json").exists()
    assert calibrate("delete", "anna") == 0 and store.names() == ()
    assert calibrate("import", home / "anna.json") == 0 and store.names() == ("anna",)


def test_a_folder_that_cannot_be_read_is_not_called_empty(capsys: pytest.CaptureFixture[str]) -> None:
    for command, folder in (("calibrate", store.folder()), ("lens", lens_store.folder())):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("no folder", encoding="utf-8")
        assert main([command, "list"]) == 2
        said = capsys.readouterr()
        assert not said.out and str(folder) in said.err


def test_a_profile_is_deleted_with_what_was_set_aside_and_that_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    store.save(Profile("anna")).write_text("{", encoding="utf-8")
    assert calibrate("show", "anna") == 2
    store.save(Profile("anna"))
    capsys.readouterr()
    assert calibrate("delete", "anna") == 0
    assert capsys.readouterr().out == "anna is deleted: 2 files, with what was set aside\n"
    assert calibrate("delete", "anna") == 2


def test_one_sitting_is_taken_out_and_the_others_stay(capsys: pytest.CaptureFixture[str]) -> None:
    days = ("2026-01-01", "2026-01-02", "2026-01-03")
    sittings = tuple(Sitting(tapped(joints(1.0 + 0.1 * i)), day) for i, day in enumerate(days))
    store.save(Profile("anna", sittings, FingerWidths(0.9, 3.3)))
    assert calibrate("delete", "anna", "2") == 0
    assert "1. 2026-01-01" in (said := capsys.readouterr().out) and "2. 2026-01-03" in said
    left = store.load("anna")
    assert [each.when for each in left.sittings] == ["2026-01-01", "2026-01-03"] and left.fingers is not None
    for number in ("3", "0", "two"):
        assert calibrate("delete", "anna", number) == 2
    assert "expected the number of a sitting (1 to 2), got 3" in capsys.readouterr().err
    assert len(store.load("anna").sittings) == 2


@pytest.mark.parametrize("fingers_last", [False, True])
def test_what_another_run_adds_while_a_picture_is_looked_at_is_kept_too(
    fingers_last: bool, home: Path, expected: dict[str, list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [(PHOTO, "--landmarks", taps(home, expected), "--profile", "anna"), ("fingers", HAND, "--profile", "anna")]
    slow, quick = reversed(told) if fingers_last else told
    look = photo.load_photo

    def meanwhile(path: Path, mirrored: bool = False) -> photo.Photo:
        monkeypatch.setattr(photo, "load_photo", look)
        assert calibrate(*quick) == 0
        return look(path, mirrored=mirrored)

    monkeypatch.setattr(photo, "load_photo", meanwhile)
    assert calibrate(*slow) == 0
    assert store.load("anna").fingers is not None and len(store.load("anna").sittings) == 1


def test_a_profile_moves_the_points_of_the_next_picture_toward_the_taps(
    home: Path, expected: dict[str, list[float]]
) -> None:
    for name, lower_px in (("low", 10.0), ("high", -10.0)):
        assert calibrate(PHOTO, "--landmarks", taps(home, expected, lower_px), "--profile", name) == 0
    place = {}
    for name, extra in (("anyone", []), ("low", ["--profile", "low"]), ("high", ["--profile", "high"])):
        out = home / name
        assert (
            main(["annotate", str(PHOTO), "--out", str(out), "--no-image", "--quiet", "--points", "BL28", *extra]) == 0
        )
        told = json.loads((out / "rendered_back.json").read_text(encoding="utf-8"))
        assert (told["profile"], told["lens"]) == (None if name == "anyone" else name, None)
        place[name] = told["points"][0]
    assert 0.5 < place["low"]["y_px"] - place["high"]["y_px"] < 20.0
    assert place["low"]["ring_px"] < place["anyone"]["ring_px"]


@pytest.mark.parametrize("mirrored", [False, True])
def test_who_annotates_with_another_persons_profile_is_told(
    mirrored: bool, home: Path, expected: dict[str, list[float]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert calibrate(PHOTO, "--landmarks", taps(home, expected), "--profile", "anna") == 0
    picture, places = PHOTO, taps(home, expected, 30.0)
    if mirrored:
        flipped, picture = Image.open(PHOTO).transpose(Image.Transpose.FLIP_LEFT_RIGHT), home / "flipped.png"
        flipped.save(picture)
        told = json.loads(places.read_text(encoding="utf-8"))
        turned = {name: [flipped.width - 1 - told[name][0], told[name][1]] for name in expected}
        places.write_text(json.dumps({**told, **turned}), encoding="utf-8")
    asked = ["--out", str(home), "--no-image", "--landmarks", str(places), "--profile", "anna"]
    main(["annotate", str(picture), *asked, *(["--mirrored"] if mirrored else [])])
    assert "the landmarks do not fit the profile anna" in capsys.readouterr().err


def test_a_profile_that_tells_nothing_of_proportions_is_said_to_move_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.save(Profile("bert", fingers=FingerWidths(0.9, 3.3)))
    main(["annotate", str(PHOTO), "--out", str(home), "--no-image", "--points", "BL28", "--profile", "bert"])
    assert "bert tells nothing about proportions" in capsys.readouterr().err


def test_taps_of_another_body_are_noticed_and_said(
    home: Path, expected: dict[str, list[float]], capsys: pytest.CaptureFixture[str]
) -> None:
    other = home / "other.png"
    save_picture(np.ascontiguousarray(load_photo(PHOTO).rgb[5:, 7:]), other)
    moved = {name: [x - 7.0, y - 5.0] for name, (x, y) in expected.items()}
    assert calibrate(PHOTO, "--landmarks", taps(home, expected), "--profile", "anna") == 0
    assert calibrate(other, "--landmarks", taps(home, moved, 25.0), "--profile", "anna") == 3
    assert "do not fit" in capsys.readouterr().out
    use = ["annotate", str(PHOTO), "--out", str(home), "--no-image", "--points", "BL28", "--profile", "anna"]
    assert main(use) == 0 and "do not fit the other sittings of anna" in capsys.readouterr().err
    assert calibrate(other, "--landmarks", taps(home, moved), "--profile", "anna") == 0, "the slip is put right"
    said = capsys.readouterr().out
    assert "anna: 2 sitting(s)" in said and "told before" in said and "do not fit" not in said


def test_a_report_without_taps_teaches_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", str(PHOTO), "--out", str(home), "--no-image", "--quiet"]) == 0
    assert calibrate(PHOTO, "--landmarks", home / "rendered_back.json", "--profile", "anna") == 2
    assert "felt and tapped" in capsys.readouterr().err and store.names() == ()


def test_a_mirrored_picture_teaches_the_same_as_the_picture(home: Path, expected: dict[str, list[float]]) -> None:
    photo = load_photo(PHOTO)
    mirror = home / "mirror.png"
    save_picture(np.ascontiguousarray(photo.rgb[:, ::-1]), mirror)
    turned = {n: [photo.size_px[0] - 1 - x, y] for n, (x, y) in expected.items()}
    assert calibrate(PHOTO, "--landmarks", taps(home, expected), "--profile", "anna") == 0
    assert calibrate(mirror, "--mirrored", "--landmarks", taps(home, turned), "--profile", "bert") == 0
    plain, mirrored = (store.load(n).sittings[0].marks for n in ("anna", "bert"))
    for name in ("left_shoulder", "right_hip", "left_psis", "c7"):
        assert np.linalg.norm(plain.xy(name) - mirrored.xy(name)) < 2.0, name


def test_all_that_is_wrong_with_the_landmarks_is_said_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "taps.json"
    path.write_text('{"c77": [3, 4], "size_px": [10, 20]}', encoding="utf-8")
    assert calibrate(PHOTO, "--landmarks", path, "--profile", "anna") == 2
    said = capsys.readouterr().err
    assert "c77; did you mean c7?" in said and "10 x 20" in said


def test_a_tap_outside_the_picture_teaches_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "taps.json"
    path.write_text('{"c7": [9000, 203], "index_border": [300, 200], "little_border": [300, -4]}', encoding="utf-8")
    assert calibrate(PHOTO, "--landmarks", path, "--profile", "bob") == 2
    assert "c7: expected a place in the picture (" in capsys.readouterr().err
    assert calibrate("fingers", "bob", "--photo", PHOTO, "--landmarks", path) == 2
    assert "little_border: expected a place in the picture (" in capsys.readouterr().err
    assert store.names() == ()


def test_a_tap_that_the_joints_contradict_teaches_nothing(
    home: Path, expected: dict[str, list[float]], capsys: pytest.CaptureFixture[str]
) -> None:
    x, y = expected["c7"]
    slip = taps(home, {"c7": [x + 90.0, y]})
    assert calibrate(PHOTO, "--landmarks", slip, "--profile", "anna") == 2
    assert "does not fit the shoulders and hips" in capsys.readouterr().err and store.names() == ()
    main(["annotate", str(PHOTO), "--landmarks", str(slip), "--no-image", "--out", str(home / "out")])
    assert "does not fit the shoulders and hips" in capsys.readouterr().err, "a back lost to a slip is told at once"


def test_taps_that_lie_on_another_body_teach_nothing_and_are_told_where_they_place_the_points(
    home: Path, expected: dict[str, list[float]], capsys: pytest.CaptureFixture[str]
) -> None:
    beside = taps(home, {name: [x - 120.0, y + 40.0] for name, (x, y) in expected.items()})
    assert calibrate(PHOTO, "--landmarks", beside, "--profile", "anna") == 2
    assert "does not fit the shoulders and hips" in capsys.readouterr().err and store.names() == ()
    out = ["--no-image", "--out", str(home / "out"), "--points", "BL23"]
    assert main(["annotate", str(PHOTO), "--landmarks", str(beside), *out]) == 0
    assert "placed by the landmarks alone" in capsys.readouterr().err
    assert main(["annotate", str(PHOTO), "--landmarks", str(taps(home, expected)), *out]) == 0
    assert capsys.readouterr().err == ""


def test_left_tapped_for_right_on_both_legs_is_told_once_and_the_back_is_answered(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = locate(load_photo(PHOTO)).landmarks
    assert seen is not None
    crossed = {"left": "right", "right": "left"}
    places = {f"{own}_{part}": [float(v) for v in seen.xy(f"{other}_{part}")]
              for own, other in crossed.items() for part in ("popliteal_crease", "lateral_malleolus")}  # fmt: skip
    out = ["--no-image", "--quiet", "--out", str(home / "out"), "--points", "BL23,BL40"]
    assert main(["annotate", str(PHOTO), "--landmarks", str(taps(home, places)), *out]) == 0
    assert capsys.readouterr().err.count("look exchanged") == 1
    points = json.loads((home / "out" / "rendered_back.json").read_text(encoding="utf-8"))["points"]
    assert {point["code"] for point in points} == {"BL23"}


def test_a_name_in_other_letters_adds_to_the_profile_that_is_kept(
    home: Path, expected: dict[str, list[float]], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("anna", "Anna"):
        assert calibrate(PHOTO, "--landmarks", taps(home, expected), "--profile", name) == 0
    said = capsys.readouterr().out
    assert said.count("Anna is kept here as anna") == 1 and said.count("anna: 1 sitting(s)") == 2
    assert calibrate("fingers", "ANNA ", "--thumb-mm", 24, "--four-mm", 90, "--height-cm", 168.75) == 0
    assert "ANNA is kept here as anna" in capsys.readouterr().out
    assert store.names() == ("anna",) and store.load("anna").fingers is not None


def test_fingers_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert calibrate("fingers", "bert", "--thumb-mm", 24, "--four-mm", 90, "--height-cm", 168.75) == 0
    assert "3 cun is three of your fingers" in capsys.readouterr().out


def test_fingers_laid_on_the_back_are_measured_by_that_backs_own_cun(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cun_px = locate(load_photo(PHOTO), region="back").frames[0].cun_px
    path = home / "fingers.json"
    path.write_text(
        json.dumps({"index_border": [300, 200], "little_border": [300 + 3.4 * cun_px, 200]}), encoding="utf-8"
    )
    assert calibrate("fingers", "bert", "--photo", PHOTO, "--landmarks", path) == 0
    widths = store.load("bert").fingers
    assert widths is not None and widths.four_cun == pytest.approx(3.4, rel=1e-3)
    path.write_text('{"index_border": [300, 200], "c7": [1, 2]}', encoding="utf-8")
    assert calibrate("fingers", "bert", "--photo", PHOTO, "--landmarks", path) == 2
    assert "little_border" in capsys.readouterr().err


def test_what_taps_do_not_tell_of_fingers_stays_as_it_was_measured_before(home: Path) -> None:
    cun_px = locate(load_photo(PHOTO), region="back").frames[0].cun_px
    taps = home / "thumb.json"
    taps.write_text(
        json.dumps({"thumb_inner": [300, 200], "thumb_outer": [300 + 0.8 * cun_px, 200]}), encoding="utf-8"
    )
    store.save(Profile("bert", fingers=FingerWidths(1.1, 3.4)))
    assert calibrate("fingers", "bert", "--photo", PHOTO, "--landmarks", taps) == 0
    widths = store.load("bert").fingers
    assert widths is not None and widths.thumb_cun == pytest.approx(0.8, rel=1e-3) and widths.four_cun == 3.4


_RULER = ("--thumb-mm", 24, "--four-mm", 90, "--height-cm", 168)


@pytest.mark.parametrize(
    ("argv", "unheard"),
    [
        (["list", "--profile", "anna"], "--profile"),
        (["show", "anna", "--mirrored"], "--mirrored"),
        (["fingers", HAND, "--profile", "anna", *_RULER], "--thumb-mm or --four-mm or --height-cm"),
        (["fingers", HAND, "--profile", "anna", "--photo", PHOTO], "--photo"),
        (["fingers", "anna", *_RULER, "--drawn", "lines.png"], "--drawn"),
        (["fingers", "anna", *_RULER, "--photo", PHOTO], "--thumb-mm or --four-mm or --height-cm"),
        ([PHOTO, "--landmarks", "taps.json", "--profile", "anna", *_RULER], "--thumb-mm or --four-mm or --height-cm"),
    ],
)
def test_an_option_that_nothing_would_be_done_with_is_told_and_nothing_is_kept(
    argv: list[object], unheard: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Profile("anna", fingers=FingerWidths(1.1, 3.4))
    store.save(before)
    assert calibrate(*argv) == 2
    assert f"expected no {unheard} with it" in capsys.readouterr().err
    assert store.load("anna").fingers == before.fingers


def test_fingers_are_measured_on_a_photograph_of_a_hand_and_the_lines_can_be_looked_at(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = home / "lines.png"
    assert calibrate("fingers", HAND, "--profile", "bert", "--drawn", drawn) == 0
    said = capsys.readouterr().out
    assert "give or take" in said and "of your fingers" in said
    widths = store.load("bert").fingers
    assert widths is not None and 2.8 < widths.four_cun < 3.4 and 0.8 < widths.thumb_cun < 1.1
    plain, lined = load_photo(HAND).rgb, load_photo(drawn).rgb
    changed = np.any(plain != lined, axis=2)
    assert plain.shape == lined.shape and 0.001 < changed.mean() < 0.05


@pytest.mark.parametrize("name", ["hand.png", "holiday.png"])
def test_the_measured_lines_are_written_over_no_picture(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, other = home / "hand.png", home / "holiday.png"
    Image.open(HAND).save(photo)
    Image.new("RGB", (8, 8)).save(other)
    before = photo.read_bytes(), other.read_bytes()
    assert calibrate("fingers", photo, "--profile", "bert", "--drawn", home / "." / name) == 2
    assert "exists already" in capsys.readouterr().err
    assert (photo.read_bytes(), other.read_bytes()) == before
    assert store.names() == ()


def test_a_photograph_without_a_hand_leaves_the_profile_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert calibrate("fingers", PHOTO.with_name("rendered_empty_a.jpg"), "--profile", "bert") == 2
    told = capsys.readouterr()
    assert "one hand" in told.out and "nothing is kept" in told.err
    assert store.names() == ()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["fingers", "bert"], "PHOTO --profile NAME"),
        (["show", "nobody"], "nobody"),
        (["show"], "expected 1 name"),
        (["missing.jpg", "--profile", "anna"], "--landmarks"),
        (["a.jpg", "b.jpg"], "one by one"),
        (["delete", "../x"], "profile name"),
        (["delete", "nobody"], "see `acupoint calibrate list`"),
        (["import", PHOTO], "written by `acupoint calibrate export`"),
        (["import", PHOTO.with_suffix(".toml")], "check the name"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    argv: list[object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert calibrate(*argv) == 2
    assert said in capsys.readouterr().err
