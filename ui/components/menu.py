"""The bar that leads to the pages, with signs drawn here: nobody's machine has to have a font for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import streamlit as st
from PIL import Image, ImageDraw
from streamlit.navigation.page import StreamlitPage

from ui.components.inline import svg_url
from ui.wording import Wording

PAGES = "pages"  # session: name -> page, for links from one page to another
FIRST = "photo"
SIGN_PX = 128
# What stands open in the bar, and what lies under a word there: the ways to the points first, one press away.
GROUPS: Mapping[str, Sequence[str]] = {
    "": ("photo", "live", "check"),
    "learn": ("points", "routines", "learn"),
    "you": ("taps", "history", "lens", "safety"),
}

# Lines on a square of 24 units.
_SIGNS = {
    "photo": '<rect x="2.5" y="6.5" width="19" height="13.5" rx="3"/><path d="M8 6.5 9.5 4h5L16 6.5"/>'
    '<circle cx="12" cy="13" r="3.8"/>',
    "live": '<rect x="2.5" y="6" width="13" height="12" rx="2.5"/><path d="m15.5 10.5 6-3.5v10l-6-3.5"/>',
    "check": '<circle cx="12" cy="12" r="9"/><path d="m7.8 12.4 3 3 5.6-6.4"/>',
    "taps": '<path d="M9 13.5V5a2 2 0 0 1 4 0v6l4.6 1a2.5 2.5 0 0 1 1.9 2.8l-.7 4.2a2 2 0 0 1-2 1.7h-4.6'
    'a3 3 0 0 1-2.3-1.1L5.4 14a1.6 1.6 0 0 1 2.3-2.2z"/>',
    "learn": '<path d="M12 6.5C9.5 4.6 6 4.3 2.8 5v13.5c3.2-.7 6.7-.4 9.2 1.5 2.5-1.9 6-2.2 9.2-1.5V5'
    'C18 4.3 14.5 4.6 12 6.5zV20"/>',
    "points": '<path d="M12 21.5s7-6.2 7-11.5a7 7 0 0 0-14 0c0 5.3 7 11.5 7 11.5z"/>'
    '<circle cx="12" cy="10" r="2.6"/>',
    "routines": '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.8 2.3"/>',
    "history": '<path d="M3 3.5V20.5H21"/><path d="m6.5 15.5 4-4.5 3.5 2.5 5.5-7"/>',
    "safety": '<path d="M12 2.8 19.5 5.5v6c0 4.7-3.1 8-7.5 9.7-4.4-1.7-7.5-5-7.5-9.7v-6z"/>'
    '<path d="M12 8v8M8 12h8"/>',
    "lens": '<circle cx="10.5" cy="10.5" r="7"/><path d="m15.8 15.8 5.7 5.7"/>',
}


def asked_for(say: Wording, pages: Mapping[str, Callable[[], None]]) -> StreamlitPage:
    """Show the bar; the page that is asked for, to be run.  A page's name is its address and the key of its title."""
    known = {
        name: st.Page(page, title=say(f"nav.{name}"), url_path=name, default=name == FIRST)
        for name, page in pages.items()
    }
    st.session_state[PAGES] = known
    st.html(f"<style>{signs(say('nav.menu'))}</style>")
    grouped = {say(f"nav.group_{group}") if group else "": [known[n] for n in names] for group, names in GROUPS.items()}
    page = st.navigation(grouped, position="top")
    st.html(f"<style>{here(page.url_path or FIRST)}</style>")
    return page


def link_to(name: str, label: str) -> None:
    """A link to another page, which keeps the picture in hand."""
    page = st.session_state.get(PAGES, {}).get(name)
    if page is not None:
        st.page_link(page, label=label)


def go_to(name: str) -> None:
    """Leave for another page at once; nothing where pages stand alone."""
    page = st.session_state.get(PAGES, {}).get(name)
    if page is not None:
        st.switch_page(page)


def here(name: str) -> str:
    """The rule that marks the word under which the page lies: the bar itself marks only pages that stand open."""
    for at, group in enumerate(each for each in GROUPS if each):
        if name in GROUPS[group]:
            item = f".rc-overflow-item:nth-child({len(GROUPS['']) + at + 1})"
            return f'{item} [data-testid="stTopNavSection"] {{ background: #8a7f6e38; font-weight: 600; }}'
    return ""


@lru_cache
def signs(menu: str) -> str:
    """The rules that put a sign before each link of the bar, and a word on the button that opens it on a phone."""
    rules = [
        'a:is([data-testid="stTopNavLink"], [data-testid="stTopNavDropdownLink"], [data-testid="stSidebarNavLink"],'
        ' [data-testid="stPageLink-NavLink"])'
        '::before { content: ""; flex: none; width: 1.25em; height: 1.25em; background: currentColor;'
        " forced-color-adjust: none;"
        " -webkit-mask: var(--sign) center / contain no-repeat; mask: var(--sign) center / contain no-repeat; }",
        '[data-testid="stPageLink-NavLink"] { color: inherit; }',
        '[data-testid="stExpandSidebarButton"] { width: auto; padding: .4rem .8rem; gap: .4rem; }',
        f'[data-testid="stExpandSidebarButton"]::after {{ content: "{menu}"; font-size: 1rem; }}',
    ]
    for name, drawn in _SIGNS.items():
        # the bar's links are whole addresses, those within a page are relative to it
        whole, relative = ("/", "./") if name == FIRST else (f"/{name}", name)
        rules.append(f'a:is([href$="{whole}"], [href="{relative}"]) {{ --sign: url("{svg_url(_sign(drawn))}"); }}')
    return "\n".join(rules)


def _sign(drawn: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="1.8"'
        f' stroke-linejoin="round" stroke-linecap="round">{drawn}</svg>'
    )


@lru_cache
def tab_sign() -> Image.Image:
    """What stands in the browser's tab: a point in its ring."""
    sign = Image.new("RGBA", (SIGN_PX, SIGN_PX), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sign)
    pen.rounded_rectangle((0, 0, SIGN_PX - 1, SIGN_PX - 1), 30, fill="#0b5f59")
    for radius, line, colour in ((40, 12, "#ffc233"), (14, 0, "#ffffff")):
        box = (SIGN_PX / 2 - radius, SIGN_PX / 2 - radius, SIGN_PX / 2 + radius, SIGN_PX / 2 + radius)
        pen.ellipse(box, outline=colour, width=line, fill=None if line else colour)
    return sign
