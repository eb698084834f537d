"""The order of the house: ui → calibration → locator, never back, and each outside library in one room only."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BELOW = {  # package -> the packages of ours it may know
    "locator": {"locator"},
    "calibration": {"locator", "calibration"},
    "ui": {"locator", "calibration", "ui"},
}
OURS = frozenset(BELOW)
ROOMS = {  # library -> folders or files that may import it
    "mediapipe": ("locator/detect",),
    "streamlit": ("ui",),
    "starlette": ("ui",),
    "reportlab": ("ui",),
    "tqdm": ("ui",),
    # reading, warping and measuring pictures; drawing is the overlay's alone, see below
    "cv2": ("locator/detect", "locator/overlay", "locator/photo", "calibration", "ui"),
}
DRAWING = re.compile(
    "line|circle|ellipse|rectangle|polylines|fillPoly|fillConvexPoly|putText|arrowedLine|drawMarker|drawContours"
)
# Spelled in two halves, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of the machine it was written on": re.compile(r"/wo" + r"rk/|/ro" + r"ot/|/ho" + r"me/[a-z]"),
    "a package registry": re.compile(r"(py" + r"pi\.org|python" + r"hosted\.org|registry\.npm" + r"js)"),
    "a font or script from outside": re.compile(
        r"(fonts\.google" + r"apis|fonts\.gst" + r"atic|cdn\.js" + r"delivr|unpkg\.c" + r"om|cdnjs\.cloud" + r"flare)"
    ),
}
BINARY = {".png", ".jpg", ".jpeg", ".heic", ".webp", ".tif", ".npz", ".mp3", ".mjpeg", ".ttf", ".otf", ".pdf", ".ico"}


def modules() -> list[Path]:
    return sorted(f for package in OURS for f in (ROOT / package).rglob("*.py"))


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in it, with the line; relative ones spelled out."""
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            yield ".".join(filter(None, (base, node.module or ""))), node.lineno
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield node.args[0].value, node.lineno


def opencv_names(file: Path) -> Iterator[tuple[str, int]]:
    """Every cv2.something in a file, with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "cv2":
            yield node.attr, node.lineno


def place(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT).as_posix()}:{line}"


def test_nothing_knows_what_lies_above_it() -> None:
    faults = []
    for file in modules():
        own = file.relative_to(ROOT).parts[0]
        for name, line in imports(file):
            top = name.split(".")[0]
            if top in OURS | {"tests"} and top not in BELOW[own]:
                faults.append(f"{place(file, line)}: {own} may not import {name}")
    assert not faults, "\n".join(faults)


def test_each_outside_library_stays_in_its_room() -> None:
    faults = []
    for file in modules():
        where = file.relative_to(ROOT).as_posix()
        for name, line in imports(file):
            rooms = ROOMS.get(name.split(".")[0])
            if rooms is not None and not any(where.startswith(room) for room in rooms):
                faults.append(f"{place(file, line)}: {name} belongs in {' or '.join(rooms)}")
    assert not faults, "\n".join(faults)


def test_only_the_overlay_draws() -> None:
    faults = []
    for file in modules():
        if file.relative_to(ROOT).as_posix().startswith("locator/overlay/"):
            continue
        for name, line in opencv_names(file):
            # a filled polygon is also how a mask is made, and masks are the detector's business
            if DRAWING.fullmatch(name) and not (name.startswith("fill") and "detect" in file.parts):
                faults += [f"{place(file, line)}: cv2.{name} draws; drawing belongs in locator/overlay"]
    assert not faults, "\n".join(faults)


def test_the_eye_of_the_layer_test_sees(tmp_path: Path) -> None:
    """The walker finds imports inside functions, relative ones, those by name, and drawing."""
    source = "def f():\n import ui.cli\nfrom ..detect import base\nimportlib.import_module('mediapipe')\ncv2.line()\n"
    tree = tmp_path / "locator" / "frames"
    tree.mkdir(parents=True)
    (tree / "imagined.py").write_text(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "ROOT", tmp_path)
        assert {name for name, _ in imports(tree / "imagined.py")} == {"ui.cli", "locator.detect", "mediapipe"}
        assert list(opencv_names(tree / "imagined.py")) == [("line", 5)]


def tracked() -> list[Path]:
    """The files under version control; in a source archive, which has none, the packages and tests."""
    if shutil.which("git") and (ROOT / ".git").exists():
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        return [f for n in names.decode().split("\0") if n and (f := ROOT / n).is_file()]
    return [f for part in (*OURS, "tests") for f in (ROOT / part).rglob("*") if f.is_file()]


def test_no_file_points_outside() -> None:
    faults = []
    for file in tracked():
        if file.suffix.lower() in BINARY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            faults += [f"{place(file, number)}: {what}" for what, sign in FORBIDDEN.items() if sign.search(line)]
    assert not faults, "\n".join(faults)


def test_rooms_are_small() -> None:
    """A file over 400 lines has more than one idea in it."""
    faults = [
        f"{file.relative_to(ROOT).as_posix()}: {lines} lines"
        for file in modules()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert not faults, "\n".join(faults)
