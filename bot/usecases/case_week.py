"""`casestudy weekly`: follow one case study a week, beside or instead of a plan."""

from dataclasses import replace
from datetime import datetime

from bot.domain.absence import earliest, shared
from bot.domain.authority import NotInCharge
from bot.domain.card import Card
from bot.domain.cards.case_week import following_card, stopped_card
from bot.domain.cards.found import nothing_card
from bot.domain.case_week import CASES, CaseWeek, usual_pace
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.pace import Pace
from bot.domain.pace_completion import complete_pace
from bot.domain.pace_words import UnclearPace
from bot.domain.quiet import after_quiet
from bot.domain.schedule import local, next_slot
from bot.domain.search_words import QUERY_LIMIT
from bot.domain.steering import leave, pause, resume, set_pace
from bot.domain.zones import UnknownZone
from bot.ports import Decide, Page, SearchIndex
from bot.usecases.authorize import may_steer
from bot.usecases.case_choice import KINDS
from bot.usecases.context import Context

_STOP = frozenset({"stop", "off", "end", "none", "no more", "cancel", "unfollow"})
_PAUSE = frozenset({"pause", "hold"})
_RESUME = frozenset({"resume", "go on", "continue"})
_SMALL = frozenset({"about", "on", "of", "from", "for", "the", "at", "every", "with"})


class NotFollowing(UserError):
    """No case study of the week comes here. To have one: `casestudy weekly`."""


class OneDay(UserError):
    """One comes each week, so name one day: for example `casestudy weekly friday 9am`."""


def begins(said: str) -> bool:
    """Whether these words would have case studies come, rather than end or rest them."""
    return fold(said) not in _STOP | _PAUSE | _RESUME


async def run(context: Context, command: Command) -> Reply:
    """Show, begin, change, pause or end it."""
    before = await context.store.case_weeks.here(context.party)
    said, study = fold(command.args), context.studies.of(CASES)
    if said in _STOP:
        ended = await _changed(context, before, decide=leave)
        return Reply(card=stopped_card(ended), public=not context.party.is_dm)
    if said in _PAUSE:
        paused = await _changed(context, before, decide=lambda view: pause(view, study, until=None))
        return _told(context, paused, changed=True)
    if said in _RESUME:
        going = await _changed(context, before, decide=lambda view: resume(view, study))
        return _told(context, going, changed=True)
    if before is not None and not said:
        return _told(context, before, changed=False)
    return await _follow(context, command.args, before=before)


async def alone(context: Context, said: str) -> Reply | None:
    """What a plan's command does where no plan is followed but a case study a week is."""
    if context.views or context.pressed is not None:
        return None
    if await context.store.case_weeks.here(context.party) is None:
        return None
    return await run(context, Command(verb="casestudy weekly", args=said))


async def move_zone(context: Context, zone: str) -> None:
    """Somebody is in another time zone (IANA): what comes to them keeps its local time."""
    before = await context.store.case_weeks.here(context.party) if context.party.is_dm else None
    if before is None:
        return
    study = context.studies.of(CASES)
    pace = replace(before.view.enrollment.pace, zone=zone)
    await context.change(before.view, lambda view: set_pace(view, study, pace=pace), step="/cases")


async def _follow(context: Context, said: str, *, before: CaseWeek | None) -> Reply:
    """Begin, or go on with another topic, day or time."""
    await _check(context, before)
    now, attention = context.studies.now(), context.party.attention
    attention = attention if context.party.is_dm else shared(attention)
    base = before.view.enrollment.pace if before else usual_pace(attention.zone)
    asked, pace = _read(said, base, now=now)
    wish = asked or (before.wish if before else "")
    nothing = _nothing(await context.search.index(), wish)
    if nothing is not None:
        return Reply(card=nothing)
    slot = next_slot(pace, earliest(now, attention))
    made = await context.store.case_weeks.follow(
        context.party,
        wish,
        pace=pace,
        now=now,
        due_at=after_quiet(slot, attention.quiet, zone=attention.zone),
        event_id=context.inbound.event_id,
    )
    return _told(context, made, changed=True)


async def _changed(context: Context, before: CaseWeek | None, *, decide: Decide) -> CaseWeek:
    """What is followed after a change of it.

    Raises:
        NotFollowing: nothing is followed here.
        UserError: the caller may not, or nothing had to change.
    """
    if before is None:
        raise NotFollowing
    await _check(context, before)
    after = await context.change(before.view, decide)
    return CaseWeek(view=after, wish=before.wish, came=before.came)


async def _check(context: Context, before: CaseWeek | None) -> None:
    """Who began it in a channel decides on it, and people who manage the channel.

    Raises:
        NotInCharge: the caller may not change it.
    """
    if before is not None and not await may_steer(context, before.view):
        number = before.view.enrollment.id
        raise NotInCharge(await context.store.rulebook.starter(context.party, number))


def _read(said: str, base: Pace, *, now: datetime) -> tuple[str, Pace]:
    """What is asked for, and the day and time at the end of the words.

    Raises:
        OneDay: the words name several days, or several at once.
    """
    words = said[:QUERY_LIMIT].split()
    for cut in range(len(words)):
        try:
            today = local(now, base.zone).date()
            pace = complete_pace(" ".join(words[cut:]), base, today=today).pace
        except (UnclearPace, UnknownZone):
            continue
        if len(pace.weekdays) != 1 or pace.per_slot != 1:
            raise OneDay
        return _topic(words[:cut]), pace
    return _topic(words), base


def _topic(words: list[str]) -> str:
    kept = list(words)
    while kept and fold(kept[0]) in _SMALL:
        kept.pop(0)
    while kept and fold(kept[-1]) in _SMALL:
        kept.pop()
    return " ".join(kept)


def _nothing(index: SearchIndex, wish: str) -> Card | None:
    """The answer where no case study fits; nothing was changed then."""
    if not wish:
        return None
    found = index.search(wish, kinds=KINDS, page=Page(size=1))
    if found.total:
        return None
    names = tuple(dict.fromkeys(name for each in index.cases for name in each.companies))
    return nothing_card(
        found.asked,
        what="No case study for",
        verb="casestudy weekly",
        nearest=found.nearest,
        company_names=names,
    )


def _told(context: Context, following: CaseWeek, *, changed: bool) -> Reply:
    private = context.party.is_dm
    card = following_card(following, changed=changed, private=private)
    return Reply(card=card, public=changed and not private)
