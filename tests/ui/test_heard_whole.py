"""A request that comes while another is being heard: neither is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state import SafeSessionState, SessionState, session_state_proxy
from streamlit.runtime.state.common import WidgetMetadata

from ui.heard_whole import hear_whole

MENDED = ((ScriptRunner, "_maybe_handle_execution_control_request"), (SafeSessionState, "on_script_will_rerun"))


class Runner(ScriptRunner):
    """As far as it turns to newer requests."""

    def __init__(self) -> None:
        self._requests = ScriptRequests()
        self._execing = True
        self.memory = SafeSessionState(SessionState(), self._maybe_handle_execution_control_request)

    def _is_in_script_thread(self) -> bool:
        return True


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    for owner, name in MENDED:
        monkeypatch.setattr(owner, name, getattr(owner, name))  # as it was, after the test
    hear_whole()
    one = Runner()
    monkeypatch.setattr(session_state_proxy, "get_session_state", lambda: one.memory)
    return one


def button(call: Callable[[], object]) -> WidgetMetadata[Any]:
    return WidgetMetadata("button", lambda value: bool(value), bool, "trigger_value", callback=call)


def pressed(name: str) -> WidgetStates:
    states = WidgetStates()
    state = states.widgets.add()
    state.id, state.trigger_value = name, True
    return states


def test_a_button_s_call_is_done_whole_and_the_newer_request_is_turned_to_after_it(runner: Runner) -> None:
    done: list[str] = []

    def call() -> None:
        done.append("begun")
        runner._requests.request_rerun(RerunData(page_name="another"))
        st.session_state["said"] = "here the toolkit would turn to it"
        done.append("ended")

    runner.memory.register_widget(button(call), None)
    runner.memory.on_script_will_rerun(pressed("button"))
    assert done == ["begun", "ended"]
    with pytest.raises(RerunException) as turned:
        st.session_state.get("said")
    assert turned.value.rerun_data.page_name == "another"
    assert runner._requests.on_scriptrunner_ready().type == ScriptRequestType.STOP, "turned to once"


def test_a_button_pressed_just_before_another_request_is_heard(runner: Runner) -> None:
    """The newer one was there before the toolkit had come as far as the call."""
    done: list[str] = []
    runner.memory.register_widget(button(lambda: done.append("heard")), None)
    runner._requests.request_rerun(RerunData(page_name="another"))
    runner.memory.on_script_will_rerun(pressed("button"))
    assert done == ["heard"]
    with pytest.raises(RerunException):
        st.session_state.get("said")
