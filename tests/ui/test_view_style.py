"""What the two views over a camera share in style stands once, and reaches both."""

from __future__ import annotations

from importlib import resources

import pytest

from ui.live import bundle

VIEWS = {"live": "live/live.css", "check": "check/check.css"}


def rules(style: str) -> set[str]:
    """The rules on lines of their own, outside the conditions that each view has for itself."""
    return {line for line in style.splitlines() if line.endswith("}") and not line.startswith((" ", "}"))}


def own(file: str) -> set[str]:
    return rules(resources.files("ui").joinpath(file).read_text(encoding="utf-8"))


def test_no_rule_is_written_in_both_views() -> None:
    assert own(VIEWS["live"]) and own(VIEWS["live"]) & own(VIEWS["check"]) == set()


@pytest.mark.parametrize("view", list(VIEWS))
def test_a_view_is_given_what_they_share_before_its_own(view: str) -> None:
    shared, given = own("live/parts/view.css"), bundle.text(f"{view}.css", view)
    assert shared <= rules(given) and "part:" not in given
    assert max(given.index(rule) for rule in shared) < min(given.index(rule) for rule in own(VIEWS[view]))
