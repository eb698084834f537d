"""`annotate --no-image` beside bare calls of the stock pose solution: `acupoint bench speed`.

    acupoint bench speed [PICTURE ...] [--pictures 60] [--runs 3]

Both are whole processes, started cold and one after the other, so that imports and model loading count for both.
The figure to watch is the ratio; seconds depend on the machine.  The ratio of processor seconds is told beside it: it
is larger, since annotate works on several pictures at once, and holds where other work on the machine spoils the clock.
Pictures named are repeated until there are enough; without any, three whole backs that belong to the tests.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# Whole backs, what the bound was set for: bare calls find nothing on close-ups, which annotate looks at many times.
WHOLE_BACKS = [FIXTURES / f"{name}.jpg" for name in ("rendered_back", "rendered_back34", "back_480")]
MOST = 1.5  # times the bare calls, though a picture's answer takes three looks and a bare call one

BARE = """
import sys, time
import cv2
import mediapipe as mp
started = time.perf_counter()
with mp.solutions.pose.Pose(static_image_mode=True, model_complexity=1) as pose:
    for path in sys.argv[1:]:
        pose.process(cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB))
print(time.perf_counter() - started)
"""


def main() -> int:
    ask = argparse.ArgumentParser(prog="acupoint bench speed", description="Speed beside bare pose calls.")
    ask.add_argument("sources", nargs="*", type=Path, metavar="PICTURE")
    ask.add_argument("--pictures", type=int, default=60, help="how many (default 60)")
    ask.add_argument("--runs", type=int, default=3, help="how often; the median counts (default 3)")
    ask.add_argument("--hints", default="", help='options handed to annotate, e.g. "--region leg"')
    given = ask.parse_args()
    sources = given.sources or [path for path in WHOLE_BACKS if path.exists()]
    if not sources or given.pictures < 1 or given.runs < 1:
        ask.error("expected at least one picture and one run")
    missing = [str(path) for path in sources if not os.path.isfile(path)]
    if missing:
        ask.error(f"expected picture files, found none: {', '.join(missing)}")
    import cv2

    unread = [str(path) for path in sources if cv2.imread(str(path)) is None]
    if unread:
        ask.error(f"expected pictures that bare calls can read too, such as JPEG or PNG, got: {', '.join(unread)}")
    with tempfile.TemporaryDirectory() as folder:
        photos = copies(sources, given.pictures, Path(folder))
        rows = []
        print(f"{given.pictures} pictures, {os.cpu_count()} processors")
        print(f"{'bare calls':>12}{'(loop only)':>12}{'annotate':>12}{'ratio':>8}{'of processor seconds':>22}")
        for _ in range(given.runs):
            before_s = spent_s()
            bare_s, loop_s = bare(photos)
            between_s = spent_s()
            ours_s = annotate(photos, Path(folder) / "out", given.hints.split())
            work = (spent_s() - between_s) / max(between_s - before_s, 1e-9)  # nought where the system does not tell
            rows.append((ours_s / bare_s, ours_s / loop_s, work))
            print(f"{bare_s:10.2f} s{loop_s:10.2f} s{ours_s:10.2f} s{ours_s / bare_s:8.2f}{work:22.2f}", flush=True)
    ratio, strict, work = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"median ratio {ratio:.2f} (at most {MOST}); against the bare loop without its start {strict:.2f}")
    print(f"median ratio of processor seconds {work:.2f}")
    return 0 if ratio <= MOST else 1


def copies(sources: list[Path], count: int, folder: Path) -> list[str]:
    """That many files of different names, in turn from the sources."""
    photos = []
    for index in range(count):
        source = sources[index % len(sources)]
        target = folder / f"{index:03}{source.suffix}"
        shutil.copyfile(source, target)
        photos.append(str(target))
    return photos


def spent_s() -> float:
    """Processor seconds that processes started here have used and ended with."""
    spent = os.times()
    return spent.children_user + spent.children_system


def bare(photos: list[str]) -> tuple[float, float]:
    """Seconds of the whole process, and of its loop alone."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", BARE, *photos], check=True, capture_output=True, text=True)
    return time.perf_counter() - started, float(done.stdout.split()[-1])


def annotate(photos: list[str], out: Path, hints: list[str]) -> float:
    """Seconds of the whole process; some pictures may be refused, none may fail."""
    call = [sys.executable, "-m", "ui.cli", "annotate", *photos, "--out", str(out), "--no-image", "--quiet", *hints]
    started = time.perf_counter()
    done = subprocess.run(call, check=False, capture_output=True, text=True)
    took_s = time.perf_counter() - started
    if done.returncode not in (0, 3) or len(list(out.glob("*.json"))) != len(photos):
        sys.exit(f"bench speed: annotate ended with {done.returncode}: {done.stderr.strip()[-600:]}")
    return took_s


if __name__ == "__main__":
    sys.exit(main())
