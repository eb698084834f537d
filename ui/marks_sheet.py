"""The sheet of marks to wear: one for each landmark, with what it is for, lines to cut along, and a ruler."""

from __future__ import annotations

from calibration.markers import FIELDS, LANDMARK_OF, mark_picture
from locator.errors import RequestError
from ui.landmark_titles import title_of
from ui.sheet import INNER_MM, MARGIN_MM, Line, Page, Picture, Words, ruler
from ui.wording import Wording

SMALLEST_MM, USUAL_MM, LARGEST_MM = 15.0, 40.0, 80.0
# How far away a mark of the usual size is 20 px wide, which is read: a webcam that sees 65 degrees in frames of 960 px,
# a telephone's photograph of 2000 px.
LIVE_M, PHOTO_M = 1.5, 3.0
SHEET_MARK_MM, SMALL_MM = 18.0, 2.6
HEAD_MM, LABEL_MM = 26.0, 8.0  # above the marks; below each of them


def marks_sheet(words: Wording, size_mm: float = USUAL_MM) -> list[Page]:
    """The pages; each carries the sheet's own mark, so that a sheet lying about is not taken for a body."""
    if not SMALLEST_MM <= size_mm <= LARGEST_MM:
        raise RequestError(f"expected marks of {SMALLEST_MM:g} to {LARGEST_MM:g} mm, got {size_mm:g}; 40 suits most.")
    cell_mm = size_mm * (FIELDS + 2) / FIELDS  # with the white rim that a mark is read by
    across, down = int(INNER_MM[0] // cell_mm), int((INNER_MM[1] - HEAD_MM) // (cell_mm + LABEL_MM))
    names = list(LANDMARK_OF.values())
    pages: list[Page] = []
    for start in range(0, len(names), across * down):
        page = _head(words, size_mm)
        for place, name in enumerate(names[start : start + across * down]):
            x_mm = MARGIN_MM + (place % across) * cell_mm
            y_mm = MARGIN_MM + HEAD_MM + (place // across) * (cell_mm + LABEL_MM)
            page += _cell(words, name, x_mm, y_mm, size_mm, cell_mm)
        pages.append(page)
    return pages


def _head(words: Wording, size_mm: float) -> list[Picture | Words | Line]:
    right_mm = MARGIN_MM + INNER_MM[0] - SHEET_MARK_MM - 3.0
    told = words("markers.how", size=words.number(size_mm))
    live_m, photo_m = (size_mm / USUAL_MM * reach for reach in (LIVE_M, PHOTO_M))
    where = words("markers.where", live=words.number(live_m, ".1f"), photo=f"{photo_m:.0f}")
    return [
        Words(MARGIN_MM, MARGIN_MM, words("markers.title"), 150.0, 5.5, bold=True),
        Words(MARGIN_MM, MARGIN_MM + 7.5, told, 162.0, SMALL_MM),
        Words(MARGIN_MM, MARGIN_MM + 11.5, where, 162.0, SMALL_MM),
        *ruler(MARGIN_MM, MARGIN_MM + 18.0, words("markers.ruler")),
        Picture(right_mm, MARGIN_MM, SHEET_MARK_MM, mark_picture("sheet")),
    ]


def _cell(
    words: Wording, name: str, x_mm: float, y_mm: float, size_mm: float, cell_mm: float
) -> list[Picture | Words | Line]:
    rim_mm = 0.5 * (cell_mm - size_mm)
    low_mm, far_mm = y_mm + cell_mm, x_mm + cell_mm
    return [
        Picture(x_mm + rim_mm, y_mm + rim_mm, size_mm, mark_picture(name)),
        Line(x_mm, y_mm, far_mm, y_mm),
        Line(x_mm, low_mm, far_mm, low_mm),
        Line(x_mm, y_mm, x_mm, low_mm),
        Line(far_mm, y_mm, far_mm, low_mm),
        Words(x_mm + 1.0, low_mm + 1.5, title_of(words, name), cell_mm - 2.0, min(SMALL_MM, cell_mm / 15.0)),
    ]
