"""What a person does is heard whole before the toolkit turns to what they do next.

Before a page runs, the toolkit calls what waits for a button or a choice.  Each look into the visit's memory there, as
each word on a page, is a place where it turns to a newer request (`runner.fastReruns` is off, see ui.settings); but a
call that is left that way is taken for one that asked to be run again, and that is disregarded: half of the call was
done, and the newer request, the way to another page maybe, was lost.
"""

from __future__ import annotations

import threading
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state import SafeSessionState

_HEARING = threading.local()  # .now: this thread calls what waits for a button or a choice


def hear_whole() -> None:
    """From now on; newer requests wait until what was asked before has been heard, and are turned to right after."""
    if not hasattr(ScriptRunner._maybe_handle_execution_control_request, "waits"):
        SafeSessionState.on_script_will_rerun = _heard(SafeSessionState.on_script_will_rerun)  # type: ignore[method-assign]
        turn = _patient(ScriptRunner._maybe_handle_execution_control_request)
        ScriptRunner._maybe_handle_execution_control_request = turn  # type: ignore[method-assign]


def _heard(hear: Any) -> Any:
    def heard(memory: SafeSessionState, latest: Any) -> None:
        _HEARING.now = True
        try:
            hear(memory, latest)
        finally:
            _HEARING.now = False

    return heard


def _patient(turn: Any) -> Any:
    def patient(runner: ScriptRunner) -> None:
        if not getattr(_HEARING, "now", False):
            turn(runner)

    patient.waits = True  # type: ignore[attr-defined]
    return patient
