"""What is kept of a body is its owner's alone, and no file of anybody's is harmed where results are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from calibration import alone, lens_store, store
from calibration.lens import Lens
from calibration.profile import Profile
from locator.whole_file import write_whole
from ui import cli_files, history

MODES = pytest.mark.skipif(os.name == "nt", reason="a user's own folders on Windows are the user's alone")
OTHERS = 0o077  # rights of the group and of everybody


@pytest.fixture
def careless() -> Iterator[None]:
    """A user whose files all may read and change, unless it is said otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@MODES
def test_profiles_lenses_and_history_are_open_to_nobody_else(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, careless: None
) -> None:
    monkeypatch.setenv(store.HOME_VARIABLE, str(home / "new" / "kept"))
    store.change("anna", lambda empty: empty)
    lens_store.save(Lens("cam", (600, 800), 500.0, (300.0, 400.0), (-0.1, 0.0, 0.0, 0.0), 0.3, 12))
    history.agree(history.history_file())
    there = [*home.rglob("*"), store.export("anna", tmp_path / "copy.json")]
    files = {path.name for path in there if path.is_file()}
    assert files == {"anna.profile.json", "cam.lens.json", "history.jsonl", "copy.json", alone.LOCK}
    seen_by_others = {path.name for path in there if path.stat().st_mode & OTHERS}
    assert seen_by_others <= {alone.LOCK}  # which is empty, and lies in a folder that they may not enter


@MODES
def test_a_profile_that_was_open_to_others_is_closed_when_it_is_kept_again(careless: None) -> None:
    store.folder().mkdir(parents=True)
    path = store.path_of("anna")
    path.write_text("{}")
    store.save(Profile("anna"))
    assert not path.stat().st_mode & OTHERS


@MODES
def test_results_are_as_open_as_their_user_has_files(tmp_path: Path, careless: None) -> None:
    write_whole(tmp_path / "a.json", b"{}")
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o666


def test_a_link_left_in_the_folder_of_results_leads_no_write_elsewhere(tmp_path: Path) -> None:
    """The name of what is tried there cannot be known beforehand."""
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    try:
        (out / f".acupoint-{os.getpid()}.part").symlink_to(precious)
    except OSError:
        pytest.skip("this user may make no links")
    cli_files.ready_folder(out)
    assert precious.read_text() == "mine"
