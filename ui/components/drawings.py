"""Small line drawings of how to stand, one for each thing a camera may be pointed at."""

from __future__ import annotations

import streamlit as st

from ui.components.inline import svg_url
from ui.wording import Wording

_FRAME = '<rect x="14" y="6" width="132" height="168" rx="10" fill="#f4eee4" stroke="#8a7f6e" stroke-width="3"/>'
_BODY = 'fill="#d9c3a6" stroke="#3b342a" stroke-width="3" stroke-linejoin="round" stroke-linecap="round"'

# Each is seen as the camera should see it; the frame is the picture's edge.
_SHAPES = {
    "stand": (
        f'<g {_BODY}><circle cx="80" cy="31" r="12"/>'
        '<path d="M71 45 h18 q12 2 15 12 l8 43 q1 6 -4 7 q-5 0 -6 -6 l-7 -35 v36 l-3 52 q-1 5 -6 5 q-5 0 -5 -5'
        ' l-1 -46 l-1 46 q0 5 -5 5 q-5 0 -6 -5 l-3 -52 v-36 l-7 35 q-1 6 -6 6 q-5 -1 -4 -7 l8 -43 q3 -10 15 -12 z"/>'
        '</g><path d="M80 50 V98" stroke="#3b342a" stroke-width="2" stroke-dasharray="3 4"/>'
    ),
    "back": (
        f'<g {_BODY}><circle cx="80" cy="30" r="16"/>'
        '<path d="M70 48 h20 q26 4 32 22 l10 60 l-14 4 l-10 -40 l-3 30 q6 22 5 50 H50 q-1 -28 5 -50 l-3 -30 l-10 40'
        ' l-14 -4 l10 -60 q6 -18 32 -22 z"/></g>'
        '<path d="M80 54 V160" stroke="#3b342a" stroke-width="2" stroke-dasharray="3 5"/>'
    ),
    "leg": (
        f'<g {_BODY}><path d="M46 8 H114 l-4 50 l-6 34 l1 40 l-3 40 h-14 l-3 -70 l-5 -48 l-5 48 l-3 70 h-14 l-3 -40'
        ' l1 -40 l-6 -34 z"/></g><path d="M58 88 h16 M86 88 h16" stroke="#3b342a" stroke-width="2"/>'
    ),
    "hand": (
        f'<g {_BODY}><path d="M62 168 v-42 q-8 -8 -22 -26 q-4 -8 4 -10 q6 0 16 12 V52 q1 -7 7 -7 q6 0 7 7 v-16'
        ' q1 -7 7 -7 q6 0 7 7 v18 q1 -6 6 -6 q6 0 7 7 v16 q1 -5 6 -5 q5 0 6 6 v46 q0 14 -8 22 v28 z"/></g>'
    ),
    "foot": (
        f'<g {_BODY}><path d="M66 8 h30 v60 q2 14 14 24 q22 18 20 36 q-1 8 -12 8 H58 q-10 0 -9 -12 q1 -12 11 -22'
        ' q7 -10 6 -30 z"/></g><path d="M92 118 l10 -6 M102 124 l10 -6" stroke="#3b342a" stroke-width="2"/>'
    ),
    "head": (
        f'<g {_BODY}><path d="M22 172 q4 -38 40 -44 v-22 q-16 -12 -16 -38 q0 -40 34 -42 q34 2 34 42 q0 26 -16 38 v22'
        ' q36 6 40 44 z"/><path d="M46 66 q-8 2 -5 14 q2 6 8 5 M114 66 q8 2 5 14 q-2 6 -8 5"/></g>'
    ),
    # what to change, rather than what to show
    "light": (
        f'<g transform="translate(28 34) scale(.78)"><g {_BODY}><circle cx="66" cy="50" r="16"/>'
        '<path d="M56 68 h20 q26 4 32 22 l10 60 l-14 4 l-10 -40 l-3 30 q4 14 4 30 H37 q0 -16 4 -30 l-3 -30 l-10 40'
        ' l-14 -4 l10 -60 q6 -18 32 -22 z"/></g></g>'
        '<path d="M104 14 h30 l10 26 h-50 z" fill="#ffd76a" stroke="#3b342a" stroke-width="3" stroke-linejoin="round"/>'
        '<path d="M100 48 l-10 14 M119 50 v16 M138 48 l4 12" stroke="#8a4b08" stroke-width="3" stroke-linecap="round"/>'
    ),
    "still": (
        '<rect x="54" y="34" width="52" height="92" rx="9" fill="#fff" stroke="#3b342a" stroke-width="3"/>'
        '<circle cx="80" cy="52" r="7" fill="#3b342a"/>'
        '<path d="M30 142 h100 M44 142 v22 M116 142 v22 M66 126 l-6 16 M94 126 l6 16" fill="none" stroke="#3b342a"'
        ' stroke-width="3" stroke-linecap="round"/><path d="M80 72 a20 20 0 1 0 .1 0 z M80 80 v12 l8 6" fill="none"'
        ' stroke="#0b5f59" stroke-width="3" stroke-linecap="round"/>'
    ),
    "closer": (
        f'<g transform="translate(56 22) scale(.3)"><g {_BODY}><circle cx="80" cy="31" r="14"/>'
        '<path d="M66 48 h28 q18 4 22 18 l8 46 l-12 3 l-9 -34 v40 l-4 52 h-14 l-5 -48 l-5 48 H61 l-4 -52 v-40 l-9 34'
        ' l-12 -3 l8 -46 q4 -14 22 -18 z"/></g></g>'
        '<path d="M80 166 V102 M64 118 l16 -18 l16 18" fill="none" stroke="#0b5f59" stroke-width="6"'
        ' stroke-linecap="round" stroke-linejoin="round" transform="rotate(180 80 132)"/>'
    ),
    "turn": (
        f'<g {_BODY}><circle cx="80" cy="38" r="14"/>'
        '<path d="M70 55 h20 q16 4 20 16 l8 46 l-12 3 l-9 -34 v52 H63 v-52 l-9 34 l-12 -3 l8 -46 q4 -12 20 -16 z"/></g>'
        '<path d="M36 142 q44 28 88 0 M108 136 l16 6 l-3 17" fill="none" stroke="#0b5f59" stroke-width="6"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    ),
    "back_off": (
        f'<g transform="translate(34 28) scale(.58)"><g {_BODY}><circle cx="80" cy="31" r="14"/>'
        '<path d="M66 48 h28 q18 4 22 18 l8 46 l-12 3 l-9 -34 v40 l-4 52 h-14 l-5 -48 l-5 48 H61 l-4 -52 v-40 l-9 34'
        ' l-12 -3 l8 -46 q4 -14 22 -18 z"/></g></g>'
        '<path d="M36 36 l-14 -14 M22 38 V22 h16 M124 36 l14 -14 M122 22 h16 V38 M36 146 l-14 14 M22 144 v16 h16'
        ' M124 146 l14 14 M138 144 v16 h-16" fill="none" stroke="#0b5f59" stroke-width="5" stroke-linecap="round"'
        ' stroke-linejoin="round"/>'
    ),
}


def shape(kind: str) -> str:
    """The figure alone, without the picture's edge, for a drawing 160 wide and 180 high."""
    return _SHAPES[kind]


def svg(kind: str) -> str:
    """The drawing as markup."""
    return f'<svg viewBox="0 0 160 180" xmlns="http://www.w3.org/2000/svg">{_FRAME}{shape(kind)}</svg>'


def show(kind: str, say: Wording) -> None:
    """The drawing beside its words.  As an image, because inline SVG is taken out of pages' HTML."""
    kind = kind if kind in _SHAPES else "stand"
    # The words stand beside it, so the image itself has nothing to add for those who do not see it.
    st.html(
        f'<div class="stand"><img alt="" src="{svg_url(svg(kind))}"><p>{say(f"drawing.{kind}")}</p></div>'
    )
