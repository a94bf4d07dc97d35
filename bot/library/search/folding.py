"""Text to plain words, alike for what is searched and for what is asked."""

import re
import unicodedata
from functools import lru_cache

_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)  # noqa: RUF001
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")  # noqa: RUF001
_WORD = re.compile(r"[^\W_]+")
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|al|ed|ing|ite|able)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{3})ll(ed|ing|er|ers)$"), r"l\1"),
)
_WRITTEN = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")  # noqa: RUF001
_SHORT = 3
_ENDING = re.compile(
    r"(?<=.{4})(?:izations?|ations?|iz(?:ing|ers?|ed|es?)|at(?:ing|ed|es?)|ions?|ings?|ers?|ed|es?|s)$"
)
"""What falls off a word of which four letters stay."""


def words_of(text: str) -> list[str]:
    """The words of a text: lower case, no accents, no signs, American spelling."""
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if "'" in plain or "’" in plain:  # noqa: RUF001
        plain = _APOSTROPHE.sub("", _POSSESSIVE.sub("", plain))
    return [_spelled(word) for word in _WORD.findall(plain)]


def folded(text: str) -> str:
    """The words of a text, joined by spaces."""
    return " ".join(words_of(text))


def key_of(text: str) -> tuple[str, ...]:
    """What a phrase is known by: its words in the singular."""
    return tuple(singular(word) for word in words_of(text))


@lru_cache(maxsize=16_384)
def singular(word: str) -> str:
    """A plural as its singular, as far as its ending tells: "graphs", "KGs"."""
    if len(word) > _SHORT and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) >= _SHORT and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@lru_cache(maxsize=16_384)
def stem_of(word: str) -> str:
    """A word without its ending: "monitor" of "monitoring"; for looking up, never for showing."""
    word = _ENDING.sub("", word)
    return word[:-1] if word[-1:] == word[-2:-1] else word


@lru_cache(maxsize=16_384)
def _spelled(word: str) -> str:
    if not ("is" in word or "our" in word or "ll" in word):
        return word
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    return word


def as_written(text: str, words: str) -> str:
    """Folded words as they stand in a text: "a b test" is "A/B Test"; else as they are."""
    places = [(found.start(), found.end()) for found in _WRITTEN.finditer(text)]
    wanted = words.split()
    plain = [folded(text[start:end]) for start, end in places]
    for first in range(len(places) - len(wanted) + 1):
        if plain[first : first + len(wanted)] == wanted:
            return text[places[first][0] : places[first + len(wanted) - 1][1]]
    return words
