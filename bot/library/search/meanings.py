"""What phrases mean: companies, topics, other words, trades, and names of single case studies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.search import Document
from bot.library.catalogue_schema import AliasesFile
from bot.library.search.folding import folded, key_of, stem_of

_OF_WORDS = ("same", "within", "synonyms", "known_as", "likeness")
Key = tuple[str, ...]
"""A phrase in the singular, as `key_of` makes it."""


@dataclass(slots=True)
class Meaning:
    """Everything that one phrase stands for."""

    companies: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    within: set[str] = field(default_factory=set)
    synonyms: set[str] = field(default_factory=set)
    trade: set[str] = field(default_factory=set)
    known_as: set[str] = field(default_factory=set)
    likeness: set[str] = field(default_factory=set)
    not_here: set[str] = field(default_factory=set)
    only_trade: bool = False

    @property
    def tells(self) -> bool:
        """Whether it says more than what somebody's situation is."""
        return bool(
            self.companies or self.same or self.within or self.synonyms or self.trade
            or self.known_as or self.not_here
        )  # fmt: skip

    @property
    def of_words(self) -> bool:
        """Whether it means more than names."""
        return any(getattr(self, kind) for kind in _OF_WORDS)

    def add_words(self, other: "Meaning") -> None:
        """Take over what another phrase means, except whom it names."""
        for kind in _OF_WORDS:
            getattr(self, kind).update(getattr(other, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """The aliases of every curriculum, ready to be looked up."""

    phrases: Mapping[Key, Meaning]
    loose: Mapping[Key, Meaning]
    longest: int
    topic_words: Mapping[str, tuple[str, ...]]
    common: frozenset[str]
    small_words: frozenset[str]
    trade_words: frozenset[str]
    likeness_topics: Mapping[str, frozenset[str]]
    likeness_words: Mapping[str, tuple[str, ...]]

    def of(self, words: Sequence[str]) -> Meaning | None:
        """What a phrase stands for, if it stands for something; other endings count as well."""
        key = key_of(" ".join(words))
        exact = self.phrases.get(key)
        if (exact is not None and exact.tells) or self.small_words.issuperset(words):
            return exact
        return self.loose.get(_loose(key), exact)

    def of_telling(self, words: Sequence[str]) -> Meaning | None:
        """What a phrase stands for whose small words are left out; one word is no phrase."""
        return self.loose.get(_loose(key_of(" ".join(words)))) if len(words) > 1 else None


def meanings_of(files: Iterable[AliasesFile], documents: Sequence[Document]) -> Meanings:
    """The meanings of all phrases; companies and topics always mean themselves."""
    files = list(files)
    found: dict[Key, Meaning] = defaultdict(Meaning)
    topic_words: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        for company in document.companies:
            found[key_of(company)].companies.add(company)
        for topic in document.topics:
            found[key_of(topic)].same.add(topic)
    for topic in {topic for document in documents for topic in document.topics}:
        topic_words[topic].append(folded(topic))
    for file in files:
        for phrase, kind, meant in _told(file):
            getattr(found[key_of(phrase)], kind).update(meant)
        for each in file.topics:
            topic_words[each.name] += [folded(each.name), *(folded(also) for also in each.same)]
    found.pop((), None)
    small_words = frozenset(
        word for file in files for line in file.small_words for word in folded(line).split()
    )
    traits = [each for file in files for each in file.likeness]
    return Meanings(
        phrases=dict(found),
        loose=_loosened(found, small_words),
        longest=max(map(len, found), default=1),
        topic_words={topic: tuple(dict.fromkeys(words)) for topic, words in topic_words.items()},
        common=frozenset(e.name for file in files for e in file.companies if e.common_word),
        small_words=small_words,
        trade_words=frozenset(word for file in files for word in map(folded, file.trade_words)),
        likeness_topics={each.name: frozenset(each.topics) for each in traits},
        likeness_words={
            each.name: (folded(each.name), *(folded(also) for also in each.also)) for each in traits
        },
    )


def _loose(key: Key) -> Key:
    return tuple(stem_of(word) for word in key)


def _loosened(phrases: Mapping[Key, Meaning], small_words: frozenset[str]) -> dict[Key, Meaning]:
    """What phrases mean with other endings and without small words; names stay as they are."""
    found: dict[Key, Meaning] = defaultdict(Meaning)
    for key, meaning in phrases.items():
        if not meaning.of_words:
            continue
        telling = tuple(word for word in key if word not in small_words)
        for form in {key, telling if len(telling) > 1 else key}:
            found[_loose(form)].add_words(meaning)
    return dict(found)


def _told(file: AliasesFile) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every phrase of a file, which kind of meaning it has, and what it means."""
    for company in file.companies:
        yield from ((phrase, "companies", (company.name,)) for phrase in company.also)
    for topic in file.topics:
        yield from ((phrase, "same", (topic.name,)) for phrase in topic.same)
        yield from ((phrase, "within", (topic.name,)) for phrase in topic.within)
    for alike in file.words:
        every = [folded(phrase) for phrase in alike]
        yield from ((phrase, "synonyms", every) for phrase in alike)
    for trade in file.industries:
        yield from ((phrase, "trade", trade.companies) for phrase in (trade.name, *trade.also))
    for known in file.known_as:
        yield from ((phrase, "known_as", (known.id,)) for phrase in known.names)
    for names in file.not_here:
        yield from ((name, "not_here", (name,)) for name in names)
    for trait in file.likeness:
        yield from ((phrase, "likeness", (trait.name,)) for phrase in (trait.name, *trait.also))
