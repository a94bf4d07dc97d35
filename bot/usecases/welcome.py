"""The first words in a new place."""

from bot.domain.cards.plans import welcome_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.outlook import offer
from bot.usecases.context import Context

OWN_COMPUTER = frozenset({"webchat", "terminal"})
"""Platforms that run on the person's own computer."""


async def run(context: Context, command: Command) -> Reply:
    """Greet, and show the plans with what each takes."""
    del command  # nothing is asked with it
    zone, now = context.party.attention.zone, context.studies.now()
    offers = [offer(each.curriculum, each.plan, zone=zone, now=now) for each in context.offered]
    own_computer = context.party.platform in OWN_COMPUTER
    return Reply(card=welcome_card(offers, own_computer=own_computer, zone=zone))
