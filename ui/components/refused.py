"""Why there are no points, in the person's language, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from locator.placement import Located, Refusal
from ui.components import drawings
from ui.components.answer_in_sight import await_answer
from ui.components.menu import link_to
from ui.components.request import PARTS
from ui.wording import Wording

ASKED_PARTS = ("body", "back", "leg", "hand", "foot", "head")
# What the drawing beside a reason shows, where the reason itself says what to change; else how to show the part.
DRAWN = {
    "too_dark": "light",
    "blurred": "still",
    "too_small": "closer",
    "faces_away": "turn",
    "out_of_picture": "back_off",
    "joints_missing": "back_off",
}
SIDE_ASKED = {"front_or_back", "other_side"}
ANOTHER_PICTURE = {"drawing", "faces_away"}  # nothing else helps: bones of the far side cannot be tapped either
# The outline tells where a body is.  It cannot help where the body was found and is the wrong way round, or too small.
NO_OUTLINE = {"faces_away", "too_small", "no_points", "no_such_person", *SIDE_ASKED}


def explained(say: Wording, refusal: Refusal) -> str:
    """The advice in this language: said for this part of the body, else for every part, else as the locator says it."""
    general = say.get(f"refusal.{refusal.reason}", refusal.advice)
    return say.get(f"refusal.{refusal.reason}_{refusal.region}", general) if refusal.region else general


def advice_of(say: Wording, refusals: Sequence[Refusal]) -> list[str]:
    """Every advice once: what is missing on both legs is one thing to do."""
    return list(dict.fromkeys(explained(say, each) for each in refusals))


def tell_unplaced(say: Wording, located: Located) -> None:
    """What could not be placed beside what was."""
    advice = advice_of(say, located.refusals)
    if advice:
        st.info("\n".join(f"- {each}" for each in advice))


def tell_refused(say: Wording, located: Located, part: str) -> None:
    """Why there are no points, and the drawing that shows what to do."""
    tell_reasons(say, located)
    draw_refused(say, located, part)


def tell_reasons(say: Wording, located: Located) -> None:
    """Each reason with what to do."""
    advice = advice_of(say, located.refusals) or [say("photo.refused_unsaid")]
    st.markdown(say("photo.refused"))
    st.warning("\n\n".join(f"**{each}**" if each is advice[0] else each for each in advice))


def draw_refused(say: Wording, located: Located, part: str) -> None:
    """The drawing of what to change, or of how to take the picture."""
    reasons = [each.reason for each in located.refusals]
    drawn = next((DRAWN[reason] for reason in reasons if reason in DRAWN), None)
    drawings.show(drawn or (part if PARTS[part] else "stand"), say)


def offer_help(say: Wording, located: Located, part: str, fitting: str, name: str) -> None:
    """What the person can do here and now; `fitting` is the session's slot for the picture under the outline."""
    reasons = {each.reason for each in located.refusals}
    if _needs_another(located):
        return
    st.subheader(say("help.title"))
    if reasons & SIDE_ASKED:
        _ask(say("request.view"), [("back", say("request.view_back")), ("front", say("request.view_front"))], "view")
    elif PARTS[part] is None and located.landmarks is None:
        _ask(say("request.part"), [(each, say(f"request.part_{each}")) for each in ASKED_PARTS if each != part], "part")
    with st.container(horizontal=True, vertical_alignment="center"):
        if outline_helps(located, part):
            st.button(
                say("help.outline"),
                key="fit_outline",
                on_click=lambda: st.session_state.update({fitting: name}),
                help=say("help.outline_help"),
            )
        link_to("taps", say("help.taps"))


def outline_helps(located: Located, part: str) -> bool:
    """Whether it may help to lay the outline over this picture of this `part`."""
    reasons = {each.reason for each in located.refusals}
    return not _needs_another(located) and PARTS[part] in (None, "back", "leg") and not reasons & NO_OUTLINE


def _needs_another(located: Located) -> bool:
    """Whether nothing but another picture helps."""
    reasons = {each.reason for each in located.refusals}
    return not located.placements and bool(reasons) and reasons <= ANOTHER_PICTURE


def _ask(question: str, answers: Sequence[tuple[str, str]], slot: str) -> None:
    """Asked, not guessed.  The answer goes into the choice above."""
    st.markdown(f"**{question}**")
    with st.container(horizontal=True):
        for value, label in answers:
            st.button(label, key=f"it_is_{value}", on_click=_answered, args=(slot, value))


def _answered(slot: str, value: str) -> None:
    st.session_state[f"photo_{slot}"] = value
    await_answer()
