"""Cards of study groups: the invitation, what the bot posts, joining and leaving."""

from bot.domain.card import Button, ButtonStyle, Card, Fact, Tone, Untrusted, Words, joined, words
from bot.domain.cards.parts import (
    button,
    count,
    day_time,
    effort,
    fact,
    full_date,
    plan_name,
    said,
    title_of,
)
from bot.domain.cards.telling import TELL_ME_BY, tell_buttons
from bot.domain.curriculum import Plan, Resource
from bot.domain.gathering import Invitation
from bot.domain.group import Discussion, GroupState, Head, LeadState, Member, Often, Reads, Round
from bot.domain.ids import PlanId
from bot.domain.outlook import Outlook
from bot.domain.pace import describe

_NAMED = 8
JOINING = words(
    "Joining is free of duties. Now and then your name stands below a reading as the one who "
    "opens its discussion, and you can pass that on with one press. I send you nothing in private."
)
"""What Join says yes to."""


def invitation_card(invited: Invitation) -> Card:
    """The one card of a group: its dates, what it takes, and Join. The count is drawn anew."""
    gathers = invited.state is GroupState.GATHERING
    how = "One reading at a time comes here, and below each is room to talk about it."
    starts = "" if gathers else " It has begun: who joins now starts with what is read now."
    return Card(
        eyebrow=words("Study group", f", {invited.cohort}" if invited.cohort else ""),
        title=words("Read ", plan_name(invited.plan), " together"),
        text=(words(how + starts), JOINING),
        facts=(
            *_dates(invited),
            fact("Days and time", describe(invited.pace)),
            fact("Readings", f"{invited.readings}"),
            fact("Takes", effort(invited.weeks, invited.minutes_a_week)),
            *((fact("Holidays", _holidays(invited)),) if invited.country else ()),
            *discussion_fact(invited.discussion),
            fact("In the group", members_words(invited.head)),
        ),
        buttons=(
            button("Join", "group join", plan=invited.plan.id, style=ButtonStyle.PRIMARY),
            button("What will this bot post?", "group posts", plan=invited.plan.id),
        ),
    )


def _dates(invited: Invitation) -> tuple[Fact, ...]:
    zone, found = invited.pace.zone, []
    if invited.first_at is not None:
        found.append(fact("First reading", day_time(invited.first_at, zone)))
    if invited.last_at is not None:
        found.append(fact("Last", full_date(invited.last_at, zone)))
    return tuple(found)


def _holidays(invited: Invitation) -> str:
    moved = count(invited.moved, "date") if invited.moved else "no date"
    verb = "moves" if invited.moved <= 1 else "move"
    return f"those of {invited.country} are skipped: {moved} {verb} for them"


def members_words(head: Head) -> str:
    """How many are in a group: "1 person so far", "12 people, 9 of them active"."""
    people = "1 person" if head.members == 1 else f"{head.members:,} people"
    return people if head.active >= head.members else f"{people}, {head.active:,} of them active"


def discussion_words(discussion: Discussion) -> str:
    """When a group talks: "Thursdays at 16:00"."""
    return f"{discussion.weekday.label}s at {discussion.at:%H:%M}"


def discussion_fact(discussion: Discussion | None) -> tuple[Fact, ...]:
    """When a group talks, where it has a time for it."""
    return (fact("Discussion", discussion_words(discussion)),) if discussion else ()


def gathering_answer(invited: Invitation, *, assumed: tuple[str, ...]) -> Card:
    """Told to who started the group: the invitation is on its way, and what a lead can do."""
    text = [words("The invitation is on its way to this channel, with a Join button.")]
    if assumed:
        text.append(
            words(f"I filled in what you did not say: {' and '.join(assumed)}. ",
                  said("Change it with `pace weekdays 9am`."))
        )  # fmt: skip
    plan = invited.plan.id
    now = button("Start now", "group start", plan=plan)
    return Card(
        title=words("You are on ", plan_name(invited.plan), " together"),
        text=tuple(text),
        facts=(*_dates(invited), fact("Days and time", describe(invited.pace))),
        buttons=(
            *((now,) if invited.state is GroupState.GATHERING else ()),
            button("Set a discussion time", "group discussion", plan=plan),
        ),
        footer=said("You lead this group. `group leads add` and a name shares that."),
    )


def posts_card(invited: Invitation, *, reminder: Often, role: bool = False) -> Card:
    """An honest list of everything that a group hears from the bot; `role`: one may be called."""
    also = {
        Often.ON: "At most one message a week besides: what is read, and when you talk about it.",
        Often.LESS: "At most one message in two weeks besides: what is read, and when you talk.",
        Often.OFF: "Nothing besides: the weekly message of this group is off.",
    }[reminder]
    call = " It calls the role that was chosen here once a member asks for that." if role else ""
    return Card(
        eyebrow=plan_name(invited.plan),
        title=words("What I post here"),
        text=(words("In this channel, and nothing else:"),),
        points=(
            words("This invitation, once; its count changes in place."),
            words(f"Each reading on its day, {describe(invited.pace)}: one message a reading."
                  f"{call}"),
            words("In the thread of a reading: its two questions, who opens the discussion, "
                  "the lines that people choose to write, and the answer to what you guessed."),
            words("What somebody who decides has changed for all of you, in a line or two."),
            words(also),
            words("One card at the end of the plan."),
        ),
        footer=said(
            "Never: private messages you did not ask for, or who has not read. "
            "Answers to what you press are shown to you alone."
        ),
    )  # fmt: skip


def joined_card(invited: Invitation, *, role: bool = False) -> Card:
    """Somebody is in the group before its first reading; `role` says that one may be called."""
    when = (
        words("The first reading comes ", day_time(invited.first_at, invited.pace.zone), ".")
        if invited.first_at is not None
        else words("The first reading is on its way.")
    )
    return Card(
        eyebrow=plan_name(invited.plan),
        title=words("You are in"),
        text=(when, words("Press Done on a reading once you have read it; that is all."),
              TELL_ME_BY),
        facts=(*discussion_fact(invited.discussion),
               fact("In the group", members_words(invited.head))),
        buttons=(*tell_buttons(invited.plan.id, role=role),
                 button("Leave the group", "group leave", plan=invited.plan.id,
                        style=ButtonStyle.QUIET)),
        tone=Tone.SUCCESS,
    )  # fmt: skip


def catch_up_card(
    outlook: Outlook,
    *,
    now_reading: Resource,
    before: tuple[Resource, ...],
    head: Head,
    role: bool = False,
) -> Card:
    """Somebody joins a running group: what was read so far, what is read now, and what comes."""
    text = [words("The group reads ", title_of(now_reading), " now: start there.")]
    if before:
        text.append(words("Nothing before it counts for you; read it only if you feel like it."))
    text.append(TELL_ME_BY)
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Welcome: you start where the group is"),
        text=tuple(text),
        facts=(
            *((fact("Read so far", _titles(before)),) if before else ()),
            *((fact("Next", day_time(outlook.next_at, outlook.zone)),) if outlook.next_at else ()),
            fact("In the group", members_words(head)),
        ),
        buttons=(
            button("See the plan", "path", plan=outlook.plan.id),
            button("The group", "group", plan=outlook.plan.id),
            *tell_buttons(outlook.plan.id, role=role),
        ),
        tone=Tone.SUCCESS,
    )


def _titles(resources: tuple[Resource, ...]) -> Words:
    shown = joined((title_of(each) for each in resources[-_NAMED:]), "; ")
    more = len(resources) - _NAMED
    return words(f"{more} more, then ", shown) if more > 0 else shown


def already_in_card(plan: Plan) -> Card:
    """Somebody joins who is in the group."""
    return Card(
        eyebrow=plan_name(plan),
        title=words("You are in already"),
        text=(words("Nothing had to change."),),
        buttons=(button("The group", "group", plan=plan.id),),
        tone=Tone.GENTLE,
    )


def left_group_card(plan: Plan, *, alone: bool) -> Card:
    """Somebody left the group; it goes on."""
    text = "What you have read stays known. The group goes on, and you can come back any time."
    if alone:
        text = "Nobody is left in the group. Its readings still come until somebody ends the plan."
    return Card(
        eyebrow=plan_name(plan),
        title=words("You have left the group"),
        text=(words(text),),
        buttons=(button("Join again", "group join", plan=plan.id),),
        tone=Tone.INFO,
    )


def end_question(outlook: Outlook) -> Card:
    """Asked of a lead who says `leave`, which may mean them alone or everybody."""
    plan = outlook.plan.id
    return Card(
        title=words("Leave the group, or end it for everybody?"),
        text=(
            words("You can go and the group reads on. If you end it, nothing more of ",
                  plan_name(outlook.plan), " is sent here."),
        ),
        buttons=(
            button("Leave the group", "group leave", plan=plan),
            button("End it for everybody", "leave", arg="yes", plan=plan,
                   style=ButtonStyle.DANGER),
            button("Stay", "group", plan=plan),
        ),
        tone=Tone.GENTLE,
    )  # fmt: skip


def ended_card(outlook: Outlook) -> Card:
    """Told to everybody: somebody who decides has ended the plan of this channel."""
    return Card(
        title=words(plan_name(outlook.plan), " has ended here"),
        text=(words("Nothing more of it is sent. What each of you has read stays known."),),
        buttons=(button("See the plans", "enroll"),),
        tone=Tone.SUCCESS,
    )


def reads_words(reads: Reads) -> str:
    """How many have read it: "4 of 9 have read it"."""
    verb = "has" if reads.done == 1 else "have"
    return f"{reads.done} of {reads.of} {verb} read it"


def reads_fact(reads: Reads) -> Fact:
    """How many have read it; finishers are named where that names nobody else."""
    named = words(": ", _names(reads.names)) if any(reads.names) else words()
    return fact("Read", reads_words(reads), named)


def _names(names: tuple[str, ...]) -> Words:
    shown = joined((Untrusted(name) for name in names[:_NAMED] if name), ", ")
    more = len(names) - _NAMED
    return words(shown, f" and {more} more") if more > 0 else shown


def lead_words(round_: Round) -> Words:
    """Who opens the discussion of a reading."""
    if round_.lead_id is None or not round_.lead_name:
        return words("open: whoever likes, with ", said("`group lead`"))
    asked = " (asked)" if round_.lead_state is LeadState.ASKED else ""
    return words(Untrusted(round_.lead_name), asked)


def lead_buttons(plan: PlanId, *, mine: bool, asked: bool) -> tuple[Button, ...]:
    """What can be said about who opens the discussion."""
    if mine and asked:
        return (
            button("I open it", "group lead", plan=plan),
            button("Somebody else", "group swap", plan=plan),
        )
    if mine:
        return (button("Somebody else", "group swap", plan=plan, style=ButtonStyle.QUIET),)
    return (button("I would like to open it", "group lead", plan=plan),)


def leads_words(leads: tuple[Member, ...]) -> Words:
    """Who may change the plan."""
    return (
        _names(tuple(each.name or "somebody" for each in leads))
        if leads
        else words("who started it")
    )
