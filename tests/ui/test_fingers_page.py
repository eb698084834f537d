"""What lies folded away below the taps: measuring one's fingers, and a profile brought from elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from feeling import PHOTO, SAY, asks_for, page
from streamlit.testing.v1 import AppTest

import ui.components.fingers as fingers
from calibration import store
from calibration.finger import FingerWidths
from calibration.finger_photo import NO_HAND, PART, WHOLE, measured_photo
from calibration.profile import Profile, to_text
from ui.wording import languages, wording


def test_fingers_measured_by_a_ruler_are_told_as_distances_and_kept() -> None:
    app = page()
    app.text_input[0].set_value("bert")
    for label, value in (("taps.thumb_mm", 24.0), ("taps.four_mm", 90.0), ("taps.height_cm", 168.75)):
        next(n for n in app.number_input if n.label == SAY(label)).set_value(value)
    next(b for b in app.button if b.label == SAY("taps.keep")).click().run()
    assert not app.exception
    assert SAY("taps.in_fingers", cun="3", count="3") in app.success[0].value
    widths = store.load("bert").fingers
    assert widths is not None and widths.four_cun == pytest.approx(4.0)
    assert next(each for each in app.expander if each.label == SAY("taps.more")).proto.expanded, "where it is said"
    asks_for(app, "bert")


def with_hand(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader(key="fingers_file").set_value(("hand.jpg", data, "image/jpeg")).run()
    assert not app.exception
    return app


def test_a_photographed_hand_is_measured_and_its_numbers_can_be_put_right() -> None:
    app = with_hand(page(), PHOTO.with_name("rendered_fingers.jpg").read_bytes())
    assert not app.warning
    thumb, four = (next(n for n in app.number_input if n.label == SAY(f"fingers.{k}_cun")) for k in ("thumb", "four"))
    assert 0.8 < thumb.value < 1.1 and 2.8 < four.value < 3.4
    said = [m.value for m in app.markdown if SAY("fingers.by_hand") in m.value]
    assert said and f"{four.value:.2f}" in said[0]
    four.set_value(4.0)
    next(t for t in app.text_input if t.form_id == "fingers_seen").set_value("bert")
    next(b for b in app.button if b.label == SAY("taps.keep") and b.form_id == "fingers_seen").click().run()
    widths = store.load("bert").fingers
    assert widths is not None and widths.four_cun == 4.0 and widths.thumb_cun == pytest.approx(thumb.value)
    assert SAY("taps.in_fingers", cun="3", count="3") in app.success[0].value


def test_a_breadth_that_is_not_measured_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingers, "measured_photo", lambda *asked: replace(measured_photo(*asked), four=None))
    store.save(Profile("bert", fingers=FingerWidths(1.2, 3.9)))
    app = with_hand(page(), PHOTO.with_name("rendered_fingers.jpg").read_bytes())
    assert next(n for n in app.number_input if n.label == SAY("fingers.four_cun")).value is None
    next(t for t in app.text_input if t.form_id == "fingers_seen").set_value("bert")
    next(b for b in app.button if b.label == SAY("taps.keep") and b.form_id == "fingers_seen").click().run()
    widths = store.load("bert").fingers
    assert widths is not None and widths.four_cun == 3.9 and widths.thumb_cun != 1.2


@pytest.mark.parametrize("language", languages())
def test_every_reason_not_to_measure_fingers_is_explained(language: str) -> None:
    sentences = wording(language).sentences
    assert {f"fingers.{reason}" for reason in (NO_HAND.reason, *WHOLE, *PART)} <= set(sentences)


def test_a_picture_without_a_hand_measures_nothing_and_says_what_to_show() -> None:
    empty = PHOTO.with_name("rendered_empty_a.jpg").read_bytes()
    app = with_hand(page(), empty)
    assert [w.value for w in app.warning] == [SAY("fingers.no_hand")]
    assert SAY("fingers.thumb_cun") not in [n.label for n in app.number_input]


def test_a_profile_from_elsewhere_is_kept_once_and_a_broken_one_is_answered() -> None:
    app = page()
    text = to_text(Profile("carla"))
    app.file_uploader(key="profile_file").set_value(("c.json", text.encode(), "application/json")).run()
    assert store.names() == ("carla",) and not app.error
    asks_for(app, "carla")
    assert not app.error  # still lying there, it is not taken a second time
    app.file_uploader(key="profile_file").set_value(("d.json", b'{"schema": "?"}', "application/json")).run()
    assert "schema" in app.error[0].value and store.names() == ("carla",)
