"""A person's page: what is with them, their plans as they stand now, or what there is to start."""

from collections.abc import Awaitable, Callable, Sequence

from bot.domain.card import Card, words
from bot.domain.cards.home import (
    another_card,
    channels_card,
    doubt_option,
    doubts_card,
    today_card,
)
from bot.domain.cards.parts import day_time
from bot.domain.command import Command
from bot.domain.conversation import Inbound, Origin, Reply
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.position import open_readings
from bot.ports import Home
from bot.usecases import progress, season, settings, welcome
from bot.usecases.context import Context
from bot.usecases.dispatch import Dispatch

MOST_PLANS = 3
MOST_GROUPS = 2
_RUNNING = {EnrollmentState.ACTIVE, EnrollmentState.PAUSED}

Show = Callable[[Context, Command], Awaitable[Reply]]


class HomePage:
    """Shows a page and knows whose may stand open; changes nothing of what it shows.

    Who has opened theirs is kept in `looks`, for all processes: whichever of them handles a
    change, the page of who made it follows. A page is drawn anew on opening and after each change
    that its own person makes, wherever they make it. What comes without them (a reading on its
    date, another member's press) is there on the next opening: platforms ask for the page each
    time, and drawing it after every delivery would double what a Monday morning sends, out of the
    same workspaces' budgets, for pages that hardly anybody looks at just then.
    """

    def __init__(self, dispatch: Dispatch, looks: Home) -> None:
        self._dispatch = dispatch
        self._looks = looks

    async def opened(self, origin: Origin) -> None:
        """Somebody looks at their page from now on."""
        await self._looks.look(await self._dispatch.party(origin))

    async def may_be_open(self, origin: Origin) -> bool:
        """Whether somebody's page may stand open."""
        return await self._looks.may_be_open(origin)

    async def cards(self, origin: Origin) -> Sequence[Card]:
        """What may not have arrived, the reading of today, progress, groups, channels, settings.

        Somebody without any plan is welcomed; who has finished sees that.

        Raises:
            UserError: a plan's reading list is not there just now.
        """
        context = await self._dispatch.context(Inbound(event_id="", origin=origin))
        here = [view for view in context.views if context.loaded(view)]
        running = [view for view in here if view.enrollment.state in _RUNNING]
        shown = (running or here)[:MOST_PLANS]
        channels = await _channels(context)
        boards = await season.boards_of(context, most=MOST_GROUPS)
        if not (shown or channels or boards):
            return await _replies(context, welcome.run, asked=[Command(verb="welcome")])
        asked = [Command(verb="progress", plan=view.enrollment.plan) for view in shown]
        mine = [Command(verb="settings")] if running else []
        return [
            *await _doubts(context),
            *(card for view in running[:1] for card in _today(context, view)),
            *await _replies(context, progress.run, asked=asked),
            *boards,
            *channels,
            *await _replies(context, settings.run, asked=mine),
            another_card(first=not shown),
        ]


async def _replies(context: Context, show: Show, *, asked: Sequence[Command]) -> list[Card]:
    replies = [await show(context, each) for each in asked]
    return [reply.card for reply in replies if reply.card]


def _today(context: Context, view: EnrollmentView) -> list[Card]:
    """The latest reading that is neither done nor left out."""
    plan = context.study(view).curriculum.plan(view.enrollment.plan)
    return [today_card(context.resource(view, each), plan) for each in open_readings(view)[:1]]


async def _doubts(context: Context) -> list[Card]:
    zone = context.party.attention.zone
    options = [
        doubt_option(
            curriculum.resource(each.resource_id),
            key=each.key,
            where=each.channel,
            when=words(day_time(each.at, zone)) if each.at else words(),
        )
        for each in await context.store.home.doubts(context.party)
        if (curriculum := context.studies.library.curricula.get(each.curriculum))
        and each.resource_id in curriculum.resources
    ]
    return [doubts_card(options)] if options else []


async def _channels(context: Context) -> list[Card]:
    plans = [
        (each.channel, context.look(each.view))
        for each in await context.store.home.channel_plans(context.party)
        if context.loaded(each.view)
    ]
    return [channels_card(plans)] if plans else []
