"""Every message of the product, whatever others wrote in it, is one that Slack and Discord take."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from bot.domain.card import Card, Code, Untrusted
from bot.domain.cards.casestudies import case_card
from bot.domain.cards.delivery import reading_card
from bot.domain.cards.message import Subject
from bot.domain.curriculum import Curriculum
from bot.domain.delivery import DeliveryKind, delivery_key
from bot.domain.ids import DeliveryId
from bot.domain.search import DocumentKind
from bot.library import load_library, shipped
from bot.library.catalogue import load_shelf
from bot.library.search.documents import documents_of
from bot.platforms.discord.adapter import NO_MENTIONS
from bot.platforms.discord.limits import COMPONENTS_V2
from bot.platforms.discord.render import Stand
from bot.platforms.discord.render import render_card as discord_card
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.home import home_view
from bot.platforms.slack.presses import key_of
from bot.platforms.slack.render import render_card as slack_card
from tests.fakes.discord_checks import check_message
from tests.fakes.sample_cards import SAMPLES
from tests.fakes.slack_checks import block_problems, message_problems, view_problems
from tests.fakes.slack_limits import overlooked

KEY = delivery_key(DeliveryId(2**63 - 1), 2**40 - 1)  # the longest there is
HOSTILE = {
    "markup": "*b* _i_ ~s~ `c` <!channel> <@U1> <#C1> <https://evil.example|click> &lt; :tada:",
    "long": "abcdefghi " * 1_000,
    "wide": "\U0001f9d1\U0001f3fd\u200d\U0001f680" * 400,
    "right to left and unseen": "\u202e\u2066\u05e9\u05dc\u2069 \u0645\u0631\u200b\ufeff\u2060"
    * 60,
    "no letters": "\x00\x07\x1b[31m\r\n\t\u2028\u0085 \ud83d\udc00 \udfff\ud800",
    "empty": "",
}
LIBRARY = load_library([shipped("curriculum")])


def written_by(text: str, thing: Any) -> Any:  # noqa: ANN401 - any part of a card
    """The same card, had others written this wherever they write."""
    if isinstance(thing, Untrusted | Code):
        return replace(thing, text=text)
    if isinstance(thing, tuple):
        return tuple(written_by(text, each) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {each.name: getattr(thing, each.name) for each in fields(thing)}
        changed = {name: written_by(text, part) for name, part in parts.items()}
        return replace(thing, **changed) if changed != parts else thing
    return thing


def taken_by_slack(card: Card) -> Iterator[str]:
    rendered = slack_card(card, key=KEY, prefix="/mlops ")
    message = {"text": rendered.text, "blocks": rendered.blocks}
    yield from message_problems(message)
    if key_of(message) != KEY:
        yield "the key is lost"
    if "<" in rendered.text:
        yield "markup in what a phone shows"


def check_on_discord(card: Card, stand: Stand) -> None:
    check_message(
        {
            "components": discord_card(card, stand),
            "flags": COMPONENTS_V2,
            "allowed_mentions": NO_MENTIONS,
            "nonce": stand.key,
        }
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_others_wrote_slack_takes_every_message(hostile: str) -> None:
    for name, card in SAMPLES.items():
        shown = written_by(HOSTILE[hostile], card)
        assert list(taken_by_slack(shown)) == [], name


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_others_wrote_slack_takes_homes_and_windows_of_all_messages(hostile: str) -> None:
    cards = [written_by(HOSTILE[hostile], card) for card in SAMPLES.values()]
    assert list(view_problems(home_view(cards))) == []
    for card in cards:
        assert list(overlooked(card_view(card, private="{}"))) == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_others_wrote_discord_takes_every_message(hostile: str) -> None:
    for card in SAMPLES.values():
        check_on_discord(written_by(HOSTILE[hostile], card), Stand(own=True, key=KEY))


def readings(curriculum: Curriculum) -> Iterator[Card]:
    for plan in curriculum.plans:
        for resource_id in plan.resources:
            yield reading_card(
                Subject(
                    kind=DeliveryKind.FIRST,
                    variant="",
                    covered=1,
                    resource_id=resource_id,
                    plan=plan.id,
                    expanded=(),
                ),
                curriculum,
            )


@pytest.mark.parametrize("curriculum", LIBRARY.curricula.values(), ids=lambda each: each.id)
def test_every_reading_of_every_plan_is_taken(curriculum: Curriculum) -> None:
    for card in dict.fromkeys(readings(curriculum)):
        assert list(taken_by_slack(card)) == []
        check_on_discord(card, Stand(own=True, key=KEY))


def test_every_case_study_that_can_be_found_is_taken() -> None:
    assert LIBRARY.curricula
    for curriculum in LIBRARY.curricula.values():
        catalogue = load_shelf(LIBRARY.folders[curriculum.id], curriculum).catalogue
        cases = [d for d in documents_of(curriculum, catalogue) if d.kind is DocumentKind.CASE]
        assert len(cases) > 500
        for document in cases:
            card = case_card(document, others=2)
            blocks = slack_card(card).blocks
            assert list(overlooked({"blocks": blocks})) == []
            check_on_discord(card, Stand(own=False))


def test_a_few_of_them_are_looked_at_as_slack_s_own_library_does() -> None:
    for card in list(SAMPLES.values())[::7]:
        assert list(block_problems(slack_card(card).blocks, known={"header", "rich_text",
            "actions", "context", "divider", "section", "image", "input"})) == []  # fmt: skip


@pytest.mark.parametrize(
    ("thing", "complaint"),
    [
        ({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]},
         "header: text of 151"),
        ({"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}}, "title of 25"),
        ({"type": "modal", "private_metadata": "x" * 3_001}, "private_metadata of 3001"),
        ({"blocks": [{"type": "input", "hint": {"type": "plain_text", "text": "x" * 2_001}}]},
         "hint of 2001"),
        ({"blocks": [{"type": "input", "element": {"type": "plain_text_input",
          "placeholder": {"type": "plain_text", "text": "x" * 151}}}]}, "placeholder of 151"),
        ({"blocks": [{"type": "actions", "elements": [{"type": "overflow", "options": [
          {"text": {"type": "plain_text", "text": "x" * 76}}]}]}]}, "option: text of 76"),
        ({"blocks": [{"type": "markdown", "text": "x" * 6_001}] * 2}, "markdown over"),
        ({"blocks": [{"type": "table", "rows": []}] * 2}, "2 tables"),
        ({"blocks": [{"type": "table", "rows": [[{}] * 21]}]}, "too large"),
        ({"blocks": [{"type": "input", "element": {"options": [{"value": "a"}] * 2}}]},
         "two options of one value"),
        ({"text": "\ud800"}, "surrogate"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_the_checks_see(thing: dict[str, Any], complaint: str) -> None:
    assert any(complaint in each for each in overlooked(thing))
