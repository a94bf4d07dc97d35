"""What a person means: slips put right, phrases found, the rest kept as single words."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.library.search.folding import singular, words_of
from bot.library.search.meanings import Meaning, Meanings
from bot.ports.search import Phrase

MOST_WORDS = 14
"""Words of a question that are looked at."""
_SHORTEST_CORRECTED = 4
_SHORTEST_PLAIN = 5
_LONG = 8
_SHORTEST_PART = 3
_SHORTEST_JOINED = 5
_CANDIDATES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One thing that was asked for: what was said, and the other ways of saying it."""

    said: str
    literal: tuple[Phrase, ...]
    synonyms: tuple[Phrase, ...] = ()
    topic_words: tuple[Phrase, ...] = ()
    same: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    trade: frozenset[str] = frozenset()
    known_as: frozenset[str] = frozenset()

    @property
    def sure(self) -> bool:
        """Whether it is known what this means, beside the words themselves."""
        return bool(self.same or self.within or self.synonyms or self.trade or self.known_as)

    @property
    def apart(self) -> tuple[Phrase, ...]:
        """The words of a phrase one by one, for what says only some of them."""
        return tuple((w,) for phrase in self.literal if len(phrase) > 1 for w in phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question taken apart. `corrected` is empty where there was no slip.

    `spoken` are the words by which companies were named, where those are not their names.
    """

    companies: frozenset[str] = frozenset()
    spoken: tuple[Phrase, ...] = ()
    groups: tuple[Group, ...] = ()
    corrected: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing telling was said."""
        return not (self.companies or self.groups)


class Reader:
    """Reads questions with the words and the phrases that there are.

    `heads` counts the words of titles, topics and names, towards which slips are put right;
    `said` tells whether any document says a word in some form.
    """

    def __init__(
        self, meanings: Meanings, *, heads: Mapping[str, int], said: Callable[[str], bool]
    ) -> None:
        phrases = meanings.phrases.items()
        names = {w for key, meaning in phrases if meaning.companies for w in key}
        spoken = {word for key, _ in phrases for word in key}
        self._meanings = meanings
        self._usual = Counter(heads)
        self._heads = frozenset(heads) | spoken
        self._known = self._heads | meanings.small_words
        self._known |= frozenset(singular(word) for word in self._known)
        self._said = said
        self._names = sorted(word for word in names if len(word) >= _SHORTEST_CORRECTED)
        self._words = sorted(w for w in self._heads if len(w) >= _SHORTEST_PLAIN and w.isalpha())

    def understand(self, text: str) -> Understood:
        """What a text asks for."""
        said = words_of(text)[:MOST_WORDS]
        words = self._put_right(self._joined(said))
        companies: set[str] = set()
        spoken: list[Phrase] = []
        groups: list[Group] = []
        for phrase, meaning in dict(self._phrases(words)).items():
            if meaning is not None and self._is_company(meaning, phrase, words=words):
                companies |= meaning.companies
                spoken += [] if self._is_name(phrase, meaning) else [phrase]
            else:
                groups.append(self._group(phrase, meaning))
        if not companies and not groups:
            groups = [self._group((word,), None) for word in words]
        return Understood(
            companies=frozenset(companies),
            spoken=tuple(spoken),
            groups=tuple(groups),
            corrected=" ".join(words) if _flat(words) != _flat(said) else "",
        )

    def company(self, words: Sequence[str]) -> tuple[frozenset[str], int]:
        """The companies that the first words name, and how many words name them."""
        right = self._put_right(words[: self._meanings.longest])
        for length in range(len(right), 0, -1):
            meaning = self._meanings.of(right[:length])
            if meaning is not None and meaning.companies:
                return frozenset(meaning.companies), length
        return frozenset(), 0

    def topic(self, words: Sequence[str]) -> tuple[Meaning | None, int]:
        """The topic that the first words name, and how many words name it."""
        right = self._put_right(words[: self._meanings.longest])
        for length in range(len(right), 0, -1):
            meaning = self._meanings.of(right[:length])
            if meaning is not None and (meaning.same or meaning.within):
                return meaning, length
        return None, 0

    def _phrases(self, words: Sequence[str]) -> Iterator[tuple[Phrase, Meaning | None]]:
        """The longest phrases that mean something, and the telling words between them."""
        start = 0
        while start < len(words):
            length, meaning = self._longest(words[start:])
            if meaning is not None:
                yield tuple(words[start : start + length]), meaning
            elif words[start] not in self._meanings.small_words:
                yield (words[start],), None
            start += length

    def _longest(self, words: Sequence[str]) -> tuple[int, Meaning | None]:
        for length in range(min(len(words), self._meanings.longest), 0, -1):
            meaning = self._meanings.of(words[:length])
            if meaning is not None and meaning.tells:
                return length, meaning
        return 1, None

    def _is_company(self, meaning: Meaning, phrase: Phrase, *, words: Sequence[str]) -> bool:
        """Whether a phrase names a company here; a common word does only where it stands alone."""
        if not meaning.companies:
            return False
        if meaning.same or meaning.within or meaning.synonyms:
            return False
        others = set(words) - set(phrase) - self._meanings.small_words
        return not others or not meaning.companies <= self._meanings.common

    def _is_name(self, phrase: Phrase, meaning: Meaning) -> bool:
        """Whether a company was called by its own name."""
        key = tuple(singular(word) for word in phrase)
        return any(key == tuple(map(singular, words_of(name))) for name in meaning.companies)

    def _group(self, phrase: Phrase, meaning: Meaning | None) -> Group:
        literal: tuple[Phrase, ...] = (phrase,)
        if meaning is None:
            return Group(said=" ".join(phrase), literal=literal)
        words = (each for topic in sorted(meaning.same) for each in self._topic_words(topic))
        return Group(
            said=" ".join(phrase),
            literal=literal,
            synonyms=tuple((each,) for each in sorted(meaning.synonyms)),
            topic_words=tuple((each,) for each in words),
            same=frozenset(meaning.same),
            within=frozenset(meaning.within),
            trade=frozenset(meaning.trade),
            known_as=frozenset(meaning.known_as),
        )

    def _topic_words(self, topic: str) -> tuple[str, ...]:
        return self._meanings.topic_words.get(topic, ())

    def _joined(self, words: Sequence[str]) -> list[str]:
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

    def _put_right(self, words: Sequence[str]) -> list[str]:
        return [right for word in words for right in self._right(word)]

    def _right(self, word: str) -> tuple[str, ...]:
        """A word without a slip of the finger, as far as a near one is there."""
        if len(word) < _SHORTEST_CORRECTED or word in self._known or singular(word) in self._known:
            return (word,)
        said = self._said(word)
        if said and len(word) < _LONG:
            return (word,)
        reach = 2 if len(word) >= _LONG and not said else 1
        plain = self._words if len(word) >= _SHORTEST_PLAIN else ()
        for candidates in (self._names, plain):
            if near := self._nearest(word, candidates, reach=reach):
                return (near,)
        return (word,) if said else self._apart(word) or (word,)

    def _nearest(self, word: str, candidates: Sequence[str], *, reach: int) -> str:
        """The nearest of the candidates that a slip leads to; of several the most usual."""
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=_CANDIDATES
        )
        slips = [(far, -self._usual[each], each) for each, far, _ in near if _is_slip(word, each)]
        return min(slips)[2] if slips else ""

    def _apart(self, word: str) -> tuple[str, ...]:
        """Two known words that were written as one."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            left, right = word[:cut], word[cut:]
            if left in self._heads and right in self._heads:
                return (left, right)
        return ()


def _is_slip(word: str, meant: str) -> bool:
    """Whether letters were swapped, doubled or lost; another first letter is another word."""
    return word[0] == meant[0] or sorted(word) == sorted(meant) or word[1:] == meant[:-1]


def _flat(words: Sequence[str]) -> str:
    return "".join(words)
