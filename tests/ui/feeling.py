"""The page for feeling and tapping as a person comes to it, without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui.wording import wording

SAY = wording()
PHOTO = Path(__file__).parent.parent / "fixtures" / "rendered_back.jpg"


def page(then: str = "") -> AppTest:
    app = AppTest.from_string(f"from ui.pages.taps import page\npage()\n{then}", default_timeout=60).run()
    for label in (SAY("cautions.red_none"), SAY("cautions.go")):
        assert not app.exception and not app.file_uploader  # the cautions come before anything else
        next(button for button in app.button if button.label == label).click().run()
    return app


def asks_for(app: AppTest, name: str) -> None:
    """The page says what was done, once, and asks at once whose body it is; it had asked at the next touch."""
    assert not app.exception and len(app.success) == 1 and name in app.selectbox(key="taps_person").options
    assert not app.run().success
