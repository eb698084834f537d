"""The whole live view with nothing but this machine's own loopback: no other network interface exists there.

It stands outside the browser tests, none of which the build machine may skip: not every machine lets a program take
its own network away.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "benchmarks" / "bench_live.py"
ALONE = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c"]


def test_the_live_view_works_with_only_the_loopback_interface_up() -> None:
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("needs unshare and ip (Linux) to take the network away")
    if subprocess.run([*ALONE, "ip link set lo up"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no network namespace of one's own")
    if not (os.environ.get("ACUPOINT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("no Chromium on this machine: install one, or name it in ACUPOINT_CHROMIUM")
    alone = 'ip link set lo up && test "$(ip -o link show up | wc -l)" = 1'
    look = f'{alone} && exec "{sys.executable}" "{BENCH}" --seconds 2'
    run = subprocess.run([*ALONE, look], capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    overlays = re.search(r"overlays a second\s+([\d.]+)", run.stdout)
    assert overlays and float(overlays[1]) > 2, run.stdout
