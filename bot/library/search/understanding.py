"""What a person means: slips put right, phrases found, the rest kept as single words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.library.search.folding import singular, words_of
from bot.library.search.meanings import Meaning, Meanings
from bot.library.search.slips import Slips
from bot.ports.search import Phrase

MOST_WORDS = 14
"""Words of a question that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One thing that was asked for: what was said, and the other ways of saying it.

    `apart` are the telling words of a phrase one by one, for what says only some of them.
    """

    said: str
    literal: tuple[Phrase, ...]
    apart: tuple[Phrase, ...] = ()
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
    def spoken(self) -> tuple[Phrase, ...]:
        """How it may stand in a longer text."""
        return (*self.exact, *self.synonyms)

    @property
    def exact(self) -> tuple[Phrase, ...]:
        """The words of a phrase right behind one another."""
        return tuple((" ".join(phrase),) for phrase in self.literal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question taken apart. `corrected` is empty where there was no slip.

    `names` are the words by which companies were named, where no common word names them; `spoken`
    are those of them that are not their own names. `whole` is the question itself, small words too.
    """

    companies: frozenset[str] = frozenset()
    spoken: tuple[Phrase, ...] = ()
    names: tuple[Phrase, ...] = ()
    whole: tuple[Phrase, ...] = ()
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
        self._meanings = meanings
        self._slips = Slips(meanings, heads=heads, said=said)

    def understand(self, text: str) -> Understood:
        """What a text asks for."""
        said = words_of(text)[:MOST_WORDS]
        words = self._slips.put_right(self._slips.joined(said))
        companies: set[str] = set()
        spoken: list[Phrase] = []
        names: list[Phrase] = []
        groups: list[Group] = []
        for phrase, meaning in dict(self._phrases(words)).items():
            if meaning is not None and self._is_company(meaning, phrase, words=words):
                companies |= meaning.companies
                names += [] if meaning.companies & self._meanings.common else [phrase]
                spoken += [] if self._is_name(phrase, meaning) else [phrase]
            else:
                groups.append(self._group(phrase, meaning))
        if not companies and not groups:
            groups = [self._group((word,), None) for word in words]
        return Understood(
            companies=frozenset(companies),
            spoken=tuple(spoken),
            names=tuple((" ".join(phrase),) for phrase in names),
            groups=tuple(groups),
            whole=((" ".join(words),),) if len(words) > 1 else (),
            corrected=" ".join(words) if _flat(words) != _flat(said) else "",
        )

    def company(self, words: Sequence[str]) -> tuple[frozenset[str], int]:
        """The companies that the first words name, and how many words name them."""
        right = self._slips.put_right(words[: self._meanings.longest])
        for length in range(len(right), 0, -1):
            meaning = self._meanings.of(right[:length])
            if meaning is not None and meaning.companies:
                return frozenset(meaning.companies), length
        return frozenset(), 0

    def topic(self, words: Sequence[str]) -> tuple[Meaning | None, int]:
        """The topic that the first words name, and how many words name it."""
        right = self._slips.put_right(words[: self._meanings.longest])
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
                next_one = words[start + length : start + length + 1]
                if meaning.trade and self._meanings.trade_words.issuperset(next_one or ["."]):
                    meaning = Meaning(trade=meaning.trade, only_trade=True)
                yield tuple(words[start : start + length]), meaning
            elif words[start] not in self._meanings.small_words:
                yield (words[start],), None
            start += length

    def _longest(self, words: Sequence[str]) -> tuple[int, Meaning | None]:
        for length in range(min(len(words), self._meanings.longest), 1, -1):
            meaning = self._meanings.of(words[:length])
            if meaning is not None and meaning.tells:
                return length, meaning
        found = self._among_small_words(words)
        if found is not None:
            return found
        meaning = self._meanings.of(words[:1])
        return 1, meaning if meaning is not None and meaning.tells else None

    def _among_small_words(self, words: Sequence[str]) -> tuple[int, Meaning] | None:
        """The longest phrase with small words in between: "monitor a live model"."""
        small = self._meanings.small_words
        places = [n for n, word in enumerate(words) if word not in small]
        if places[:1] != [0]:
            return None
        for last in range(min(len(places), self._meanings.longest), 1, -1):
            meaning = self._meanings.of_telling([words[n] for n in places[:last]])
            if meaning is not None and meaning.tells:
                return places[last - 1] + 1, meaning
        return None

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
        if meaning.only_trade:
            words = tuple((word,) for word in phrase)
            trade = frozenset(meaning.trade)
            return Group(said=" ".join(phrase), literal=(), apart=words, trade=trade)
        if meaning.not_here and not meaning.of_words:
            return Group(said=" ".join(phrase), literal=((" ".join(phrase),),))
        apart = [word for word in phrase if word not in self._meanings.small_words]
        topic_words = (each for topic in sorted(meaning.same) for each in self._topic_words(topic))
        return Group(
            said=" ".join(phrase),
            literal=literal,
            apart=tuple((word,) for word in apart) if len(phrase) > 1 else (),
            synonyms=tuple((each,) for each in sorted(meaning.synonyms)),
            topic_words=tuple((each,) for each in topic_words),
            same=frozenset(meaning.same),
            within=frozenset(meaning.within),
            trade=frozenset(meaning.trade),
            known_as=frozenset(meaning.known_as),
        )

    def _topic_words(self, topic: str) -> tuple[str, ...]:
        return self._meanings.topic_words.get(topic, ())


def _flat(words: Sequence[str]) -> str:
    return "".join(words)
