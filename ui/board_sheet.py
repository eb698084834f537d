"""The board to print by which a lens is measured."""

from __future__ import annotations

from calibration.board import ACROSS, DOWN, SQUARE_MM, board_picture
from ui.sheet import INNER_MM, MARGIN_MM, Page, Picture, Words
from ui.wording import Wording


def board_sheet(words: Wording) -> list[Page]:
    """One page: the board, and beside its edge what to do with it."""
    left_mm = MARGIN_MM + 0.5 * (INNER_MM[0] - ACROSS * SQUARE_MM)
    board_mm = DOWN * SQUARE_MM
    return [
        [
            Picture(left_mm, MARGIN_MM, ACROSS * SQUARE_MM, board_picture()),
            Words(left_mm, MARGIN_MM + board_mm + 4.0, words("lens.sheet_title"), 170.0, 3.2, bold=True),
            Words(left_mm, MARGIN_MM + board_mm + 8.5, words("lens.sheet_how"), 175.0, 2.5),
        ]
    ]
