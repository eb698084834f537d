"""The cautions, asked once before the first result: what a doctor must see first, then what to be careful of."""

from __future__ import annotations

import streamlit as st

from locator.safety import ALL, URGENCIES, Answers, Caution, RedFlag, Safety, load_safety
from ui.components.top import start_at_the_top, then_to_the_top
from ui.state import answers, choose_next, lasting, remember_answers
from ui.wording import Wording

FLAGS = "red_flags"  # session: ids answered with yes; absent while they have not been asked
ANEW = "cautions_anew"  # session: the questions were asked for again, and are not answered yet
SOME = "some_red_flags"  # session: "something applies" was pressed
UNTICKED = "red_flags_unticked"  # session: and then to go on, with nothing ticked


def asked_once(say: Wording) -> Answers | None:
    """The person's answers; None while they are not known or a doctor comes first, and then the page says so."""
    safety = load_safety()
    start_at_the_top()
    given = answers()
    if given is not None:
        _tell(say, safety, given.red_flags)
        return given
    flags: frozenset[str] | None = st.session_state.get(FLAGS)
    if doctor_first(say):
        return None
    with st.container(border=True, key="cautions"):
        st.header(say("cautions.title"))
        if flags is None:
            st.markdown(say("cautions.intro"))
            _ask_red_flags(say, safety)
        else:
            _tell(say, safety, flags)
            _ask_cautions(say, safety, flags)
    return None


def doctor_first(say: Wording) -> bool:
    """Whether a red flag rules out pressing altogether; the page then says so, and nothing else.

    For pages that ask nothing themselves: what was answered on another page counts here too.
    """
    safety = load_safety()
    given = answers()
    flags: frozenset[str] = given.red_flags if given is not None else st.session_state.get(FLAGS) or frozenset()
    if not any(ALL in flag.withholds for flag in _held(safety, flags)):
        return False
    _see_a_doctor(say, safety, flags)
    return True


def answered_so_far() -> Answers:
    """What a person has answered by now, for pages that ask nothing themselves: a red flag counts at once."""
    return answers() or Answers(red_flags=st.session_state.get(FLAGS) or frozenset())


def ask_again(say: Wording, key: str) -> None:
    """A way back to the questions; answers change, and people tick by mistake."""
    st.button(say("cautions.again"), key=key, on_click=then_to_the_top(_forget))


def asked_anew(say: Wording) -> None:
    """The questions, once a button asked for them: for a page that shows all there is to it without an answer too."""
    if st.session_state.get(ANEW) and asked_once(say) is not None:
        st.session_state[ANEW] = False


def _forget() -> None:
    remember_answers(None)
    for name in (FLAGS, SOME, UNTICKED):
        st.session_state.pop(name, None)
    st.session_state[ANEW] = True


def _ask_red_flags(say: Wording, safety: Safety) -> None:
    """Read, and one press for most people; the boxes come only for those to whom something applies."""
    st.markdown(f"**{say('cautions.red_ask')}**")
    if st.session_state.get(SOME):
        if st.session_state.get(UNTICKED):
            st.warning(say("cautions.unticked"))
        for flag in safety.red_flags:
            st.checkbox(flag_question(say, flag), key=lasting(_flag_key(flag)))
        noted = then_to_the_top(_note_flags)
        st.button(say("cautions.next"), type="primary", key="red_next", on_click=noted, args=(safety,))
        back = then_to_the_top(lambda: st.session_state.update({SOME: False, UNTICKED: False}))
        st.button(say("cautions.back"), key="red_back", on_click=back)
        return
    with st.container(key="red_flags"):
        st.markdown("\n".join(f"- {flag_question(say, flag)}" for flag in safety.red_flags))
    none, some = st.columns(2)
    none.button(
        say("cautions.red_none"),
        type="primary",
        width="stretch",
        key="red_none",
        on_click=then_to_the_top(_note_no_flag),
        args=(safety,),
    )
    some.button(
        say("cautions.red_some"),
        width="stretch",
        key="red_some",
        on_click=then_to_the_top(lambda: st.session_state.update({SOME: True})),
    )


def _note_flags(safety: Safety) -> None:
    """Who said that something applies and ticks nothing has not said what: that is no clean bill of health."""
    ticked = frozenset(flag.id for flag in safety.red_flags if st.session_state.get(lasting(_flag_key(flag))))
    st.session_state[UNTICKED] = not ticked
    if ticked:
        st.session_state[FLAGS] = ticked


def _note_no_flag(safety: Safety) -> None:
    for flag in safety.red_flags:
        choose_next(_flag_key(flag), False)
    st.session_state[FLAGS] = frozenset()


def _ask_cautions(say: Wording, safety: Safety, flags: frozenset[str]) -> None:
    """What was ticked before stands: who looked elsewhere, or came back for one more, might take it for said."""
    st.markdown(f"**{say('cautions.tick')}**")
    with st.container(key="caution_boxes"):
        for caution in safety.cautions:
            key = lasting(_caution_key(caution))
            st.checkbox(caution_question(say, caution), help=say.of(caution.explanation), key=key)
    noted = then_to_the_top(_note_cautions)
    st.button(say("cautions.go"), type="primary", key="cautions_go", on_click=noted, args=(safety, flags))


def _note_cautions(safety: Safety, flags: frozenset[str]) -> None:
    ticked = frozenset(c.id for c in safety.cautions if st.session_state.get(lasting(_caution_key(c))))
    remember_answers(Answers(cautions=ticked, red_flags=flags))


def _flag_key(flag: RedFlag) -> str:
    return f"red_{flag.id}"


def _caution_key(caution: Caution) -> str:
    return f"caution_{caution.id}"


def _see_a_doctor(say: Wording, safety: Safety, flags: frozenset[str]) -> None:
    st.error(f"**{say('cautions.doctor')}**\n\n" + _advice(say, safety, flags))
    ask_again(say, key="again_red")


def _tell(say: Wording, safety: Safety, flags: frozenset[str]) -> None:
    """What is not urgent enough to stop, and still belongs to a doctor."""
    if flags:
        st.error(_advice(say, safety, flags))


def _advice(say: Wording, safety: Safety, flags: frozenset[str]) -> str:
    urgent_first = sorted(_held(safety, flags), key=lambda flag: URGENCIES.index(flag.urgency))
    return "\n".join(f"- {advice}" for advice in dict.fromkeys(flag_advice(say, flag) for flag in urgent_first))


def flag_question(say: Wording, flag: RedFlag) -> str:
    return say.get(f"red_flag.{flag.id}", flag.question)


def flag_advice(say: Wording, flag: RedFlag) -> str:
    return say.get(f"red_flag_advice.{flag.id}", flag.advice)


def withheld_reason(say: Wording, reason: str) -> str:
    """Why a point is not offered: a red flag's advice or a caution's, in this language."""
    flag = next((each for each in load_safety().red_flags if each.advice == reason), None)
    return flag_advice(say, flag) if flag else say.of(reason)


def caution_question(say: Wording, caution: Caution) -> str:
    return say.get(f"caution.{caution.id}", caution.question)


def _held(safety: Safety, flags: frozenset[str]) -> list[RedFlag]:
    return [flag for flag in safety.red_flags if flag.id in flags]
