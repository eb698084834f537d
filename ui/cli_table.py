"""`acupoint annotate --table`: all that was placed in all pictures, as one table for a spreadsheet."""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from locator.errors import RequestError
from locator.whole_file import try_folder, try_name, write_whole
from ui.annotating import Done
from ui.cli_files import Job

COLUMNS = (
    *("picture", "status", "view", "code", "side", "x_px", "y_px", "ring_px", "ring_cun", "cun_px"),
    *("visible", "frame", "rule", "reason", "advice"),
)
_OF_POINT = ("code", "side", "x_px", "y_px", "ring_px", "cun_px", "visible", "frame", "rule")  # as the JSON has them
_CUN_DIGITS = 3
_BEGINNING = b'\xef\xbb\xbf"picture","status"'  # of every table: its mark and its first columns, as `begun` writes them
# A cell that begins so is a formula to a spreadsheet; the last four are how Japanese ones write the first.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class Table:
    """One line a point, or one for a picture without any; at its place once the run is over, or not at all.

    Until then its lines wait in a file that the system takes away with the run, however that ends.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: Any = None
        self._file: Any = None

    def __enter__(self) -> Table:
        if self._path is not None:
            with self._told():
                try_folder(self._path.parent)
                try_name(self._path)
                # with a mark of its bytes' meaning: without it a spreadsheet takes accents for pairs of odd letters
                self._file = TemporaryFile("w+", encoding="utf-8-sig", errors="backslashreplace", newline="")
                self._lines = begun(self._file)
        return self

    def add(self, job: Job, done: Done) -> None:
        """The lines of one picture."""
        if self._path is not None:
            with self._told():
                self._lines.writerows(rows(job, done))

    def __exit__(self, failed: object, *_: object) -> None:
        if self._path is None:
            return
        with self._told() if failed is None else contextlib.suppress(OSError), self._file:
            if failed is None:
                self._file.seek(0)
                write_whole(self._path, self._file.buffer.read())

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Why the table cannot be written, as a sentence."""
        try:
            yield
        except OSError as fault:
            raise RequestError(
                f"--table {self._path}: cannot be written ({fault.strerror}); make room or choose another."
            ) from fault


def check_table(path: Path | None) -> None:
    """RequestError when the table would not be one by its name, is a folder, or a file that no run wrote."""
    if path is None:
        return
    if path.suffix.lower() != ".csv":  # and no picture or report is written over
        raise RequestError(f"--table {path}: expected a file name ending in .csv, got {path.name}.")
    if os.path.isdir(path):
        raise RequestError(f"--table {path}: expected a file, got a folder; name a file in it.")
    if _is_somebodys(path):  # a list of patients, say: it would be gone when the run is over
        raise RequestError(f"--table {path}: this file is no table of an earlier run; choose another name.")


def _is_somebodys(path: Path) -> bool:
    """Whether a file lies there that does not begin as a table of ours, or that may not be read."""
    if not os.path.isfile(path):  # a pipe would be waited for
        return False
    try:
        with path.open("rb") as file:
            head = file.read(len(_BEGINNING))
    except OSError:
        return True
    return bool(head) and head != _BEGINNING


def begun(stream: IO[str]) -> Any:
    """A writer whose first line names the columns.

    The picture's name comes first and text is quoted: so it stays one cell where semicolons part the cells, too.
    """
    lines = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC)
    lines.writerow(COLUMNS)
    return lines


def rows(job: Job, done: Done) -> Iterator[list[Any]]:
    """The lines of one picture: its points, or one that says why there are none."""
    for told in _told(job, done):
        yield [_cell(told.get(name)) for name in COLUMNS]


def _told(job: Job, done: Done) -> Iterator[Mapping[str, Any]]:
    picture = {"picture": _harmless(str(job.photo)), "status": "unusable", "reason": done.reason, "advice": done.why}
    report = done.report
    if report is None:
        yield picture
        return
    picture |= {name: report[name] for name in ("status", "view", "reason", "advice")}
    for point in report["points"]:
        ring_cun = round(point["ring_px"] / point["cun_px"], _CUN_DIGITS) if point["cun_px"] else None
        yield {**picture, **{name: point[name] for name in _OF_POINT}, "ring_cun": ring_cun}
    if not report["points"]:
        yield picture


def _harmless(path: str) -> str:
    """The same file by a name that no spreadsheet takes for a formula."""
    return f".{os.sep}{path}" if path.startswith(_FORMULA) else path


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):  # a fault's sentence that begins with a name
        return f"'{value}"
    return value
