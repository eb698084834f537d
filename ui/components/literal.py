"""Words that are not ours, on a page: a file's name, what a file holds, what somebody typed.

The toolkit reads what it shows as Markdown, in which a file's name can be a picture that the browser fetches from
anywhere.
"""

from __future__ import annotations

import re

_MARKUP = re.compile(r"[\\\[\]<>!&*_`~$:#|]")


def literal(words: object) -> str:
    """The same words in one line, shown as they stand."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(str(words).split()))
