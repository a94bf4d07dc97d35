"""Talking about a reading: what stands in its thread, and what the Discuss button answers."""

from bot.domain.card import Card, Tone, Untrusted, Words, words
from bot.domain.cards.parts import title_of
from bot.domain.curriculum import Resource

REFUSED = words(
    "I may not open a thread here. Whoever manages this channel can allow it: Create Public "
    "Threads and Send Messages in Threads."
)
"""Said once on the card whose thread was refused."""


def thread_title(resource: Resource) -> Card:
    """The card whose title names a thread."""
    return Card(title=title_of(resource))


def questions(resource: Resource) -> tuple[Words, ...]:
    """The questions of a reading; empty where it has none."""
    asked = resource.guide.questions if resource.guide else ()
    return tuple(words(Untrusted(each)) for each in asked)


def questions_card(resource: Resource, *, alone: bool) -> Card | None:
    """The questions as they stand in the thread; `alone` where one person reads."""
    points = questions(resource)
    if not points:
        return None
    title = "Two questions to think about" if alone else "Two questions to talk about"
    if len(points) == 1:
        title = title.replace("Two questions", "A question")
    return Card(title=words(title), points=points)


def opening_card(resource: Resource) -> Card:
    """The answer to the first Discuss: the thread is being opened."""
    first = "with two questions to start from" if questions(resource) else "for all of you"
    text = words("A thread opens under ", title_of(resource), f" now, {first}.")
    return Card(title=words("Let us talk about it"), text=(text,), tone=Tone.SUCCESS)


def open_card(resource: Resource) -> Card:
    """The answer to every later Discuss: where the thread is."""
    text = words("The thread stands under ", title_of(resource), ".")
    return Card(title=words("It is being discussed"), text=(text,), tone=Tone.INFO)


def no_thread_card(resource: Resource, *, refused: bool) -> Card:
    """The answer where there can be no thread: the questions themselves."""
    points = questions(resource)
    about = words("About ", title_of(resource), ".")
    if not points:
        note = words("Nothing is prepared for this one. What would you tell a colleague about it?")
        return Card(title=words("To think about"), text=(about, note))
    why = (words("I may not open a thread here, so they are for you."),) if refused else ()
    title = "Two questions to think about" if len(points) > 1 else "A question to think about"
    return Card(title=words(title), text=(about, *why), points=points)
