"""A browser with a camera that films a clip, and a server to look at: for tests and for measuring."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
from PIL import Image

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
CAMERA = ["--use-fake-device-for-media-stream"]
BACK = Path(__file__).parents[2] / "fixtures" / "rendered_back.jpg"
START_PATIENCE_S = 60.0


def chromium_program() -> str | None:
    """The installed Chromium, or the one named in ACUPOINT_CHROMIUM; None without either."""
    asked = os.environ.get("ACUPOINT_CHROMIUM")
    return asked or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def film_clip(file: Path) -> Path:
    """The rendered back, swaying a little, as a film of thirty JPEG pictures."""
    back = Image.open(BACK).convert("RGB").resize((480, 640))
    with file.open("wb") as film:
        for i in range(30):
            frame = Image.new("RGB", (640, 640), "#777777")
            frame.paste(back, (80 + round(12 * float(np.sin(i * 2 * np.pi / 30))), 0))
            frame.save(film, "JPEG", quality=80)
    return file


def wait_until_up(address: str, server: subprocess.Popen[bytes], log: Path | None = None) -> None:
    """Until the server answers; RuntimeError with what it said when it does not."""
    give_up = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < give_up and server.poll() is None:
        if answers(f"{address}/_stcore/health"):
            return
        time.sleep(0.2)
    said = log.read_text(errors="replace") if log else ""
    raise RuntimeError(f"the app did not start: {said[-2000:]}")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1.0):
            return True
    except (urllib.error.URLError, OSError):
        return False
