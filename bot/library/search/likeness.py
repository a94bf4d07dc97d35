"""Companies like us: case studies ranked by how much of somebody's situation they share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.domain.likeness import Likeness
from bot.domain.search import Document
from bot.library.search.folding import words_of
from bot.library.search.meanings import Meanings
from bot.library.search.ranking import Stock
from bot.library.search.reasons import said_in_title
from bot.library.search.understanding import Reader
from bot.ports.search import Phrase

# How sure it is that a case study shares a trait: told in our summary, its topic, its title.
_TOLD = 1.0
_TOPIC = 0.9
_TITLE = 0.7
_LEAST = 0.5
_ENOUGH = 0.4
_AT_LEAST = 10
"""So many are shown even where the first shares far more."""


@dataclass(slots=True)
class Shared:
    """What a case study shares, with the reasons, and what it says nothing of."""

    document: Document
    score: float = 0.0
    why: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons, and honestly what is not known."""
        unknown = (f"says nothing of {', '.join(self.silent)}",) if self.silent else ()
        return (*dict.fromkeys(self.why), *unknown)


def likeness_of(phrases: Sequence[str], *, meanings: Meanings, asked: str) -> Likeness:
    """The traits that phrases name; what names none stays as words."""
    traits: list[str] = []
    words: list[str] = []
    for phrase in phrases:
        meaning = meanings.of(words_of(phrase))
        if meaning is not None and meaning.likeness:
            traits += sorted(meaning.likeness)[:1] if phrase not in meaning.likeness else [phrase]
        else:
            words.append(phrase)
    return Likeness(traits=tuple(dict.fromkeys(traits)), words=tuple(words), asked=asked)


def alike(
    stock: Stock,
    likeness: Likeness,
    *,
    meanings: Meanings,
    reader: Reader,
    allowed: Collection[int],
) -> list[Shared]:
    """The case studies that share enough, the most alike first."""
    shared = {number: Shared(stock.documents[number]) for number in sorted(allowed)}
    for trait in likeness.traits:
        _share_trait(stock, trait, shared=shared, meanings=meanings)
    for words in likeness.words:
        _share_words(stock, words, shared=shared, reader=reader)
    sharing = sorted(
        (each for each in shared.values() if each.score >= _LEAST),
        key=lambda s: (-round(s.score, 2), not s.document.own, -(s.document.year or 0)),
    )
    enough = _ENOUGH * sharing[0].score if sharing else 0.0
    return sharing[: max(_AT_LEAST, sum(each.score >= enough for each in sharing))]


def _share_trait(
    stock: Stock, trait: str, *, shared: dict[int, Shared], meanings: Meanings
) -> None:
    topics = meanings.likeness_topics.get(trait, frozenset())
    phrases = tuple((words,) for words in meanings.likeness_words.get(trait, ()))
    saying = stock.texts.heads(phrases)
    for number, each in shared.items():
        document = each.document
        about = sorted(topics.intersection(document.topics))
        if trait in document.likeness:
            each.score += _TOLD
            each.why.append(trait)
        elif not document.own and about:
            each.score += _TOPIC
            each.why.append(f"topic {about[0]}")
        elif not document.own and number in saying:
            each.score += _TITLE
            each.why.append(_saying(stock, number, phrases=phrases))
        else:
            each.silent.append(trait)


def _saying(stock: Stock, number: int, *, phrases: Sequence[Phrase]) -> str:
    document = stock.documents[number]
    field, words = stock.texts.where(number, phrases) or ("topics", "")
    if field == "title":
        return said_in_title(document, words)
    return f"topic {next((each for each in document.topics if words in each), words)}"


def _share_words(stock: Stock, words: str, *, shared: dict[int, Shared], reader: Reader) -> None:
    understood = reader.understand(words)
    fitting: dict[int, float] = {}
    for group in understood.groups:
        for number, quality in stock.quality(group).items():
            part = quality / len(understood.groups)
            fitting[number] = fitting.get(number, 0.0) + part
    for number, each in shared.items():
        named = bool(understood.companies.intersection(each.document.companies))
        fits = min(max(fitting.get(number, 0.0), float(named)), 1.0)
        if fits >= _LEAST:
            each.score += _TITLE * fits
            each.why.append(words)
        else:
            each.silent.append(words)
