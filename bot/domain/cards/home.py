"""The cards of a person's own page beside progress and settings."""

from collections.abc import Sequence

from bot.domain.card import ButtonStyle, Card, Option, Tone, Untrusted, Words, words
from bot.domain.cards.parts import button, day_time, fact, plan_name, said, title_of
from bot.domain.cards.sources import links, source_facts
from bot.domain.curriculum import Plan, Resource
from bot.domain.outlook import Outlook


def today_card(resource: Resource, plan: Plan) -> Card:
    """The reading that is with somebody now, with its link."""
    return Card(
        eyebrow=words("With you now · ", plan_name(plan)),
        title=title_of(resource),
        facts=tuple(source_facts(resource)),
        links=links(resource)[:1],
        buttons=(
            button("Done", "done", arg=resource.id, plan=plan.id, style=ButtonStyle.PRIMARY),
            button("Later", "later", plan=plan.id),
        ),
    )


def doubt_option(resource: Resource, *, key: str, where: str, when: Words) -> Option:
    """A reading that may not have arrived; `where` is a channel's name or empty."""
    place = (fact("Where", "#", Untrusted(where)),) if where else ()
    sent = (fact("Sent", when),) if when else ()
    return Option(
        title=title_of(resource),
        facts=(*place, *sent),
        buttons=(button("Send it again", "send_again", arg=key),),
    )


def doubts_card(options: Sequence[Option]) -> Card:
    """Readings of which nobody knows whether they arrived."""
    one = len(options) == 1
    what = "this one reached you" if one else f"these {len(options)} reached you"
    return Card(
        title=words(f"I am not sure {what}"),
        text=(words("Sending was cut off, and I never send twice on a guess."),),
        options=tuple(options),
        tone=Tone.GENTLE,
    )


def sent_again_card(*, done: bool) -> Card:
    """A doubtful reading goes out once more, or needed not to."""
    if done:
        return Card(
            title=words("On its way once more"),
            text=(words("Your place on the plan stays the same."),),
            tone=Tone.SUCCESS,
        )
    return Card(
        title=words("That one is settled already"),
        text=(said("Nothing was sent twice. Type `progress` to see what is with you."),),
        tone=Tone.GENTLE,
    )


def channels_card(plans: Sequence[tuple[str, Outlook]]) -> Card:
    """The plans that somebody started or reads along in channels, each with the channel's name."""
    return Card(
        title=words("In channels"),
        options=tuple(_channel(name, outlook) for name, outlook in plans),
        footer=said("To change one, type `/mlops settings` in its channel."),
    )


def _channel(name: str, outlook: Outlook) -> Option:
    comes = (fact("Next", day_time(outlook.next_at, outlook.zone)),) if outlook.next_at else ()
    resting = () if outlook.next_at or not outlook.left else (fact("Now", "paused"),)
    return Option(
        title=words(Untrusted(f"#{name}" if name else "a channel"), " · ", plan_name(outlook.plan)),
        facts=(fact("Done", f"{outlook.done} of {outlook.total}"), *comes, *resting),
    )


def another_card(*, first: bool) -> Card:
    """What else there is to start; `first` where nothing runs in private yet."""
    title = "A plan for you alone?" if first else "Another plan?"
    return Card(title=words(title), buttons=(button("See the plans", "enroll"),))
