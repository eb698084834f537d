"""What holds for every test: repeatable chance, and on the build machine no browser test that quietly stays away."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# As the product does (ui/__init__): several processes share few cores, and threads for small matrices take a tenth of
# them.  It has to be said before numpy is loaded, so nothing above may load it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same examples every time and everywhere: a failure seen once is seen again.  No deadline, for two busy cores
# are slower than they look.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("repeatable")

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of small pictures that belong to the tests."""
    return FIXTURES


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for all that the program keeps: no test reads or changes what this machine's user has kept."""
    from calibration.store import HOME_VARIABLE

    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def models_asked_once() -> Generator[None, None, None]:
    """Seen before: half of all questions to MediaPipe's models."""
    from seen_before import remember

    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the build machine (ACUPOINT_CI=1) a browser test that was skipped has failed: there is a browser."""
    report = yield
    in_browser = item.get_closest_marker("browser") is not None or "browser" in item.path.parts
    if os.environ.get("ACUPOINT_CI") == "1" and in_browser and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where browser tests have to run (ACUPOINT_CI=1): {report.longrepr}"
    return report


@pytest.hookimpl(optionalhook=True)  # without xdist there is one process, and nothing to share out
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    if config.getoption("dist") != "loadfile":
        return None
    from sharing import TwoChains

    return TwoChains(config, log)
