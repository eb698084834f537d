"""Scripts of the pages, run without a browser: by the JavaScript engine that the browser driver brings along."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from ui.live import bundle

PATIENCE_S = 60


def acted(entry: str, script: str, **given: Any) -> Any:
    """What `script` gives by `return`, with all of the module `entry` in scope and `given` as its constants."""
    driver = pytest.importorskip("playwright._impl._driver")
    node = driver.compute_driver_executable()[0]
    constants = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in given.items())
    body = f"{bundle.script(entry)}\n{constants}const told = await (async () => {{ {script} }})();"
    program = f"{body}\nconsole.log(JSON.stringify(told ?? null));"
    run = subprocess.run(
        [node, "--input-type=module", "-"], input=program, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)
