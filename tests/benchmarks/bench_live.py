"""The live view in a real browser: overlays a second, lag, processor and memory at both ends: `acupoint bench live`.

    acupoint bench live [--clip FILE.mjpeg] [--seconds 30]

Without --clip the browser films the rendered back of the test pictures, swaying.  Lag is the time from grabbing a frame
to drawing its overlay; the video itself is shown undelayed.  Linux only: times and memory are read from /proc.  With
--seconds 600 the memory of server and page is told minute by minute: the first minute fills caches, then it is flat.
"""

from __future__ import annotations

import argparse
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "ui" / "browser"))
from filming import CAMERA, FLAGS, chromium_program, film_clip, wait_until_up

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
MEBIBYTE = 1 << 20
BEGINNINGS = {".mjpeg": b"\xff\xd8\xff", ".y4m": b"YUV4MPEG2 "}  # of the films that Chromium's camera shows
LOOK_EVERY_MS = 5000
VIEW = """(() => { const find = root => { for (const e of root.querySelectorAll('*')) {
  if (e.liveView) return e.liveView; if (e.shadowRoot) { const inner = find(e.shadowRoot); if (inner) return inner; } }
  return null; }; return find(document); })()"""


def is_film(clip: Path) -> bool:
    """Whether a browser takes this for its camera: of anything else it waits for pictures in vain."""
    beginning = BEGINNINGS.get(clip.suffix.lower())  # it goes by the name's ending, too
    with clip.open("rb") as film:
        return beginning is not None and film.read(len(beginning)) == beginning


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def memory_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / MEBIBYTE


def heap_mib(browser_line: Any) -> float:
    """What the page's own scripts hold, after what nobody holds any more was collected."""
    browser_line.send("HeapProfiler.collectGarbage")
    metrics = browser_line.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")) / MEBIBYTE


def share(values: list[float], part: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def watch(page: Any, address: str, server: int, seconds: float) -> dict[str, float]:
    """Start the camera and look for so long."""
    page.goto(f"{address}/live")
    page.get_by_role("button", name="None of these").click(timeout=30_000)
    page.get_by_role("button", name="Show me the points").click()
    start = page.get_by_role("button", name="Start camera")
    start.wait_for()
    page.wait_for_timeout(1500)  # the page settles; what is measured is a warm start
    began_s = time.perf_counter()
    start.click()
    page.wait_for_function(f"(() => {{ const v = {VIEW}; return v && v.overlay.points.size > 0; }})()", polling=20)
    first_s = time.perf_counter() - began_s
    page.wait_for_timeout(3000)
    page.evaluate(
        f"(() => {{ const a = {VIEW}.answers; a.roundMs.length = a.atMs.length = a.serverMs.length = 0; }})()"
    )
    rounds: list[float] = []
    at: list[float] = []
    line = page.context.new_cdp_session(page)
    line.send("Performance.enable")
    held = [(0, memory_mib(server), heap_mib(line))]  # minute, server, page
    used_s, began_s = cpu_s(server), time.perf_counter()
    while (passed_s := time.perf_counter() - began_s) < seconds:
        if passed_s >= 60 * len(held):
            held.append((len(held), memory_mib(server), heap_mib(line)))
            print(f"minute {held[-1][0]:3} server {held[-1][1]:7.1f} MiB, page {held[-1][2]:6.2f} MiB", flush=True)
        page.wait_for_timeout(min(LOOK_EVERY_MS, 1000 * (seconds - passed_s)))
        got = page.evaluate(
            f"(() => {{ const a = {VIEW}.answers; const r = [a.roundMs.splice(0), a.atMs.splice(0)];"
            " a.serverMs.length = 0; return r; })()"
        )
        rounds += got[0]
        at += got[1]
    took_s = time.perf_counter() - began_s
    if len(at) < 2:
        sys.exit(f"{len(at)} overlays came in {took_s:.1f} s: too few to measure")
    return {
        "first overlay, s": first_s,
        "overlays a second": (len(at) - 1) / (at[-1] - at[0]) * 1000,
        "lag median, ms": share(rounds, 0.5),
        "lag 95 %, ms": share(rounds, 0.95),
        "longest gap, ms": max(b - a for a, b in itertools.pairwise(at)),
        "server, share of a core": (cpu_s(server) - used_s) / took_s,
        "memory at first, MiB": held[min(1, len(held) - 1)][1],
        "memory at last, MiB": memory_mib(server),
        "page at first, MiB": held[min(1, len(held) - 1)][2],
        "page at last, MiB": heap_mib(line),
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--clip", type=Path)
    ask.add_argument("--seconds", type=float, default=30.0)
    given = ask.parse_args()
    if not given.seconds >= 1.0:
        ask.error(f"--seconds: expected 1 or more, got {given.seconds:g}")
    if given.clip is not None and not os.path.isfile(given.clip):
        ask.error(f"--clip: expected a file, found none: {given.clip}")
    if given.clip is not None and not is_film(given.clip):
        ask.error(f"--clip: expected a film of JPEG pictures (.mjpeg) or a raw one (.y4m), got {given.clip}")
    program = chromium_program()
    if program is None:
        sys.exit("no Chromium on this machine: install one, or name it in ACUPOINT_CHROMIUM")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", f"from ui.app import serve; serve({port}, open_browser=False)"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
            wait_until_up(f"http://127.0.0.1:{port}", server)
            clip = given.clip or film_clip(Path(folder) / "camera.mjpeg")
            flags = [*FLAGS, *CAMERA, f"--use-file-for-fake-video-capture={clip}", "--use-fake-ui-for-media-stream"]
            browser = tool.chromium.launch(executable_path=program, headless=True, args=flags)
            figures = watch(browser.new_page(locale="en-US"), f"http://127.0.0.1:{port}", server.pid, given.seconds)
            browser.close()
    finally:
        server.terminate()
    for name, value in figures.items():
        print(f"{name:26} {value:8.2f}")


if __name__ == "__main__":
    main()
