"""Cards about seeing one's dates in a calendar of one's own."""

from datetime import datetime

from bot.domain.agenda import Entry
from bot.domain.calendar_links import CalendarLinks
from bot.domain.card import Card, Link, Tone, Untrusted, words
from bot.domain.cards.parts import button, day_time, full_date, said


def address_card(url: str, *, links: CalendarLinks, is_dm: bool) -> Card:
    """The address of a calendar that was just made, told this once."""
    whose = "your plans" if is_dm else "this channel's plans"
    return Card(
        title=words("Your calendar is ready"),
        text=(
            words(
                "Add this address to your calendar as one to follow (from URL). It shows the "
                f"readings of {whose}, and moves with them."
            ),
            words(Untrusted(url)),
            words("Whoever has this address sees these dates, so keep it to yourself."),
        ),
        links=_both(links),
        footer=said(
            "I keep no copy of it and cannot show it again: `settings calendar new` makes another."
        ),
        tone=Tone.SUCCESS,
    )


def kept_card(made_at: datetime, zone: str) -> Card:
    """There is an address already, which nobody can be shown again."""
    return Card(
        title=words("You have a calendar address already"),
        text=(
            words("It was made on ", full_date(made_at, zone), ", and shown to you alone then."),
            words("With a new one the old one ends; add the new one to your calendar instead."),
        ),
        buttons=(
            button("Make a new one", "calendar", arg="new"),
            button("End it", "calendar", arg="off"),
        ),
    )


def ended_card(*, was: bool) -> Card:
    """The address shows nothing any more."""
    if not was:
        return Card(
            title=words("There is no calendar address to end here"),
            text=(said("Make one with `settings calendar`."),),
            tone=Tone.GENTLE,
        )
    return Card(
        title=words("Your calendar address has ended"),
        text=(words("Nobody gets your dates from it any more. Take it out of your calendar too."),),
        footer=said("Another: `settings calendar`."),
        tone=Tone.SUCCESS,
    )


def by_hand_card(entry: Entry, links: CalendarLinks, *, zone: str, with_file: bool) -> Card:
    """What can be added by hand: the next reading by a link, all of them by the file."""
    file = (
        (words("The file holds every date. Open it with your calendar; it does not follow moves."),)
        if with_file
        else ()
    )
    return Card(
        title=words("Add your dates to a calendar"),
        text=(words("Next: ", Untrusted(entry.title), ", ", day_time(entry.at, zone), "."), *file),
        links=_both(links),
    )


def no_dates_card() -> Card:
    """Nothing is planned that a calendar could show."""
    return Card(
        title=words("There are no dates for a calendar yet"),
        text=(said("Start a plan with `enroll`, or go on with `resume`."),),
        tone=Tone.GENTLE,
    )


def _both(links: CalendarLinks) -> tuple[Link, ...]:
    return (
        Link(words("Google Calendar"), links.google),
        Link(words("Outlook"), links.outlook),
    )
