"""Every sentence of the pages, in one table for each language.

A second language is one more file beside `en.toml`; what it leaves out is said in English.  Sentences that live in the
locator's data (atlas, techniques, cautions) are not repeated here: a language has them in `data/`, by the English one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ENGLISH = "en"


@dataclass(frozen=True)
class Wording:
    """Sentences by dotted key; `{name}` in a sentence is filled from the values given."""

    language: str
    sentences: Mapping[str, str]
    data: Mapping[str, str] = field(default_factory=dict)  # English sentence of the locator's data -> this language's

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence; KeyError when no language has it, because a gap in the page is our mistake.

        Where it tells a `count` and there is one of them, the sentence for one thing if there is such.
        """
        if values.get("count") in (1, "1") and f"{key}_one" in self.sentences:
            key = f"{key}_one"
        return self.sentences[key].format(**values) if values else self.sentences[key]

    def number(self, value: float, form: str = "g") -> str:
        """A number as this language writes it: 0.6, or 0,6."""
        return format(value, form).replace(".", self.sentences["language.decimal"])

    def get(self, key: str, otherwise: str) -> str:
        return self.sentences.get(key, otherwise)

    def of(self, sentence: str) -> str:
        """A sentence of the locator's data in this language; as it is where the language does not have it."""
        return self.data.get(sentence, sentence)

    def under(self, prefix: str) -> dict[str, str]:
        """All sentences below one heading, without the heading: what a script in the browser is given."""
        cut = len(prefix) + 1
        return {key[cut:]: text for key, text in self.sentences.items() if key.startswith(prefix + ".")}


def languages() -> dict[str, str]:
    """Code -> the language's own name for itself."""
    return {code: _table(code)["language.name"] for code in _codes()}


@lru_cache
def wording(language: str = ENGLISH, afar: bool = False) -> Wording:
    """The table of a language, English where it is silent; `afar` as it is said to who sits at another machine."""
    own = _table(language) if language in _codes() else {}
    sentences = {**_table(ENGLISH), **own}
    return Wording(language, _from_afar(sentences) if afar else sentences, _data(language) if own else {})


def _from_afar(sentences: Mapping[str, str]) -> dict[str, str]:
    """On a telephone "this computer" would be the telephone, which a picture does leave."""
    told = dict(sentences)
    for name in ("language.of_computer", "language.computer"):
        here, there = sentences[f"{name}_here"], sentences[f"{name}_there"]
        told = {key: sentence.replace(here, there) for key, sentence in told.items()}
    return told


@lru_cache
def _codes() -> tuple[str, ...]:
    files = (entry.name for entry in resources.files(__name__).iterdir())
    codes = sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return (ENGLISH, *(code for code in codes if code != ENGLISH))


@lru_cache
def _table(language: str) -> dict[str, str]:
    text = resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _data(language: str) -> dict[str, str]:
    file = resources.files(__name__) / "data" / f"{language}.toml"
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _flat(table: Mapping[str, object], path: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value).strip()
