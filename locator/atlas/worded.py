"""Points by several words at once, as they stand in an article: "low back pain", "1.5 cun beside L2", "kidney point".

Every word that says something has to be held by the point's names, its place or its use; words that say nothing about
which point it is are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What stands around the words that matter, in English and Spanish.
_LITTLE_WORDS = """
    a an the my your of for in on at to from and or with is it this that where near next by one both side sides
    point points acupoint acupoints acupressure acupuncture pressure spot spots press massage trigger cun tsun
    beside lateral outward between vertebra vertebrae spine bone level
    pain pains ache aches aching sore soreness hurts hurting stiff stiffness tight tightness tension problems
    el la los las un una de del al en para por con y o punto puntos dolor dolores junto entre
"""
_PASSED_OVER = frozenset(_LITTLE_WORDS.split())
_SAID_HERE = {  # what people and articles say -> the word that the atlas has for it
    "sciatica": "sciatic",
    "lumbago": "lumbar",
    "backache": "back",
    "backaches": "back",
    "migraine": "headache",
    "migraines": "headache",
    "insomnia": "sleep",
    "coccyx": "tailbone",
    "glutes": "buttock",
    "calves": "calf",
}
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W_]+")
_HELD_FROM = 3  # letters of a word that may stand within a longer one: "low" in "lower"


def telling(text: str) -> tuple[str, ...]:
    """The words of a text that say which point is meant, in small letters."""
    words = (word.lower() for word in _WORD.findall(text))
    return tuple(_SAID_HERE.get(word, word).replace(",", ".") for word in words if word not in _PASSED_OVER)


def holds(words: Iterable[str], said: Iterable[str], rule: str) -> bool:
    """Whether all of these words stand in what is said of a point, or as they are in the rule of its place."""
    held = " ".join(said).lower()
    exact = {word.lower() for word in _WORD.findall(rule)}
    return all(word in exact or (len(word) >= _HELD_FROM and _one(word) in held) for word in words)


def _one(word: str) -> str:
    """The same of one thing: "shoulders" -> "shoulder"."""
    return word[:-1] if len(word) > _HELD_FROM + 1 and word.endswith("s") and not word.endswith("ss") else word
