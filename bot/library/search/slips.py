"""Slips of the finger: which word or which name was meant."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.library.search.folding import key_of, singular
from bot.library.search.meanings import Meanings

_SHORTEST_NAME = 4
_SHORTEST_PLAIN = 5
_OTHER_LETTER = 7
"""From so many letters on a plain word may have a wrong letter; "boeing" is not "boring"."""
_LONG_NAME = 8
_LONG_PLAIN = 10
"""From so many letters on two slips are put right."""
_SHORTEST_PART = 3
_SHORTEST_APART = 7
_SHORTEST_JOINED = 5
_SHORTEST_NAMED = 7
_CANDIDATES = 8


class Slips:
    """Puts words right, as far as a near one is there.

    `heads` counts the words of titles, topics and names; `said` tells whether any document says a
    word in some form.
    """

    def __init__(
        self, meanings: Meanings, *, heads: Mapping[str, int], said: Callable[[str], bool]
    ) -> None:
        phrases = meanings.phrases.items()
        told = {word for key, meaning in phrases if meaning.tells for word in key}
        here = {word for key, meaning in phrases if not meaning.not_here for word in key}
        names = [key for key, meaning in phrases if meaning.companies]
        self._meanings = meanings
        self._usual = Counter(heads)
        self._heads = frozenset(heads) | here
        self._known = self._heads | told | meanings.small_words
        self._known |= frozenset(singular(word) for word in self._known)
        self._said = said
        own = {key_of(name) for _, meaning in phrases for name in meaning.companies}
        self._names = sorted({w for key in names for w in key if len(w) >= _SHORTEST_PLAIN})
        self._short = sorted({w for key in own for w in key if len(w) >= _SHORTEST_NAME})
        self._words = sorted(w for w in self._heads if len(w) >= _SHORTEST_PLAIN and w.isalpha())
        wholes = (key for key, meaning in phrases if meaning.companies or meaning.same)
        self._wholes = {"".join(key): key for key in wholes if len(key) > 1}

    def put_right(self, words: Sequence[str]) -> list[str]:
        """The words as they were meant."""
        named = self._named(words)
        return [right for word in named for right in self._right(word)]

    def joined(self, words: Sequence[str]) -> list[str]:
        """Words that are written as one here: "deep eta" is `deepeta` in a title."""
        result = list(words)
        place = 0
        while place + 1 < len(result):
            joined = result[place] + result[place + 1]
            pair = self._meanings.of(result[place : place + 2])
            if pair is None and len(joined) >= _SHORTEST_JOINED and joined in self._heads:
                result[place : place + 2] = [joined]
            place += 1
        return result

    def _named(self, words: Sequence[str]) -> list[str]:
        """Names of several words with one slip in all: "stitch fxi", "dtaa quality"."""
        result = list(words)
        for place in range(len(result)):
            for length in (3, 2):
                part = result[place : place + length]
                if len(part) == length and (whole := self._whole(part)):
                    result[place : place + length] = whole
                    break
        return result

    def _whole(self, part: Sequence[str]) -> list[str]:
        joined = "".join(part)
        if len(joined) < _SHORTEST_NAMED or all(word in self._known for word in part):
            return []
        near = process.extractOne(joined, self._wholes.keys(), scorer=OSA.distance, score_cutoff=1)
        return list(self._wholes[near[0]]) if near and _is_slip(joined, near[0]) else []

    def _right(self, word: str) -> tuple[str, ...]:
        if len(word) < _SHORTEST_NAME or word in self._known or singular(word) in self._known:
            return (word,)
        said = self._said(word)
        if said and len(word) < _LONG_NAME:
            return (word,)
        for near in self._nearest(word, said=said):
            return (near,)
        return (word,) if said else self._apart(word) or tuple(self._whole([word])) or (word,)

    def _nearest(self, word: str, *, said: bool) -> Iterator[str]:
        """The nearest name, then the nearest plain word; of several the most usual."""
        letters = len(word)
        if letters < _SHORTEST_PLAIN:
            yield from (w for w in self._of(self._short, word, reach=1) if _keeps_letters(word, w))
        else:
            reach = 2 if letters >= _LONG_NAME and not said else 1
            yield from self._of(self._names, word, reach=reach)
            reach = 2 if letters >= _LONG_PLAIN and not said else 1
            plain = self._of(self._words, word, reach=reach)
            yield from (w for w in plain if letters >= _OTHER_LETTER or _keeps_letters(word, w))

    def _of(self, candidates: Sequence[str], word: str, *, reach: int) -> Iterator[str]:
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=_CANDIDATES
        )
        slips = [(far, -self._usual[each], each) for each, far, _ in near if _is_slip(word, each)]
        yield from (each for _, _, each in sorted(slips))

    def _apart(self, word: str) -> tuple[str, ...]:
        """Two known words that were written as one."""
        if len(word) < _SHORTEST_APART:
            return ()
        telling = self._heads - self._meanings.small_words
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            left, right = word[:cut], word[cut:]
            if left in telling and right in telling:
                return (left, right)
        return ()


def _is_slip(word: str, meant: str) -> bool:
    """Whether letters were swapped, wrong or lost; another first letter is another word."""
    return word[0] == meant[0] or sorted(word) == sorted(meant) or word == meant[1:]


def _keeps_letters(word: str, meant: str) -> bool:
    """Whether no letter stands for another: only swapped, added or lost ones."""
    return len(word) != len(meant) or sorted(word) == sorted(meant)
