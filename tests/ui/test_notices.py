"""What an answer goes on without is said in the language of the page: marks, pictures of the board, taps, a lens."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image
from running import given_to, page_app, press

from calibration import lens_store
from calibration.fit import Sitting, fit
from calibration.lens import Lens
from calibration.markers import SHEET_SEEN, Worn, believed
from calibration.measure_lens import BoardPhoto, TooFewViewsError, measure_lens
from calibration.mirror_watch import LOOK_EVERY, STREAM_MIRRORED
from calibration.notice import Notice
from calibration.worn import ALONE, MIRRORED, NONE_READ, NOT_MIRRORED
from locator.photo import save_picture
from tests.calibration.bodies import frame_of, joints, tapped
from tests.calibration.marked_skin import worn
from ui.check.viewer import CheckViewer
from ui.check.wish import CheckWish
from ui.components.faults import fault_said
from ui.live.viewer import Viewer, Wish
from ui.wording import languages, wording


def a_mark_on_the_floor() -> list[Notice]:
    return list(believed([Worn("c7", np.array([20.0, 780.0]), 30.0)], [frame_of(joints())]).notices)


def a_picture_of_a_wall() -> list[Notice]:
    with pytest.raises(TooFewViewsError) as few:
        measure_lens("webcam", [BoardPhoto("wall.png", np.full((400, 600, 3), 140, np.uint8))])
    return list(few.value.left_out)


def taps_of_two_bodies() -> list[Notice]:
    alike = [Sitting(tapped(joints(), 0.5), f"2026-01-0{i}") for i in (1, 2, 3)]
    return list(fit([*alike, Sitting(tapped(joints(), -4.0), "2026-02-01")], "anna").notices)


def test_each_is_told_in_every_language_in_its_own_words() -> None:
    notices = [*a_mark_on_the_floor(), *a_picture_of_a_wall(), *taps_of_two_bodies(), SHEET_SEEN, NONE_READ, ALONE]
    notices += [MIRRORED, NOT_MIRRORED, STREAM_MIRRORED]
    assert {each.reason for each in notices} == {
        "mark_elsewhere", "board_unseen", "sitting_strange", "mark_sheet", "mark_none", "mark_alone",
        "mark_mirrored", "mark_not_mirrored", "mark_stream_mirrored",
    }  # fmt: skip
    for notice in notices:
        told = [fault_said(wording(language), notice) for language in languages()]
        assert len({*told, str(notice)}) == len(told) + 1 and not any("{" in each for each in told)


@pytest.mark.parametrize("language", list(languages()))
@pytest.mark.parametrize("notice", [MIRRORED, NOT_MIRRORED], ids=["mirrored", "not mirrored"])
def test_a_mirror_image_is_told_with_the_switch_that_says_so(language: str, notice: Notice) -> None:
    say = wording(language)
    assert say("photo.mirrored") in fault_said(say, notice)


def test_what_is_told_is_named_as_the_page_names_it() -> None:
    spanish = wording("es")
    assert spanish("tap_title.c7") in fault_said(spanish, a_mark_on_the_floor()[0])
    assert "wall.png" in fault_said(spanish, a_picture_of_a_wall()[0])
    strange = taps_of_two_bodies()[-1]
    assert "2026-02-01" in fault_said(spanish, strange) and "anna" in fault_said(spanish, strange)


@pytest.mark.parametrize("page", ["photo", "check", "learn", "taps"])
def test_marks_that_show_a_mirror_image_are_told_wherever_it_is_answered(
    page: str, fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where one taps was it said: on the other pages left and right were exchanged without a word."""
    monkeypatch.setattr("ui.components.tapping.tap_editor", lambda data, key, keep: None)
    back = np.asarray(Image.open(fixtures / "rendered_back.jpg").convert("RGB"))
    save_picture(np.ascontiguousarray(worn(back, "c7", (309.0, 118.0), 28.0)[:, ::-1]), tmp_path / "mirror.png")
    app, say = given_to(page, tmp_path / "mirror.png", monkeypatch), wording()
    exchanged = say("fault.mark_mirrored")
    assert exchanged in [each.value for each in app.warning]
    switch = next(each for each in app.toggle if each.label in exchanged)
    switch.set_value(True).run()
    assert not app.exception and exchanged not in [each.value for each in app.warning]


@pytest.mark.parametrize("made", [Viewer, CheckViewer], ids=["live", "check"])
def test_a_camera_that_hands_over_mirror_images_is_told_by_the_marks_worn(
    made: type[Viewer | CheckViewer], fixtures: Path
) -> None:
    """Left and right were exchanged without a word; no mark is read from a mirror image, asked for or not."""
    back = np.asarray(Image.open(fixtures / "rendered_back.jpg").convert("RGB"))
    marked, viewer, say = worn(back, "c7", (309.0, 118.0), 28.0), made(), wording("es")
    wish = {"codes": ["BL23"], "language": "es"}
    viewer.wants(cast(Any, CheckWish if made is CheckViewer else Wish).from_message(wish))
    exchanged = say("fault.mark_stream_mirrored")

    def told(rgb: np.ndarray, frames: int) -> set[bool]:
        out = io.BytesIO()
        Image.fromarray(rgb).save(out, "JPEG", quality=90)
        answers = [viewer.answer(out.getvalue()) for _ in range(frames)]
        return {exchanged in each.get("known", {}).get("doubted", []) for each in answers[-LOOK_EVERY:]}

    assert told(marked, 2 * LOOK_EVERY) == {False}
    assert told(np.ascontiguousarray(marked[:, ::-1]), 3 * LOOK_EVERY) == {True}
    assert told(np.ascontiguousarray(back[:, ::-1]), 2 * LOOK_EVERY) == {True}, "a mark out of sight unsays nothing"
    assert told(marked, 2 * LOOK_EVERY) == {False}
    viewer.close()


def test_the_live_view_is_told_in_the_language_of_its_page() -> None:
    lens_store.save(Lens("tall", (960, 1280), 900.0, (480.0, 640.0), (-0.2, 0.03, 0.0, 0.0), 0.3, 9))
    out = io.BytesIO()
    Image.new("RGB", (480, 360), "#777777").save(out, "JPEG")
    viewer = Viewer()
    for language in languages():
        viewer.wants(Wish.from_message({"lens": "tall", "language": language}))
        told = viewer.answer(out.getvalue())["known"]["doubted"]
        assert told == [
            wording(language)("fault.lens_shape", name="tall", measured="960 x 1280", came="480 x 360")
        ]  # fmt: skip
    viewer.close()


def test_the_lens_page_tells_what_is_wrong_with_each_picture() -> None:
    spanish, out = wording("es"), io.BytesIO()
    Image.new("RGB", (600, 400), "#8c8c8c").save(out, "PNG")
    app = page_app("lens")
    app.session_state["language"] = "es"
    app.run()
    app.text_input(key="lens_name").set_value("Mi Cam")
    app.file_uploader(key="lens_photos").set_value([("pared.png", out.getvalue(), "image/png")])
    press(app, spanish("lens.measure"))
    assert not app.exception
    assert [each.value for each in app.error] == [spanish("fault.lens_few", came=0, fewest=5)]
    assert [each.value for each in app.warning] == [spanish("fault.board_unseen", name="pared.png")]
