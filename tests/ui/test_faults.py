"""What goes wrong is said in the language of the page: what it is, and what to do."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from running import page_app
from streamlit.testing.v1 import AppTest

import ui
from calibration import lens_store, store
from calibration.finger import from_mm
from calibration.lens import Lens
from locator.errors import AcupointError, PhotoError
from locator.photo import MAX_SIDE_PX, load_photo
from locator.safety import Answers
from ui.components.faults import fault_said
from ui.wording import languages, wording


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return out.getvalue()


def profile(text: str) -> Callable[[], object]:
    return lambda: store.import_bytes(text.encode(), "anna.json")


def photo(data: bytes) -> Callable[[], object]:
    return lambda: load_photo(data, name="anna.png")


def floating_tiff() -> bytes:
    """Grey in numbers of 64 bits."""
    out = io.BytesIO()
    Image.fromarray(np.zeros((40, 40), np.float32)).save(out, "TIFF")
    return out.getvalue().replace(struct.pack("<HHIHH", 258, 3, 1, 32, 0), struct.pack("<HHIHH", 258, 3, 1, 64, 0))


NOTHING_IN_IT = picture(8, 8)[:16] + bytes(8) + picture(8, 8)[24:]
SCHEMA = '{"schema": "acupoint-profile/2", "name": "anna", "sittings": '
LENS = Lens("wide", (640, 480), 500.0, (320.0, 240.0), (0.0, 0.0, 0.0, 0.0), 0.2, 8)
# What a person may give to a page, by the reason for which it cannot be used.
FAULTS: list[tuple[str, Callable[[], object]]] = [
    ("picture_empty", photo(b"")),
    ("picture_other", photo(b"a letter, not a picture")),
    ("picture_damaged", photo(picture(300, 300)[:200])),
    ("picture_damaged", photo(NOTHING_IN_IT)),
    ("picture_kind", photo(floating_tiff())),
    ("picture_too_small", photo(picture(1, 1))),
    ("picture_too_long", photo(picture(MAX_SIDE_PX + 1, 20))),
    ("picture_too_large", photo(picture(9000, 6000))),
    ("profile_none", profile("[1, 2]")),
    ("profile_other", profile('{"theme": "dark"}')),
    ("profile_none", profile("no JSON")),
    ("profile_none", lambda: store.import_bytes(b"\xff\xfe\xfa", "anna.json")),
    ("profile_newer", profile('{"schema": "acupoint-profile/99"}')),
    ("profile_faults", profile(SCHEMA + '[{"size_px": 3}, 4]}')),
    ("profile_name", lambda: store.load("../anna")),
    ("profile_name", lambda: store.load("")),
    ("profile_gone", lambda: store.load("anna")),
    ("profile_kept", lambda: [profile(SCHEMA + "[]}")() for _ in range(2)]),
    ("fingers_mm", lambda: from_mm(500.0, 76.0, 1700.0)),
    ("lens_name", lambda: lens_store.path_of("../wide")),
    ("lens_gone", lambda: lens_store.load("wide")),
    ("lens_shape", lambda: LENS.at((480, 640))),
]


def fault_of(act: Callable[[], object]) -> AcupointError:
    with pytest.raises(AcupointError) as raised:
        act()
    return raised.value


@pytest.mark.parametrize(("reason", "act"), FAULTS)
def test_every_language_has_its_own_words_for_what_a_person_may_give(reason: str, act: Callable[[], object]) -> None:
    fault = fault_of(act)
    assert fault.reason == reason
    told = [fault_said(wording(language), fault) for language in languages()]
    assert len({*told, str(fault)}) == len(told) + 1
    for sentence in told:
        assert not re.search(r"\b(expected|got)\b", sentence) and "{" not in sentence
        assert sentence.endswith(".") and sentence.count(". ") >= 1, "what is wrong, and what to do"


def test_a_broken_profile_that_was_put_aside_is_told_by_both_names() -> None:
    folder = store.folder()
    folder.mkdir(parents=True)
    (folder / f"anna{store.ENDING}").write_text("{", "utf-8")
    said = fault_said(wording("es"), fault_of(lambda: store.load("anna")))
    assert f"anna{store.ENDING}" in said and ".broken" in said


def test_every_reason_that_the_sources_name_has_a_sentence_and_no_sentence_is_for_nothing() -> None:
    root = Path(ui.__file__).parents[1]
    files = [file for part in ("locator", "calibration", "ui") for file in (root / part).rglob("*.py")]
    text = "\n".join(file.read_text("utf-8") for file in files)
    named = set(re.findall(r'reason="(\w+)"', text))
    said = {reason.removesuffix("_one") for reason in wording().under("fault")}
    told = ("picture_", "profile_", "file_", "lens_", "board_", "mark_", "sitting_")
    assert {reason for reason in named if reason.startswith(told)} <= said
    assert said <= named


def test_a_fault_without_a_reason_is_told_as_the_library_tells_it() -> None:
    fault = PhotoError("anna.png: expected this, got that; try another.")
    assert fault_said(wording("es"), fault) == str(fault)


def test_a_page_tells_a_wrong_file_in_its_own_language() -> None:
    app: AppTest = page_app("photo")
    app.session_state["language"] = "es"
    app.session_state["answers"] = Answers()
    app.run()
    app.file_uploader(key="upload").set_value(("carta.png", b"a letter", "image/png")).run()
    assert not app.exception
    assert [each.value for each in app.error] == [wording("es")("fault.picture_other", name="carta.png")]


@pytest.mark.parametrize("page", ["taps", "photo", "lens"])
def test_what_is_kept_and_cannot_be_read_is_told_and_the_page_goes_on(page: str) -> None:
    """To who keeps profiles or lenses, none in the list means that they are lost."""
    for folder in (store.folder(), lens_store.folder()):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("no folder", "utf-8")
    app = page_app(page)
    app.session_state["answers"] = Answers()
    app.run()
    assert not app.exception
    kept = [store.folder(), lens_store.folder()] if page == "photo" else []
    told = [each.value for each in app.error]
    assert told and all(wording()("fault.file_unread", name=folder) in told for folder in kept)
