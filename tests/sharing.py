"""How the tests are shared out among processes (`pytest -n`): whole files, and the browser's in two chains."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadFileScheduling

CAMERA = ("test_live", "test_check")  # begin the names of the browser files that film


class TwoChains(LoadFileScheduling):
    """Files as they come, the longest first, but for the browser's: one process takes those that film, one the others.

    A process that meets a browser test starts a server and a browser of its own, which cost it ten seconds and 2 GB.
    Both chains are begun at once, for they are longer than anything else.
    """

    def _split_scope(self, nodeid: str) -> str:
        """The name of what stays together in one process."""
        file = PurePosixPath(super()._split_scope(nodeid))
        if "browser" not in file.parts:
            return str(file)
        return "browser with a camera" if file.name.startswith(CAMERA) else "browser"
