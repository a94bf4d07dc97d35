"""Cards about guessing what a company decided."""

from dataclasses import replace

from bot.domain.card import Button, ButtonStyle, Card, Tone, Untrusted, Words, words
from bot.domain.cards.parts import button, title_of
from bot.domain.curriculum import Resource, Vote
from bot.domain.ids import PlanId
from bot.domain.voting import Leaning, Split, Tally

LETTERS = "ABCD"
GUESS = "Guess first"


def with_vote(card: Card, resource: Resource) -> Card:
    """A group's reading with the button that asks; unchanged where there is nothing to guess."""
    if resource.case is None or resource.case.vote is None:
        return card
    return replace(card, buttons=(*card.buttons, button(GUESS, "vote")))


def ask_card(resource: Resource, vote: Vote, *, tally: Tally, plan: PlanId) -> Card:
    """The question with its options, for one person alone."""
    return Card(
        eyebrow=title_of(resource),
        title=words(Untrusted(vote.question)),
        text=_chosen(tally),
        points=tuple(_option(vote, index) for index in range(len(vote.options))),
        buttons=tuple(_choose(resource, index, plan=plan) for index in range(len(vote.options))),
        footer=words("Nobody sees your guess. The answer comes when the reading is discussed."),
    )


def voted_card(resource: Resource, vote: Vote, *, choice: int, plan: PlanId) -> Card:
    """A guess is in; another may take its place until the answer comes."""
    card = ask_card(resource, vote, tally=Tally(counts={}, mine=choice), plan=plan)
    return replace(card, tone=Tone.SUCCESS)


def reveal_card(resource: Resource, vote: Vote, *, split: Split) -> Card:
    """What the company did, and how the group leaned as far as that names nobody."""
    company = resource.case.company if resource.case else ""
    return Card(
        eyebrow=title_of(resource),
        title=words("What ", Untrusted(company), " did: ", LETTERS[vote.answer]),
        text=(
            words(Untrusted(vote.question)),
            words(Untrusted(vote.options[vote.answer]), ". ", Untrusted(vote.because)),
        ),
        points=_counts(vote, split),
        footer=_leaning(split),
        tone=Tone.INFO,
    )


def too_late_card(resource: Resource, vote: Vote) -> Card:
    """The answer is out: no more guesses."""
    answer = words(LETTERS[vote.answer], ": ", Untrusted(vote.options[vote.answer]), ".")
    return Card(
        eyebrow=title_of(resource),
        title=words("The answer is out already"),
        text=(answer, words(Untrusted(vote.because))),
        tone=Tone.GENTLE,
    )


def _chosen(tally: Tally) -> tuple[Words, ...]:
    if tally.mine is None:
        return ()
    return (words(f"Your guess is {LETTERS[tally.mine]}. Press another to change it."),)


def _option(vote: Vote, index: int) -> Words:
    return words(f"{LETTERS[index]}: ", Untrusted(vote.options[index]))


def _choose(resource: Resource, index: int, *, plan: PlanId) -> Button:
    arg = f"{resource.id} {index + 1}"
    return button(LETTERS[index], "vote", arg=arg, plan=plan, style=ButtonStyle.PLAIN)


def _counts(vote: Vote, split: Split) -> tuple[Words, ...]:
    if split.leaning is not Leaning.COUNTS:
        return ()
    return tuple(
        words(_option(vote, index), f" ({chosen} guesses)")
        for index, chosen in split.counts.items()
    )


def _leaning(split: Split) -> Words:
    match split.leaning:
        case Leaning.MOST:
            return words(f"Most of you guessed {LETTERS[split.most]}.")
        case Leaning.DIVIDED:
            return words("Your guesses were divided.")
        case Leaning.NOTHING | Leaning.COUNTS:
            return words()
