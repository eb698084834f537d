"""An address as a QR code in the terminal, for a telephone's camera."""

from __future__ import annotations

QUIET = 2  # modules of white around the code; four in the standard (ISO 18004), two are enough for telephones


def terminal_qr(text: str) -> str:
    """Lines of half blocks, dark modules left as gaps in light ink: two modules a character, square on a terminal."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.L)  # the smallest version that holds the text
    code.addData(text)
    code.make()
    size = code.getModuleCount()

    def light(row: int, column: int) -> bool:
        inside = 0 <= row < size and 0 <= column < size
        return not (inside and code.isDark(row, column))

    inks = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    return "\n".join(
        "".join(inks[light(row, col), light(row + 1, col)] for col in range(-QUIET, size + QUIET))
        for row in range(-QUIET, size + QUIET, 2)
    )
