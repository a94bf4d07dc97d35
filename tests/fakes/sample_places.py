"""Every message about channels, about what may not have arrived, and every kind word, once."""

from bot.domain.card import Card, words
from bot.domain.cards.home import (
    another_card,
    channels_card,
    doubt_option,
    doubts_card,
    sent_again_card,
    today_card,
)
from bot.domain.cards.parts import title_of
from bot.domain.cards.pleasantries import kind_card
from bot.domain.cards.shutting import shut_card
from bot.domain.curriculum import Resource
from bot.domain.outlook import Outlook
from bot.domain.shutting import Shut


def place_cards(outlook: Outlook, reading: Resource) -> dict[str, Card]:
    """The cards, by what they are about."""
    plan, title = outlook.plan, title_of(reading)
    doubt = doubt_option(reading, key="7-abc", where="reading", when=words())
    return {
        **{
            f"shut, {each.name.lower()}": shut_card(plan, channel="reading", shut=each)
            for each in Shut
        },
        "shut, unnamed": shut_card(plan, channel="", shut=Shut.CLOSED),
        "today": today_card(reading, plan),
        "doubts": doubts_card([doubt]),
        "doubts, two": doubts_card([doubt, doubt]),
        "sent again": sent_again_card(done=True),
        "settled already": sent_again_card(done=False),
        "channels": channels_card([("reading", outlook)]),
        "another plan": another_card(first=False),
        **{f"kind, {kind}": kind_card(kind, reading=title) for kind in ("thanks", "yes", "no")},
        **{f"kind, {kind}, idle": kind_card(kind, reading=words()) for kind in ("yes", "no")},
    }
