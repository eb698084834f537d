"""The QR code of the terminal is one that a reader reads."""

import cv2
import numpy as np
import pytest

from ui.qr import terminal_qr

LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}


@pytest.mark.parametrize("url", ["http://192.168.1.20:8501", "https://10.0.0.7:443", "http://172.16.254.254:65535"])
def test_a_reader_reads_the_address_back(url: str) -> None:
    rows = [np.array([LIGHT[c] for c in line]).T for line in terminal_qr(url).splitlines()]
    modules = np.vstack(rows).astype(np.uint8) * 255
    picture = np.pad(np.kron(modules, np.ones((8, 8), np.uint8)), 32, constant_values=255)
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert text == url
