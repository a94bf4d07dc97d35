"""What holds for every text of the bot: its own words stay inside, and nobody is shouted at."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import bot.domain
import bot.ports
import bot.usecases
from bot.domain.card import ButtonStyle, Card, Code, Option, Words
from bot.domain.command import of_press, parse
from bot.domain.errors import UserError
from bot.domain.verbs import every_verb
from bot.usecases.dispatch import HANDLERS
from tests.fakes.plain import OUR_WORDS, plain
from tests.fakes.sample_cards import SAMPLES

CARDS = pytest.mark.parametrize("card", SAMPLES.values(), ids=SAMPLES.keys())


def _mistakes() -> list[type[UserError]]:
    for package in (bot.domain, bot.ports, bot.usecases):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, waiting = [], [UserError]
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].__subclasses__()
    return [each for each in found if each.__module__.startswith("bot.")]


def _ours(words: Words) -> Iterator[str]:
    return (part for part in words.parts if isinstance(part, str))


def _texts(card: Card | Option) -> Iterator[str]:
    """Every text of ours on a card."""
    yield from _ours(card.title)
    for each in card.facts:
        yield each.label
        yield from _ours(each.value)
    for button in card.buttons:
        yield button.label
    if isinstance(card, Option):
        yield from _ours(card.text)
        return
    for run in (*card.text, *card.points, card.eyebrow, card.footer):
        yield from _ours(run)
    for option in card.options:
        yield from _texts(option)


@CARDS
def test_no_card_uses_the_codes_own_words_or_shouts(card: Card) -> None:
    assert not OUR_WORDS.search(plain(card))
    assert not [text for text in _texts(card) if "!" in text]


@pytest.mark.parametrize(
    "mistake", _mistakes(), ids=lambda each: f"{each.__module__}.{each.__name__}"
)
def test_no_refusal_uses_the_codes_own_words_or_shouts(mistake: type[UserError]) -> None:
    assert not OUR_WORDS.search(mistake.default())
    assert "!" not in mistake.default()


def test_no_command_is_described_in_the_codes_own_words() -> None:
    for known in every_verb():
        assert not OUR_WORDS.search(f"{known.verb.help} {known.verb.example}")


@CARDS
def test_every_button_means_a_command(card: Card) -> None:
    buttons = [*card.buttons, *(each for option in card.options for each in option.buttons)]
    for button in buttons:
        assert of_press(button.press).verb in HANDLERS
        assert len(button.label) <= 40
        assert len(button.press.verb) + len(button.press.arg) <= 80
    assert sum(each.style is ButtonStyle.PRIMARY for each in buttons) <= 1


@CARDS
def test_everything_to_type_is_understood(card: Card) -> None:
    if card is SAMPLES["refusal, nearest"]:
        return  # it says what somebody mistyped
    runs = [*card.text, *card.points, card.footer, *(each.value for each in card.facts)]
    runs += [each.value for option in card.options for each in option.facts]
    for run in runs:
        for part in run.parts:
            if isinstance(part, Code):
                assert parse(part.text).verb in HANDLERS
