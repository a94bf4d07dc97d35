"""A case study a week: followed, stopped, and the messages themselves."""

from dataclasses import replace

from bot.domain.card import ButtonStyle, Card, Tone, Untrusted, Words, words
from bot.domain.cards.parts import button, count, day_time, fact, said
from bot.domain.case_week import CaseWeek
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.pace import describe

VERB = "casestudy weekly"
NAME = "Case study of the week"
_AGAIN = "Another topic or company: `casestudy weekly fraud`, `casestudy weekly netflix`."


def following_card(following: CaseWeek, *, changed: bool, private: bool) -> Card:
    """What is followed, when it comes, and how to change it."""
    enrollment = following.view.enrollment
    paused = enrollment.state is EnrollmentState.PAUSED
    due_at = following.view.next_due_at
    pause = button("Go on", VERB, arg="resume") if paused else button("Pause", VERB, arg="pause")
    here = "to you" if private else "to this channel"
    return Card(
        eyebrow=words(NAME),
        title=_about(following),
        text=(words(f"One case study a week comes {here}, never the same twice."),),
        facts=(
            fact("Day and time", describe(enrollment.pace)),
            *((fact("Next", day_time(due_at, enrollment.pace.zone)),) if due_at else ()),
            *((fact("Paused", "until you say so"),) if paused else ()),
            *((fact("So far", count(following.came, "case study")),) if following.came else ()),
        ),
        buttons=(pause, button("Stop", VERB, arg="stop", style=ButtonStyle.QUIET)),
        footer=said(f"{_AGAIN} Another day: `casestudy weekly friday 9am`."),
        tone=Tone.SUCCESS if changed else Tone.INFO,
    )


def going_on_card(view: EnrollmentView) -> Card:
    """They come to a channel again that was shut for a while."""
    pace, due_at = view.enrollment.pace, view.next_due_at
    return Card(
        eyebrow=words(NAME),
        title=words("Welcome back"),
        text=(words("The case study of the week goes on here."),),
        facts=(
            fact("Day and time", describe(pace)),
            *((fact("Next", day_time(due_at, pace.zone)),) if due_at else ()),
        ),
        tone=Tone.SUCCESS,
    )


def stopped_card(following: CaseWeek) -> Card:
    """No more of them."""
    return Card(
        eyebrow=words(NAME),
        title=words("No more case studies of the week"),
        text=(said("To have them again: `casestudy weekly`. None of those you had comes again."),),
        facts=(fact("You had", count(following.came, "case study")),) if following.came else (),
        tone=Tone.SUCCESS,
    )


def weekly_case(card: Card, *, last: bool) -> Card:
    """The card of a case study as the message of a week."""
    stop = button("Stop these", VERB, arg="stop", style=ButtonStyle.QUIET)
    kept = tuple(each for each in card.buttons if each.press.verb != "broken")
    note = words("Your case study of this week.")
    return replace(
        card,
        eyebrow=words(NAME),
        text=(note, *card.text),
        buttons=kept if last else (*kept, stop),
        footer=_last_line() if last else card.footer,
    )


def none_left_card() -> Card:
    """There is nothing new any more."""
    return Card(
        eyebrow=words(NAME),
        title=words("You have had them all"),
        text=(words("There is no case study left that is new to you, so this ends here."),),
        footer=said(_AGAIN),
        tone=Tone.GENTLE,
    )


def _about(following: CaseWeek) -> Words:
    if following.wish:
        return words("A case study a week: ", Untrusted(following.wish))
    return words("A case study a week")


def _last_line() -> Words:
    return said(f"This was the last one that is new to you. {_AGAIN}")
