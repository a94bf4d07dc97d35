"""Answers about reminders: how often they come, and what stopping means."""

from bot.domain.budget import Every
from bot.domain.card import ButtonStyle, Card, Option, Tone, words
from bot.domain.cards.parts import button, next_line, plan_name, said
from bot.domain.cards.recap import restart_buttons
from bot.domain.outlook import Outlook

HOW_OFTEN = {
    Every.WEEKLY: "once a week at most",
    Every.FORTNIGHTLY: "every two weeks at most",
    Every.MONTHLY: "once a month at most",
    Every.OFF: "off",
}


def reminders_card(every: Every, *, before: Every) -> Card:
    """How often reminders come from now on."""
    if every is Every.OFF:
        return _off()
    change = "stays" if every is before else "is"
    return Card(
        title=words(f"Reminders: {HOW_OFTEN[every]}"),
        text=(
            said(
                f"That {change} how often I write by myself besides your readings, and only while "
                "something waits. Other choices: `settings reminders weekly`, "
                "`settings reminders monthly`, `settings reminders off`."
            ),
        ),
        tone=Tone.SUCCESS,
    )


def least_card() -> Card:
    """Less often than once a month is not at all."""
    return Card(
        title=words("Once a month is the least"),
        text=(said("Nothing was changed. To hear none at all, say `settings reminders off`."),),
        buttons=(button("No reminders", "settings reminders", arg="off"),),
        tone=Tone.GENTLE,
    )


def off_already_card() -> Card:
    """Reminders are off, so they cannot come less often."""
    return Card(
        title=words("Reminders are off already"),
        text=(said("Only your readings come. To have reminders: `settings reminders weekly`."),),
        tone=Tone.GENTLE,
    )


def stopped_card(outlook: Outlook) -> Card:
    """`stop`: reminders stop at once, and the plan goes on unless its person says so."""
    plan_id = outlook.plan.id
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("Reminders are off"),
        text=(
            words("Your plan goes on, and only its readings come. ", next_line(outlook)),
            words("Should the readings stop too?"),
        ),
        buttons=(
            button("Leave this plan", "leave", arg="yes", plan=plan_id, style=ButtonStyle.DANGER),
            button("Pause instead", "pause", plan=plan_id),
            button("Keep the readings", "progress", plan=plan_id),
        ),
        tone=Tone.SUCCESS,
    )


def restart_question(outlook: Outlook) -> Card:
    """How to go on after a long time, asked of somebody who named no way."""
    return Card(
        eyebrow=plan_name(outlook.plan),
        title=words("How would you like to go on?"),
        text=(words("What you have not read comes again one by one. Nothing has changed yet."),),
        buttons=restart_buttons(outlook.plan.id),
        tone=Tone.GENTLE,
    )


def back_again(outlook: Outlook, *, weeks: int) -> Option:
    """Beside the answer to somebody who comes back after weeks: three ways to go on."""
    return Option(
        title=words(f"It has been {weeks} weeks, and nothing has piled up"),
        text=words("How would you like to go on? What you have not read comes again one by one."),
        buttons=tuple(
            button(each.label, each.press.verb, arg=each.press.arg)
            for each in restart_buttons(outlook.plan.id)
        ),
    )


def _off() -> Card:
    return Card(
        title=words("Reminders are off"),
        text=(said("Only your readings come. To have reminders: `settings reminders weekly`."),),
        tone=Tone.SUCCESS,
    )
