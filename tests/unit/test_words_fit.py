"""Every card of a shipped reading fits every platform as it stands, without being cut."""

from collections.abc import Iterator

import pytest

from bot.domain.card import Card, Words
from bot.domain.cards.broken import reported_card, with_way_around
from bot.domain.cards.casestudies import ASK, case_card
from bot.domain.cards.delivery import reading_card
from bot.domain.cards.message import Subject
from bot.domain.cards.parts import day_time
from bot.domain.curriculum import Curriculum, Plan, Resource
from bot.domain.delivery import DeliveryKind
from bot.domain.ids import CurriculumId
from bot.domain.search import Catalogue
from bot.library import load_library, shipped
from bot.library.search.documents import documents_of
from tests.fakes.clock import MONDAY
from tests.fakes.plain import said

MLOPS: Curriculum = load_library([shipped("curriculum")]).curricula[CurriculumId("mlops")]

# Slack (docs.slack.dev, Block Kit): header 150, section 3,000, 10 fields of 2,000 in a section,
# 50 blocks, about 12,000 characters in a message, button label 75 and address 3,000.
# Discord (docs, components and embeds): 4,000 characters over all components, 40 components;
# field value 1,024, button label 80, address 512, 5 buttons in a row.
WHOLE = min(12_000, 4_000)
TITLE = min(150, 256)
PARAGRAPH = min(3_000, 1_024)
FACTS = min(10, 25)
FIRST_LABEL = min(75, 80)
LABEL = 80  # only the first link is a button on Slack
ADDRESS = min(3_000, 512)
BUTTONS = 5
PARTS = min(50, 40)
FOOTER = len("Next: ") + len(said(Words((day_time(MONDAY, "UTC"),))))


FOUND = {str(each.id): each for each in documents_of(MLOPS, Catalogue())}


def _cards() -> Iterator[tuple[str, Card]]:
    """Each reading as its first message and as one that stands for dates that were missed."""
    for plan in MLOPS.plans:
        shelf = tuple(each for each in plan.resources if MLOPS.resource(each).units)
        for resource_id in MLOPS.order(plan.id, shelf):
            resource = MLOPS.resource(resource_id)
            for kind in (DeliveryKind.FIRST, DeliveryKind.SNOOZE):
                card = _reading(resource, plan, kind=kind)
                yield f"{plan.id} {resource_id} {kind.value}", card
                around = with_way_around(card, resource, curriculum=MLOPS)
                yield f"{plan.id} {resource_id} {kind.value}, broken", around
    for resource in MLOPS.resources.values():
        yield f"{resource.id} reported", reported_card(resource, curriculum=MLOPS, first=False)
        if resource.case:
            note = Words(("One worth reading today.",))
            yield (
                f"{resource.id} case",
                case_card(FOUND[resource.id], note=note, others=9, footer=ASK),
            )


def _reading(resource: Resource, plan: Plan, *, kind: DeliveryKind) -> Card:
    expanded = (resource.unit_of,) if resource.unit_of else ()
    subject = Subject(
        kind=kind,
        variant="new",
        covered=99,
        resource_id=resource.id,
        plan=plan.id,
        expanded=expanded,
    )
    return reading_card(subject, MLOPS)


CARDS = dict(_cards())


def _runs(card: Card) -> Iterator[Words]:
    yield from (card.eyebrow, card.title, card.footer, *card.text, *card.points)
    yield from (fact.value for fact in card.facts)
    yield from (link.label for link in card.links)


def letters(words: Words) -> int:
    """How long a run is, without the marks that `said` puts around the words of others."""
    return len(said(words).translate({ord("\u00ab"): None, ord("\u00bb"): None}))


def length(card: Card) -> int:
    """All letters that a platform may count."""
    labels = [*(fact.label for fact in card.facts), *(each.label for each in card.buttons)]
    return FOOTER + sum(letters(run) + 2 for run in _runs(card)) + sum(map(len, labels))


def too_much(card: Card) -> list[str]:
    """What does not fit somewhere."""
    labels = [letters(link.label) for link in card.links]
    parts = len(card.text) + len(card.points) + len(card.facts) + len(card.links) + 5
    sizes = {
        "letters": (length(card), WHOLE),
        "title": (letters(card.title), TITLE),
        "paragraph": (max(letters(run) for run in _runs(card)), PARAGRAPH),
        "facts": (len(card.facts), FACTS),
        "first link": (max([0, *labels[:1]]), FIRST_LABEL),
        "link": (max([0, *labels]), LABEL),
        "address": (max([0, *(len(link.url) for link in card.links)]), ADDRESS),
        "buttons": (len(card.buttons), BUTTONS),
        "parts": (parts + len(card.buttons), PARTS),
    }
    return [
        f"{what}: {size}, at most {most}" for what, (size, most) in sizes.items() if size > most
    ]


def test_every_reading_and_every_part_has_its_cards() -> None:
    told = {name.split()[0] for name in CARDS if name.endswith(" reported")}
    assert told == {str(each) for each in MLOPS.resources}
    assert len(CARDS) > 4 * len(told)


@pytest.mark.parametrize("plan", MLOPS.plans, ids=lambda plan: str(plan.id))
def test_every_card_of_a_plan_fits_every_platform(plan: Plan) -> None:
    here = {name: card for name, card in CARDS.items() if name.startswith(f"{plan.id} ")}
    assert {name: said for name, card in here.items() if (said := too_much(card))} == {}


def test_every_answer_about_a_reading_fits_every_platform() -> None:
    assert {name: said for name, card in CARDS.items() if (said := too_much(card))} == {}


def test_a_card_that_is_too_long_is_seen() -> None:
    long = Card(title=Words(("x" * 151,)), text=(Words(("y" * 4_000,)),))
    assert [each.split(":")[0] for each in too_much(long)] == ["letters", "title", "paragraph"]
