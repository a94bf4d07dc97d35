"""Short answers to what somebody decides in a study group, for everybody or for them alone."""

from bot.domain.card import ButtonStyle, Card, Tone, words
from bot.domain.cards.parts import ahead, button, next_line, plan_name, said, title_of
from bot.domain.cards.together import discussion_words, leads_words
from bot.domain.curriculum import Resource
from bot.domain.group import Discussion, Member, Often
from bot.domain.outlook import Outlook


def started_card(outlook: Outlook) -> Card:
    """The first reading comes now."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("We begin"),
        text=(words("The first reading is on its way."),),
        facts=ahead(outlook),
        tone=Tone.SUCCESS,
    )


def moved_on_card(outlook: Outlook, reading: Resource) -> Card:
    """A reading is talked about."""
    more = button("Next reading now", "next", plan=outlook.plan.id, style=ButtonStyle.QUIET)
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("We move on"),
        text=(words(title_of(reading), " is talked about."), next_line(outlook)),
        buttons=(more,) if outlook.left else (),
        tone=Tone.SUCCESS,
    )


def more_time_card(outlook: Outlook, reading: Resource) -> Card:
    """The next reading comes a week later."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("One more week"),
        text=(words("There is a week more for ", title_of(reading), "."), next_line(outlook)),
        facts=ahead(outlook),
        tone=Tone.SUCCESS,
    )


def discussion_card(outlook: Outlook, discussion: Discussion | None) -> Card:
    """When the group talks from now on."""
    if discussion is None:
        return Card(
            eyebrow=plan_name(outlook.plan),
            title=words("No time to talk is set"),
            text=(words("The threads below the readings are there as before."),),
            tone=Tone.SUCCESS,
        )
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(f"We talk on {discussion_words(discussion)}"),
        text=(
            words(f"That is {outlook.zone} time. On a free day it moves to the day after. "),
            said("Another time: `group discussion friday 10:00`, none: `group discussion off`."),
        ),
        tone=Tone.SUCCESS,
    )


def leads_card(outlook: Outlook, leads: tuple[Member, ...], *, note: str = "") -> Card:
    """Who may change the plan."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Who decides in this group"),
        text=(words(leads_words(leads), ", and people who manage this channel."),
              *((words(note),) if note else ())),
        footer=said("Add somebody: `group leads add Ada`. Take it back: `group leads remove Ada`."),
        tone=Tone.SUCCESS if note else Tone.INFO,
    )  # fmt: skip


def reminder_card(outlook: Outlook, often: Often) -> Card:
    """How often the group hears from the bot besides its readings."""
    told = {
        Often.ON: "At most one message a week besides your readings.",
        Often.LESS: "At most one message in two weeks besides your readings.",
        Often.OFF: "Nothing besides your readings.",
    }[often]
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(told.rstrip(".")),
        text=(said("Change it with `group reminders on`, `less` or `off`."),),
        tone=Tone.SUCCESS,
    )


def opening_card(outlook: Outlook, reading: Resource) -> Card:
    """Somebody said that they open a discussion."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("You open this discussion"),
        text=(
            words("About ", title_of(reading), ". The two questions in its thread are enough to "
                  "begin with; nobody expects a lecture."),
        ),
        buttons=(button("Somebody else", "group swap", plan=outlook.plan.id,
                        style=ButtonStyle.QUIET),),
        tone=Tone.SUCCESS,
    )  # fmt: skip


def swapped_card(outlook: Outlook, reading: Resource) -> Card:
    """Somebody passed a discussion on."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Passed on"),
        text=(words("Somebody else opens the discussion of ", title_of(reading),
                    ". Your turn comes round again later."),),
        tone=Tone.SUCCESS,
    )  # fmt: skip


def away_card(outlook: Outlook, *, until: str) -> Card:
    """Somebody is not counted on for a while, or is back."""
    if not until:
        return Card(
            eyebrow=plan_name(outlook.plan),
            title=words("Welcome back"),
            text=(words("You count again, and it may be your turn to open a discussion."),),
            tone=Tone.SUCCESS,
        )
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words(f"Away until {until}"),
        text=(
            words("The group does not wait for you, and you open no discussion before that day. "),
            said("Back sooner? Say `group away off`."),
        ),
        tone=Tone.SUCCESS,
    )


def nudges_card(outlook: Outlook, *, yes: bool) -> Card:
    """Whether somebody may be nudged in private."""
    how = "I may nudge you in private, once a week at most, when you were quiet for a while."
    return _chosen(outlook, how if yes else "I send you no private nudges.")


def visible_card(outlook: Outlook, *, yes: bool) -> Card:
    """Whether leads see which readings somebody has done."""
    how = "The leads of this group may see which readings you have done."
    return _chosen(outlook, how if yes else "Nobody is shown which readings you have done.")


def _chosen(outlook: Outlook, how: str) -> Card:
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Noted"),
        text=(words(how),),
        buttons=(button("The group", "group", plan=outlook.plan.id),),
        tone=Tone.SUCCESS,
    )
