"""Everything rendered for Slack keeps every limit, and other people's words stay letters."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.card import (
    Button,
    ButtonStyle,
    Card,
    Code,
    Fact,
    Link,
    Option,
    Press,
    Tone,
    Untrusted,
    Words,
    words,
)
from bot.domain.delivery import delivery_key
from bot.domain.ids import DeliveryId
from bot.domain.verbs import SPELLINGS
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.forms import Sheet, form_view
from bot.platforms.slack.home import home_view
from bot.platforms.slack.overflow import ALSO
from bot.platforms.slack.presses import key_of, press_of
from bot.platforms.slack.render import render_card
from bot.usecases.enroll_form import Choice, Form
from tests.fakes.sample_cards import SAMPLES
from tests.fakes.slack_checks import interactive, message_problems, view_problems

KEY = delivery_key(DeliveryId(7), 2**39)
NASTY = (
    "*bold* _it_ ~no~ `code` <!channel> <@U1> <#C1> <https://evil.example|click> &amp; :tada:",
    "a" * 10_000,
    "😀" * 10_000,
    "\u202egnp.exe\u2066 \u200f\x1b[31m\x00",
    "\n\r\t \u2028",
    "",
)
LINKS = (
    "https://example.org/a",
    "https://example.org/é" + "é" * 3_000,
    "http://example.org/ x\x07",
)

texts = st.sampled_from(NASTY) | st.text(max_size=40)
runs = st.builds(
    lambda own, theirs, typed: words(own, Untrusted(theirs), Code(typed)),
    st.sampled_from(("", "From ", "x" * 5_000)),
    texts,
    texts,
)
presses = st.builds(Press, st.sampled_from(("done", "later", "skip")), texts)
styles = st.sampled_from(ButtonStyle)
buttons = st.builds(
    Button, st.sampled_from(("Done", "x" * 90)), presses, st.sampled_from(ButtonStyle)
)
facts = st.builds(Fact, st.sampled_from(("By", "Time")), runs)
links = st.builds(Link, runs, st.sampled_from(LINKS))


def several(strategy: st.SearchStrategy[Any], most: int = 24) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).flatmap(
        lambda few: st.sampled_from((1, most)).map(lambda times: tuple(few * times)[:most])
    )


options = st.builds(
    Option, title=runs, text=runs, facts=several(facts, 3), buttons=several(buttons, 12)
)
cards = st.builds(
    Card,
    title=runs,
    eyebrow=runs,
    text=several(runs),
    facts=several(facts),
    points=several(runs),
    options=several(options, 9),
    links=several(links),
    buttons=several(buttons, 40),
    footer=runs,
    tone=st.sampled_from(Tone),
)


@given(card=cards)
@settings(max_examples=25, deadline=None)
def test_any_card_is_a_message_that_slack_takes(card: Card) -> None:
    rendered = render_card(card, key=KEY, prefix="/mlops ")
    message = {"text": rendered.text, "blocks": rendered.blocks}
    assert list(message_problems(message)) == []
    assert len(json.dumps(rendered.blocks)) <= 12_000
    assert key_of(message) == KEY
    assert "<" not in rendered.text
    assert 0 < len(rendered.text) <= 2_000
    assert '"mrkdwn"' not in json.dumps(rendered.blocks)


@given(shown=st.lists(cards, min_size=1, max_size=3))
@settings(max_examples=8, deadline=None)
def test_any_cards_are_a_view_that_slack_takes(shown: list[Card]) -> None:
    assert list(view_problems(home_view(shown))) == []
    assert list(view_problems(card_view(shown[0], private="{}"))) == []


@given(title=texts, when=texts, more=st.booleans(), card=cards | st.none())
@settings(max_examples=20, deadline=None)
def test_the_form_is_a_view_that_slack_takes(
    title: str, when: str, *, more: bool, card: Card | None
) -> None:
    choices = [Choice(id=f"plan-{number}", title=title, usual="Tuesdays") for number in range(120)]
    sheet = Sheet(
        form=Form(plan="plan-3", when=when[:200], start=when[:200], zone=when[:60]),
        zone="Europe/Paris",
        channel="C1",
        channel_name=title,
        response_url="https://hooks.slack.com/actions/T/1/x",
        more=more,
    )
    assert list(view_problems(form_view(sheet, choices, preview=card))) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_message_of_the_product_fits_whole(name: str) -> None:
    card = SAMPLES[name]
    rendered = render_card(card, key=KEY)
    assert list(message_problems({"text": rendered.text, "blocks": rendered.blocks})) == []
    pressed = [press_of(each) for each in interactive(rendered.blocks) if "options" not in each]
    menus = [each["options"] for each in interactive(rendered.blocks) if "options" in each]
    pressed += [
        press_of({"action_id": "more:0", "selected_option": each})
        for menu in menus
        for each in menu
    ]
    offered = [*card.buttons, *(each for option in card.options for each in option.buttons)]
    assert {each.press for each in offered} <= set(pressed)


def test_what_a_menu_adds_to_a_reading_is_a_command() -> None:
    assert all(each.press.verb in SPELLINGS for each in ALSO)


def test_an_edit_gives_the_first_block_a_new_name_with_the_same_key() -> None:
    one, other = (render_card(Card(title=words(each)), key=KEY).blocks for each in ("a", "b"))
    assert one[0]["block_id"] != other[0]["block_id"]
    assert key_of({"blocks": one}) == key_of({"blocks": other}) == KEY


def test_hostile_words_reach_slack_as_the_same_letters() -> None:
    said = "*bold* <!channel> <https://evil.example|click> :tada:"
    card = Card(title=words(Untrusted(said)), text=(words(Untrusted(said)),))
    header, paragraph = render_card(card).blocks
    assert header["text"] == {"type": "plain_text", "text": said, "emoji": False}
    assert paragraph["elements"][0]["elements"] == [{"type": "text", "text": said}]


def test_a_list_that_is_cut_says_so() -> None:
    card = Card(title=words("Path"), points=tuple(words("x" * 400) for _ in range(100)))
    shown = json.dumps(render_card(card).blocks, ensure_ascii=False)
    assert "… and" in shown


def test_every_part_of_a_card_is_drawn() -> None:
    """A part that a later release adds has to be drawn here too."""
    drawn = {"title", "eyebrow", "text", "facts", "points", "meter", "options", "links", "buttons"}
    drawn |= {"picture", "fields"}
    assert {each.name for each in fields(Card)} == drawn | {"footer", "tone"}
    assert replace(Card(title=Words(("x",))), footer=words("y")).footer
