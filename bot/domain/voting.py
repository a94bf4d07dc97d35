"""Guessing what a company decided, before it is read; nobody's own guess is ever told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SPLIT_FROM = 5
"""From so many voters on the split is told."""
LEAST_TOLD = 2
"""A count below this would point at somebody."""


class Leaning(StrEnum):
    """What may be told of the guesses besides the answer."""

    NOTHING = "nothing"
    MOST = "most"
    DIVIDED = "divided"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What may be told: `counts` by option from 0 on, or the option that `most` chose."""

    leaning: Leaning
    counts: Mapping[int, int]
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The guesses about one reading: counts by option from 0 on, and one's own.

    `reveal_at` is when the answer comes or came (study time), None before the first guess.
    """

    counts: Mapping[int, int]
    mine: int | None = None
    revealed: bool = False
    reveal_at: datetime | None = None


def split_of(counts: Mapping[int, int]) -> Split:
    """What may be told of these guesses.

    Nothing below five voters. Counts where every option that was chosen at all was chosen twice;
    else only where the group leans: one lonely guess, or all of one mind, would tell who guessed
    what to whoever knows the rest.
    """
    chosen = {option: count for option, count in sorted(counts.items()) if count}
    voters = sum(chosen.values())
    if voters < SPLIT_FROM:
        return Split(leaning=Leaning.NOTHING, counts={})
    top = max(chosen, key=lambda option: chosen[option])
    if len(chosen) > 1 and min(chosen.values()) >= LEAST_TOLD:
        return Split(leaning=Leaning.COUNTS, counts=chosen)
    if 2 * chosen[top] > voters:
        return Split(leaning=Leaning.MOST, counts={}, most=top)
    return Split(leaning=Leaning.DIVIDED, counts={})
