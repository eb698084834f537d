"""Which version this is: told in every report, so that figures can be traced to what made them."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The installed version, such as "0.1.0"; "0" when it is run from a folder of sources."""
    from importlib.metadata import PackageNotFoundError, version  # 20 ms that most commands can do without

    try:
        return version("acupoint-locator")
    except PackageNotFoundError:
        return "0"
