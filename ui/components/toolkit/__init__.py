"""The toolkit's own words in the page's language: labels of its small buttons, what its boxes say by themselves.

It has no setting for them.  They are found by what they say, as it stood in the version that `constraints.txt` names;
one that a later version says otherwise stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from locator.routines import routines
from ui.components.request import routine_title
from ui.live import bundle
from ui.wording import Wording

KEY = "toolkit_words"
# What the toolkit says -> the sentence for it; {what} is whatever it names there.
THEIRS: Mapping[str, str] = {
    "Upload": "photo.file_button",
    "Take Photo": "photo.camera_button",
    "Clear photo": "photo.camera_again",
    "Help": "toolkit.help",
    "Help for {what}": "toolkit.help_for",
    "Link to heading": "toolkit.link",
    "Remove {what}": "toolkit.remove",
    "Add files": "toolkit.add_files",
    "{what} files are not allowed.": "toolkit.kind",
    "File must be {what} or smaller.": "toolkit.size",
    "Only one file is allowed.": "toolkit.one_file",
    "Choose an option": "toolkit.choose_one",
    "Choose options": "toolkit.choose",
    "Select all": "toolkit.all",
    "Select {what} matches": "toolkit.matches",
    "{what}close by backspace": "toolkit.chip",
    "Selected {what}": "toolkit.selected",
    "{what}, selected": "toolkit.selected",
    "{what} option available.": "toolkit.offered",
    "{what} options available.": "toolkit.offered",
    "Delete": "toolkit.take_away",
    "Clear all": "toolkit.clear",
    "Clear value": "toolkit.clear_one",
    "No results": "toolkit.nothing",
    "Add: {what}": "toolkit.look_for",
    "Open": "toolkit.open",
    "open": "toolkit.open",
    "Close": "toolkit.close",
    "Increment": "toolkit.more",
    "Decrement": "toolkit.less",
    "Press Enter to {what}": "toolkit.enter",
    "Fullscreen": "toolkit.full_screen",
    "Close fullscreen": "toolkit.full_screen_off",
    "Show data": "toolkit.numbers",
    "Download as PNG": "toolkit.save_picture",
    "Copy Vega-Lite spec": "toolkit.copy_chart",
    "visualization": "toolkit.chart",
    "Show chart": "toolkit.chart_again",
    "Show/hide columns": "toolkit.columns",
    "Download as CSV": "toolkit.save_numbers",
    "Search": "points.search",
    "Type to search": "toolkit.search",
    "Previous Result": "toolkit.search_back",
    "Next Result": "toolkit.search_on",
    "Close Search": "toolkit.close",
    "This app would like to use your camera.": "toolkit.camera",
    "Learn how to allow access.": "toolkit.camera_how",
    "Switch camera": "toolkit.camera_other",
    "Snapshot": "photo.source",
    "Running...": "toolkit.working",
    "Stop": "toolkit.stop",
    "Connecting": "toolkit.connecting",
    "Connection error": "toolkit.lost",
    "Streamlit server is not responding. Are you connected to the internet?": "toolkit.start_again",
    "Dismiss": "toolkit.close",
    "{what} more": "toolkit.bar_more",
    "Page not found": "toolkit.no_page",
    "{what}. Running the app's main page.": "toolkit.no_page_told",
}
# Buttons with a sign alone, and the sentence that names them: those of the menu on a narrow screen, and the one beside
# what was given to a box that takes one thing, of which the toolkit says that it adds another.
UNNAMED: Mapping[str, str] = {
    '[data-testid="stExpandSidebarButton"]': "nav.menu",
    '[data-testid="stSidebarCollapseButton"] button': "toolkit.close",
    '[data-testid="stFileUploaderDropzone"]:has(> input:not([multiple])) [data-testid="stFileChips"] > button':
        "toolkit.replace",
}


def named_alike(say: Wording) -> list[list[str]]:
    """Buttons that stand under each routine in the same words, and what tells them apart for who does not see where."""
    return [
        [f".st-key-{where}_{each.name} button", f"{say(f'routines.{where}')}: {routine_title(say, each)}"]
        for each in routines()
        for where in ("photo", "live")
    ]


def say_toolkit_words(say: Wording) -> None:
    """Have them said, and tell the browser which language the page is in."""
    component = st.components.v2.component(KEY, js=bundle.script("components/toolkit/words.js"))
    words = [[theirs, say(key)] for theirs, key in THEIRS.items()]
    unnamed = [*([which, say(key)] for which, key in UNNAMED.items()), *named_alike(say)]
    component(key=KEY, data={"language": say.language, "words": words, "unnamed": unnamed})
