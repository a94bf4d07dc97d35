"""Short answers to what a person did: what happened, and the one best next thing."""

from datetime import datetime

from bot.domain.card import Button, ButtonStyle, Card, Fact, Meter, Tone, Words, words
from bot.domain.cards.elsewhere import elsewhere_buttons
from bot.domain.cards.parts import (
    ahead,
    button,
    count,
    day,
    day_time,
    duration,
    fact,
    full_date,
    next_line,
    next_now,
    plan_name,
    said,
    title_of,
)
from bot.domain.curriculum import Resource
from bot.domain.outlook import Outlook


def done_answer(outlook: Outlook, *, takeaway: tuple[Words, ...] = ()) -> Card:
    """One more reading is done; `takeaway` is what to write down or take along."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(f"{outlook.done} of {outlook.total} done"),
        text=(next_line(outlook), *takeaway),
        meter=Meter(outlook.done, outlook.total),
        buttons=next_now(outlook) or _waiting(outlook),
        tone=Tone.SUCCESS,
    )


def already_answer(
    outlook: Outlook, resource: Resource, *, how: str, kept: tuple[Fact, ...] = ()
) -> Card:
    """It was done, or left out, before; nothing changed."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(f"That one is {how} already"),
        text=(words(title_of(resource), ". Nothing had to change."), next_line(outlook)),
        facts=kept,
        buttons=next_now(outlook) or _waiting(outlook),
        tone=Tone.GENTLE,
    )


def handed_out_answer(outlook: Outlook, resource: Resource) -> Card:
    """A reading was asked for and comes as a message of its own."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("On its way"),
        text=(words(title_of(resource), ". Your planned days stay as they are."),),
        footer=next_line(outlook),
        tone=Tone.SUCCESS,
    )


def again_answer(outlook: Outlook, resource: Resource, *, kept: tuple[Fact, ...] = ()) -> Card:
    """A reading comes once more; `kept` is what its person wrote about it."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Coming once more"),
        text=(words(title_of(resource), ". Your place on the plan stays the same."),),
        facts=kept,
        footer=next_line(outlook),
        tone=Tone.SUCCESS,
    )


def skipped_answer(outlook: Outlook, resource: Resource) -> Card:
    """A reading was left out."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Left out"),
        text=(
            words(title_of(resource), ". It will not come by itself."),
            next_line(outlook),
        ),
        buttons=next_now(outlook),
        tone=Tone.SUCCESS,
    )


def known_answer(outlook: Outlook, resource: Resource) -> Card:
    """A book or course that the person knows."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Good, you know it"),
        text=(words(title_of(resource), " goes back on the shelf."), next_line(outlook)),
        buttons=next_now(outlook),
        tone=Tone.SUCCESS,
    )


def parts_answer(outlook: Outlook, resource: Resource) -> Card:
    """A book or course is read part by part from now on."""
    parts = count(len(resource.units), "part")
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Part by part, then"),
        text=(
            words(title_of(resource), f" comes next in {parts}; the rest of the plan follows."),
            *_when(outlook),
        ),
        facts=ahead(outlook),
        buttons=next_now(outlook, "First part now"),
        tone=Tone.SUCCESS,
    )


def later_answer(outlook: Outlook, resource: Resource, *, back_at: datetime) -> Card:
    """A reading comes back on another day."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Later, then"),
        text=(words(title_of(resource), " comes back ", day_time(back_at, outlook.zone), "."),),
        buttons=next_now(outlook) or _waiting(outlook),
        tone=Tone.SUCCESS,
    )


def jumped_answer(outlook: Outlook, resource: Resource, *, others: str) -> Card:
    """The plan goes on from another place."""
    text = [words(title_of(resource), "."), *_when(outlook)]
    if others:
        number = others.partition(" ")[0]
        text.append(said(f"This fits that name too: {others}. To go there: `go to {number}`."))
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Your plan goes on from here"),
        text=tuple(text),
        facts=ahead(outlook),
        buttons=next_now(outlook, "Send it now"),
        tone=Tone.SUCCESS,
    )


def paused_answer(outlook: Outlook, *, until: datetime | None) -> Card:
    """The plan rests."""
    if until is None:
        text = said("Nothing is sent until you resume. Your place is kept.")
    else:
        back = day(until, outlook.zone)
        text = words("Nothing is sent until ", back, ". Then it goes on by itself.")
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Paused"),
        text=(text,),
        buttons=(button("Resume", "resume", plan=outlook.plan.id),),
        tone=Tone.SUCCESS,
    )


def resumed_answer(outlook: Outlook) -> Card:
    """The plan goes on."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Welcome back"),
        text=_when(outlook),
        facts=ahead(outlook),
        buttons=next_now(outlook),
        tone=Tone.SUCCESS,
    )


def leave_question(outlook: Outlook) -> Card:
    """Asked before a plan is left."""
    plan_id = outlook.plan.id
    return Card(
        title=words("Leave ", plan_name(outlook.plan), "?"),
        text=(
            words(
                "Nothing more would be sent. What you have done stays known, so you could start "
                "again where you stopped. For a while only, a pause is enough."
            ),
        ),
        buttons=(
            button("Leave this plan", "leave", arg="yes", plan=plan_id, style=ButtonStyle.DANGER),
            button("Pause instead", "pause", plan=plan_id),
            button("Stay", "progress", plan=plan_id),
        ),
        tone=Tone.GENTLE,
    )


def left_answer(outlook: Outlook) -> Card:
    """A plan was left."""
    done = f"{outlook.done} of {count(outlook.total, 'reading')} done"
    return Card(
        title=words("You have left ", plan_name(outlook.plan)),
        text=(
            words(f"{done}; that stays known. Nothing more is sent."),
            said("Type `enroll` whenever you would like to go on."),
        ),
        buttons=(button("See the plans", "enroll"),),
        tone=Tone.SUCCESS,
    )


def finish_card(
    outlook: Outlook,
    *,
    started_at: datetime,
    now: datetime,
    minutes: int,
    own_computer: bool = False,
) -> Card:
    """Every reading of a plan is done or left out; tried out alone, it goes on with a team."""
    facts = [fact("Done", f"{outlook.done} of {outlook.total}")]
    if outlook.skipped:
        facts.append(fact("Left out", f"{outlook.skipped}"))
    if minutes:
        facts.append(fact("Reading time", f"about {duration(minutes)}"))
    facts.append(
        fact("From", full_date(started_at, outlook.zone), " to ", full_date(now, outlook.zone))
    )
    return Card(
        title=words("You have finished ", plan_name(outlook.plan)),
        text=(words("That was the whole plan, and it ends here. Well done."),),
        facts=tuple(facts),
        meter=Meter(outlook.done, outlook.total),
        buttons=(
            button("Choose another plan", "enroll", style=ButtonStyle.PRIMARY),
            button("A case study for today", "casestudy"),
            *(elsewhere_buttons() if own_computer else ()),
        ),
        tone=Tone.SUCCESS,
    )


def _when(outlook: Outlook) -> tuple[Words, ...]:
    """What comes next, where no facts below say so."""
    return () if ahead(outlook) else (next_line(outlook),)


def _waiting(outlook: Outlook) -> tuple[Button, ...]:
    if not outlook.waiting:
        return ()
    return (button("What is waiting", "progress", plan=outlook.plan.id),)
