"""The card of a study group as it stands: counts, what is read, who opens the discussion."""

from bot.domain.card import Button, ButtonStyle, Card, Fact, Words, words
from bot.domain.cards.parts import button, day_time, fact, next_line, plan_name, title_of
from bot.domain.cards.together import (
    discussion_fact,
    lead_buttons,
    lead_words,
    leads_words,
    members_words,
    reads_fact,
)
from bot.domain.curriculum import Resource
from bot.domain.group import GroupState, LeadState
from bot.domain.grouping import GroupView
from bot.domain.outlook import Outlook


def group_card(
    group: GroupView, *, outlook: Outlook, reading: Resource | None, may_steer: bool
) -> Card:
    """The group for who asks; leads see what they can decide."""
    cohort = group.group.cohort
    return Card(
        eyebrow=words("Study group", f", {cohort}" if cohort else ""),
        title=plan_name(outlook.plan),
        text=(_state(group, outlook),),
        facts=(*_counts(group), *_now(group, reading), *_ahead(group, outlook)),
        buttons=tuple(_buttons(group, outlook, may_steer=may_steer)),
    )


def _state(group: GroupView, outlook: Outlook) -> Words:
    if group.group.state is GroupState.GATHERING and outlook.next_at is not None:
        return words("We gather until the first reading, which comes ",
                     day_time(outlook.next_at, outlook.zone), ".")  # fmt: skip
    return next_line(outlook)


def _counts(group: GroupView) -> tuple[Fact, ...]:
    return (
        fact("In the group", members_words(group.head)),
        fact("Who decides", leads_words(group.leads)),
    )


def _now(group: GroupView, reading: Resource | None) -> tuple[Fact, ...]:
    """What is read now, how many have, and who opens its discussion."""
    if reading is None or group.round is None:
        return ()
    read = (reads_fact(group.reads),) if group.reads and group.reads.of else ()
    opens = () if group.round.moved_on_at else (fact("Opens it", lead_words(group.round)),)
    return (fact("Reading now", title_of(reading)), *read, *opens)


def _ahead(group: GroupView, outlook: Outlook) -> tuple[Fact, ...]:
    share = fact("Readings", f"{outlook.total - outlook.left} of {outlook.total} so far")
    return (*discussion_fact(group.group.discussion), share)


def _buttons(group: GroupView, outlook: Outlook, *, may_steer: bool) -> list[Button]:
    plan, found = outlook.plan.id, []
    if not group.is_member:
        found.append(button("Join", "group join", plan=plan, style=ButtonStyle.PRIMARY))
    elif group.round is not None and group.round.moved_on_at is None:
        found += _leading(group, outlook)
    if may_steer and group.group.state is GroupState.GATHERING:
        found.append(button("Start now", "group start", plan=plan))
    elif may_steer and group.round is not None and group.round.moved_on_at is None:
        found.append(button("Move on", "group on", plan=plan))
        found.append(button("One more week", "group week", plan=plan))
    if may_steer and group.group.discussion is None:
        found.append(button("Set a discussion time", "group discussion", plan=plan))
    found.append(button("What will this bot post?", "group posts", plan=plan,
                        style=ButtonStyle.QUIET))  # fmt: skip
    return found


def _leading(group: GroupView, outlook: Outlook) -> list[Button]:
    round_, me = group.round, group.me
    if round_ is None or me is None:
        return []
    mine = round_.lead_id == me.person_id
    if not mine and round_.lead_state is LeadState.CONFIRMED:
        return []
    asked = round_.lead_state is LeadState.ASKED
    return list(lead_buttons(outlook.plan.id, mine=mine, asked=asked))
