"""How well documents fit a question: BM25 within each thing asked for, added up by its weight."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.search import Document
from bot.library.search.understanding import Group, Understood
from bot.ports.search import Phrase, TextIndex

# How much each way of fitting counts, beside saying the very word.
_SYNONYM = 0.85
_EVERY_WORD = 0.75
_SOME_WORDS = 0.45
_TOPIC_WORD = 0.9
_SAME_TOPIC = 0.75
_WITHIN_TOPIC = 0.5
_TRADE = 0.8
_BODY = 0.35
_KNOWN_AS = 1.3
_BOTH = 0.15
"""What belongs to the topic and says the word is a little better than either."""

_PLAIN = 0.5
"""Of the weight of a plain word beside a phrase that is known: by chance it is a rare one."""
_UNHEARD = 0.35
"""Of the weight of one that no document says."""
_COMPANY = 8.0
"""A company that was named counts more than any word."""
_MENTIONED = 5.0
"""A story of others that says its name: what one company is may be told by another."""
_QUOTED = 0.5
"""A title that says the very words of the question, its small words too."""
_SPOKEN = 0.8
_OWN = 1.1
_AS_WELL = 0.6
"""A path's own entry stands before its company's others if it fits at least this well."""
_ENOUGH = 0.3
_ENOUGH_PLAIN = 0.5
"""The least share of what was asked; more where only a few single words were understood."""
_FEW = 3
BESIDE_THE_BEST = 0.45
_FITS = 0.5
_TOGETHER = 0.75
_SEVERAL = 3
"""What says so much of a question of several things fits, however little each counts."""
_ALONE = 0.5
"""What a document counts that says one thing of very many; one that says all counts whole."""
_DRAWN = 0.7
_TOLD = 0.3
"""Of a named company only those that also say the rest, where any does."""


class Stock:
    """Documents with the text index over them, and where each company and topic stands."""

    def __init__(self, documents: Sequence[Document], texts: TextIndex) -> None:
        self.documents = documents
        self.texts = texts
        self.of_company = _places((n, each.companies) for n, each in enumerate(documents))
        self.of_topic = _places((n, each.topics) for n, each in enumerate(documents))
        self.of_id = _places((n, (each.id,)) for n, each in enumerate(documents))
        self.of_kind = _places((n, (each.kind,)) for n, each in enumerate(documents))

    def quality(self, group: Group) -> Mapping[int, float]:
        """How well each document fits one thing asked for: 1 is as well as any."""
        found: dict[int, float] = defaultdict(float)
        ways = (
            (group.exact, 1.0),
            (group.literal, _EVERY_WORD),
            (group.apart, _SOME_WORDS),
            (group.synonyms, _SYNONYM),
            (group.topic_words, _TOPIC_WORD),
        )
        for phrases, worth in ways:
            _raise(found, _relative(self.texts.heads(phrases)), worth=worth)
        facts = self._facts(group)
        for number, worth in facts.items():
            both = _BOTH if number in found and worth < _KNOWN_AS else 0.0
            found[number] = max(found[number], worth) + both
        _raise(found, _relative(self.texts.bodies(group.spoken)), worth=_BODY)
        return found

    def _facts(self, group: Group) -> Mapping[int, float]:
        """How well documents fit by what they are, whatever they say."""
        found: dict[int, float] = {}
        for places, names, worth in (
            (self.of_topic, group.within, _WITHIN_TOPIC),
            (self.of_topic, group.same, _SAME_TOPIC),
            (self.of_company, group.trade, _TRADE),
            (self.of_id, group.known_as, _KNOWN_AS),
        ):
            for name in names:
                found |= dict.fromkeys(places.get(name, ()), worth)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One thing asked for, and how much it tells."""

    group: Group
    weight: float
    qualities: Mapping[int, float]

    def beside_known(self) -> "Weighed":
        """The same plain word as it counts beside a phrase that is known."""
        return replace(self, weight=self.weight * (_PLAIN if self.qualities else _UNHEARD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A document (with its place in its stock) and its score; `rest` leaves the company out."""

    number: int
    document: Document
    score: float
    rest: float


def weighted(stock: Stock, groups: Sequence[Group]) -> tuple[Weighed, ...]:
    """What was asked for, each with its weight: what few documents say tells more."""
    return tuple(_weighed(stock, group) for group in groups)


def known_first(weights: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Plain words weigh less beside phrases that are known, if most of what was asked is said."""
    heard = [each for each in weights if each.qualities]
    if 2 * len(heard) < len(weights) or not any(each.group.sure for each in heard):
        return tuple(weights)
    return tuple(each if each.group.sure else each.beside_known() for each in weights)


def elsewhere(stock: Stock, weights: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """The same things with the same weights, in another stock."""
    return tuple(
        Weighed(group=each.group, weight=each.weight, qualities=stock.quality(each.group))
        for each in weights
    )


def enough_for(groups: Sequence[Group]) -> float:
    """The least share of a question that a document must fit to be shown."""
    known = any(group.sure for group in groups) or len(groups) > _FEW
    return _ENOUGH if known else _ENOUGH_PLAIN


def ranked(
    stock: Stock,
    asked: Understood,
    *,
    weights: Sequence[Weighed],
    allowed: Collection[int],
    enough: float,
) -> list[Fit]:
    """The documents that fit; `enough` is the least share of what was asked."""
    rest = _rest(weights)
    most = sum(each.weight for each in weights)
    least = enough * most
    quoted = _relative(stock.texts.heads(asked.whole))
    spoken = _relative(stock.texts.heads(asked.spoken)) if asked.spoken else {}
    named = {n for company in asked.companies for n in stock.of_company.get(company, ())}
    about = _about(stock, asked) - named
    shares = _shares(weights)
    together = _TOGETHER if len(weights) >= _SEVERAL else 2.0
    fitting = {n for n, score in rest.items() if score >= least or shares[n] >= together}
    fitting |= quoted.keys()
    rest = {n: score * (_ALONE + (1 - _ALONE) * shares[n]) for n, score in rest.items()}
    fits = []
    for number in (fitting | named).intersection(allowed):
        document, score = stock.documents[number], rest.get(number, 0.0)
        whole = score * (_OWN if document.own else 1.0)
        whole += _QUOTED * most * quoted.get(number, 0.0)
        if number in named:
            whole += _COMPANY + _SPOKEN * spoken.get(number, 0.0)
        elif number in about:
            whole += _MENTIONED
        fits.append(Fit(number=number, document=document, score=whole, rest=score))
    told = _TOLD * max((fit.rest for fit in fits if fit.number in named), default=0.0)
    return [fit for fit in fits if fit.number not in named or fit.rest >= told]


def _about(stock: Stock, asked: Understood) -> set[int]:
    """What others tell of a company, where more was asked than who it is."""
    return set(stock.texts.heads(asked.names)) if asked.groups and asked.names else set()


def best_first(fits: Sequence[Fit], *, beside: float = BESIDE_THE_BEST) -> list[Fit]:
    """Sorted, without what is far from the best; a path's own entries lead their company's."""
    kept = sorted(fits, key=_order)
    least = beside * kept[0].score if kept else 0.0
    return _own_first([fit for fit in kept if fit.score >= least])


def in_order(documents: Sequence[Document]) -> list[Document]:
    """Documents that nothing ranks: a path's own first, then the newest."""
    return sorted(documents, key=lambda each: (not each.own, -(each.year or 0)))


def _rest(weights: Sequence[Weighed]) -> dict[int, float]:
    """What each document scores for everything but companies."""
    rest: dict[int, float] = defaultdict(float)
    for each in weights:
        for number, quality in each.qualities.items():
            rest[number] += each.weight * quality
    return rest


def _shares(weights: Sequence[Weighed]) -> Mapping[int, float]:
    """How many of the things that were asked each document says: 1 is all of them."""
    told = Counter(number for each in weights for number in each.qualities)
    return {number: count / len(weights) for number, count in told.items()}


def _weighed(stock: Stock, group: Group) -> Weighed:
    qualities = stock.quality(group)
    many = sum(quality >= _FITS for quality in qualities.values())
    weight = math.log(1 + (len(stock.documents) - many + 0.5) / (many + 0.5))
    return Weighed(group=group, weight=weight, qualities=qualities)


def _places(named: Iterable[tuple[int, Iterable[str]]]) -> Mapping[str, Sequence[int]]:
    """Where each name stands."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, names in named:
        for name in names:
            places[name].append(number)
    return dict(places)


def _order(fit: Fit) -> tuple[float, bool, int, int]:
    return -round(fit.score, 2), not fit.document.own, -(fit.document.year or 0), fit.number


def _own_first(fits: list[Fit]) -> list[Fit]:
    """A path's own entries before the catalogue's of the same company, where they fit as well."""
    result = list(fits)
    for own in [fit for fit in fits if fit.document.own]:
        here = result.index(own)
        for place, other in enumerate(result[:here]):
            alike = set(own.document.companies) & set(other.document.companies)
            if alike and not other.document.own and own.rest >= _AS_WELL * other.rest:
                result.insert(place, result.pop(here))
                break
    return result


def _relative(scores: Mapping[int, float]) -> Mapping[int, float]:
    """Scores as shares of the best, drawn together so that a longer title costs little."""
    best = max(scores.values(), default=0.0)
    return {n: (score / best) ** _DRAWN for n, score in scores.items()} if best > 0 else {}


def _raise(found: dict[int, float], shares: Mapping[int, float], *, worth: float) -> None:
    for number, share in shares.items():
        found[number] = max(found[number], worth * share)


def phrases_of(group: Group) -> tuple[Phrase, ...]:
    """Every way of saying what a group asks for."""
    return (*group.exact, *group.literal, *group.synonyms, *group.topic_words, *group.apart)
