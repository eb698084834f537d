"""The lens page: what is kept is told and can be deleted."""

from __future__ import annotations

from running import SAY, page_app

from calibration import lens_store
from calibration.lens import Lens
from ui.components.literal import literal

WIDE = Lens("wide", (1280, 960), 900.0, (640.0, 480.0), (-0.2, 0.03, 0.0, 0.0), 0.3, 9, "2026-01-02")


def test_a_lens_is_listed_until_it_is_deleted() -> None:
    lens_store.save(WIDE)
    app = page_app("lens")
    row = SAY("lens.row", name="wide", width=1280, height=960, error="0.30", when=literal("2026-01-02"))
    assert row in [each.value for each in app.markdown]
    app.button(key="lens_delete_wide").click().run()
    assert not app.exception and lens_store.names() == ()
    app.run()  # what the run before it was begun anew had drawn stands in this stand-in for a browser
    assert row not in [each.value for each in app.markdown]


def test_a_lens_that_stays_is_told_with_its_file() -> None:
    lens_store.path_of("wide").mkdir(parents=True)  # a folder of that name: no file to be removed
    app = page_app("lens")
    app.button(key="lens_delete_wide").click().run()
    told = [each.value for each in app.error]
    assert not app.exception and SAY("fault.file_stays", name=literal(lens_store.path_of("wide"))) in told
