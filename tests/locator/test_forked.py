"""A child that was forked after its parent had looked at a picture is told so at once: it used to hang for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

WAYS = Path(__file__).with_name("forked_ways.py")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked unless it is asked for")
def test_every_way_in_is_refused_in_a_forked_child_and_none_hangs(fixtures: Path) -> None:
    run = subprocess.run(
        [sys.executable, WAYS, fixtures], capture_output=True, text=True, timeout=300, check=False, cwd=WAYS.parents[2]
    )
    assert run.returncode == 0, run.stderr[-2000:]
    came = json.loads(run.stdout)
    assert came["before"] == "" and came["spawned"] == 2  # both sides' BL23: what the refusal says to do works
    assert came["forked"].pop("leaving") == ""
    for way, told in came["forked"].items():
        assert told.startswith("ProcessError") and '"spawn"' in told, (way, told)
