"""`enroll`: see the plans, or start one at once."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.card import Card
from bot.domain.cards.parts import said
from bot.domain.cards.plans import begun_card, following_card, plans_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.curriculum import Plan
from bot.domain.enrollment import EnrollmentState, EnrollmentView, Policy
from bot.domain.errors import UserError
from bot.domain.finding import (
    Offered,
    check_spelling,
    find_place,
    find_plan,
    fold,
    split_plan,
    unknown_reading,
)
from bot.domain.ids import ResourceId
from bot.domain.outlook import default_pace, known_of, offer
from bot.domain.pace import describe
from bot.domain.pace_completion import complete_pace
from bot.domain.pace_words import PaceReading, UnclearPace, parse_pace
from bot.domain.position import Study
from bot.domain.schedule import local
from bot.domain.steering import Beginning, Wish, begin
from bot.domain.waiting import order
from bot.domain.zones import UnknownZone
from bot.usecases.context import Context
from bot.usecases.group.begin import begun_together, taken, together
from bot.usecases.group.show import shown
from bot.usecases.settings import AloneOnly

_WAIT = re.compile(r"\bwait for me\b", re.IGNORECASE)
_KEEP = re.compile(r"\bkeep going\b", re.IGNORECASE)
_ANEW = re.compile(
    r"\b(?:anew|again|afresh|from (?:the )?(?:start|beginning|scratch))\b", re.IGNORECASE
)
_FROM = re.compile(r"(?:^|\s)(?:start(?:ing)? )?(?:from|starting at|start at)\s+", re.IGNORECASE)
_WORDS_OF_A_PLACE = 14
_SMALL_WORDS = frozenset(
    {"me", "in", "to", "for", "the", "my", "a", "up", "with", "on", "at", "and", "plan", ""}
)


class NoPlans(UserError):
    """There is no plan to start here yet. Type `help` to see what else there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an `enroll` text asks for: its plan, its days and its starting place still in words.

    `starts` is the local day on which a group begins, None where nobody said; `at_once` is now.
    """

    offered: Offered
    days: str
    place: str
    policy: Policy
    anew: bool
    starts: date | None = None
    at_once: bool = False


async def run(context: Context, command: Command) -> Reply:
    """Show the plans, or start the one that is named."""
    if not context.offered:
        raise NoPlans
    if not command.args and not command.plan:
        return Reply(card=_plans(context))
    asked = read(context, command)
    if isinstance(asked, Reply):
        return asked
    running = running_here(context, asked.offered)
    if running is not None:
        return await _following(context, running)
    try:
        return await _start(context, asked)
    except UnclearPace:
        check_spelling(context.offered, command.args)
        raise


def _plans(context: Context, note: str = "") -> Card:
    """The plans there are, with what each takes."""
    zone, now = context.party.attention.zone, context.studies.now()
    offers = [offer(each.curriculum, each.plan, zone=zone, now=now) for each in context.offered]
    return plans_card(offers, note=said(note) if note else None, zone=zone)


def read(context: Context, command: Command) -> Asked | Reply:
    """What is asked for, or the answer where nothing can be started.

    That is the plans to choose from where only days were said, or the plan that runs here already.

    Raises:
        UserError: the words name no plan, or ask for what this place cannot have.
    """
    asked = _read(context, command)
    if isinstance(asked, Card):
        return Reply(card=asked)
    if asked.policy is Policy.WAIT and not context.party.is_dm:
        raise AloneOnly
    return asked


def _read(context: Context, command: Command) -> Asked | Card:
    text = _WAIT.sub(" ", _KEEP.sub(" ", _ANEW.sub(" ", command.args)))
    text, starts, at_once = taken(context, text)
    before, _, place = _cut(text)
    chosen, days = _plan(context, before, name=command.plan)
    if chosen is None and place:
        chosen, place = split_plan(context.offered, place)
    if chosen is None:
        return _which(context, days)
    return Asked(
        offered=chosen,
        days=_telling(days),
        place=place,
        policy=Policy.WAIT if _WAIT.search(command.args) else Policy.DRIP,
        anew=_ANEW.search(command.args) is not None,
        starts=starts,
        at_once=at_once,
    )


def _cut(text: str) -> tuple[str, str, str]:
    """A text before and behind its "from"."""
    found = _FROM.search(text)
    return (text[: found.start()], "from", text[found.end() :]) if found else (text, "", "")


def _plan(context: Context, before: str, *, name: str) -> tuple[Offered | None, str]:
    if name:
        return find_plan(context.offered, name), before
    if len(context.offered) == 1:
        return context.offered[0], split_plan(context.offered, before)[1]
    return split_plan(context.offered, before)


def _which(context: Context, days: str) -> Card:
    """No plan was named: with days alone the plans are shown, else the nearest name.

    Raises:
        UnknownPlan: the words name neither a plan nor days.
    """
    telling = _telling(days)
    if telling:
        try:
            parse_pace(telling, default_zone="UTC", today=context.studies.now().date())
        except (UnclearPace, UnknownZone):
            find_plan(context.offered, telling)
    title = fold(context.offered[0].plan.title)
    return _plans(context, f"Say which plan, for example `enroll {title} {telling}`.")


def _telling(words: str) -> str:
    """The words that may be days and a time, without small ones around them."""
    kept = words.split()
    while kept and fold(kept[0]) in _SMALL_WORDS:
        kept.pop(0)
    while kept and fold(kept[-1]) in _SMALL_WORDS:
        kept.pop()
    return " ".join(kept)


async def _following(context: Context, view: EnrollmentView) -> Reply:
    """This plan runs here already."""
    if view.enrollment.is_group:
        return await shown(context, view)
    return Reply(card=following_card(context.look(view)))


def running_here(context: Context, offered: Offered) -> EnrollmentView | None:
    """This place's enrollment on a plan, unless it is finished."""
    for view in context.views:
        mine = (view.enrollment.curriculum, view.enrollment.plan)
        if (
            mine == (offered.curriculum.id, offered.plan.id)
            and view.enrollment.state is not EnrollmentState.FINISHED
        ):
            return view
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A plan about to be made, with what was filled in of what nobody said."""

    beginning: Beginning
    assumed: tuple[str, ...]
    known: int


async def begun(context: Context, asked: Asked) -> Begun:
    """The plan that was asked for, begun now; nothing is written.

    Raises:
        UserError: the words for days or starting place are not clear.
    """
    study = context.studies.of(asked.offered.curriculum.id)
    plan = asked.offered.plan
    start_at, left_over = _start_at(study, plan, place=asked.place)
    reading = _pace(context, plan, study=study, days=f"{asked.days} {left_over}".strip())
    known = await _known(context, asked)
    wish = Wish(
        plan=plan.id,
        pace=reading.pace,
        policy=asked.policy,
        start_at=start_at,
        known=known,
        alone=context.party.is_dm,
    )
    if not context.party.is_dm:
        wish = together(context, wish, study=study, starts=asked.starts, at_once=asked.at_once)
    beginning = begin(wish, study, attention=context.party.attention)
    return Begun(beginning=beginning, assumed=reading.assumed, known=len(known))


async def _start(context: Context, asked: Asked) -> Reply:
    begins = await begun(context, asked)
    view = await context.store.people.enroll(
        context.party, begins.beginning, event_id=context.inbound.event_id
    )
    if view is None:  # somebody here was quicker
        views = await context.store.people.enrollments_here(context.party)
        return await _following(context, views[0])
    context.engine.wake()
    if view.enrollment.is_group:
        return await begun_together(context, view, assumed=begins.assumed)
    waits = asked.policy is Policy.WAIT
    outlook = context.look(view)
    card = begun_card(
        outlook,
        assumed=begins.assumed,
        known=begins.known,
        waits=waits,
        reminded=context.reminders.every,
    )
    return Reply(card=card)


def _start_at(study: Study, plan: Plan, *, place: str) -> tuple[ResourceId | None, str]:
    """The reading to start at, and the words behind its name.

    Raises:
        UnknownResource: nothing on the plan has that name.
    """
    words = place.split()[:_WORDS_OF_A_PLACE]
    ids = order(study.curriculum, plan.id)
    for used in range(len(words), 0, -1):
        found = find_place(" ".join(words[:used]), curriculum=study.curriculum, ids=ids)
        if found is not None:
            return found.resource_id, _telling(" ".join(words[used:]))
    if words:
        example = f"enroll {fold(plan.title)} from"
        raise unknown_reading(place, curriculum=study.curriculum, ids=ids, example=example)
    return None, ""


def _pace(context: Context, plan: Plan, *, study: Study, days: str) -> PaceReading:
    """The pace that was said; what nobody said is what a plan of this size starts with.

    Raises:
        UnclearPace: the words are no pace, nor a time or place that completes the default one.
    """
    zone = context.party.attention.zone
    default = default_pace(len(order(study.curriculum, plan.id)), zone)
    if not days:
        return PaceReading(pace=default, assumed=(describe(default, with_zone=False),))
    return complete_pace(days, default, today=local(study.now, zone).date())


async def _known(context: Context, asked: Asked) -> frozenset[ResourceId]:
    """What the person has done before; nothing when they want all of it once more."""
    curriculum, plan = asked.offered.curriculum, asked.offered.plan
    finished = any(
        view.enrollment.state is EnrollmentState.FINISHED
        and (view.enrollment.curriculum, view.enrollment.plan) == (curriculum.id, plan.id)
        for view in context.views
    )
    if asked.anew or finished or not context.party.is_dm:  # a group reads all of it together
        return frozenset()
    done = await context.store.people.progress(context.party, curriculum.id)
    return known_of(curriculum, plan, done=done)
