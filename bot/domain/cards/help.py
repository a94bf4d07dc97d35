"""What can be said here: five commands first, then the rest by what somebody wants to do."""

from collections.abc import Sequence

from bot.domain.card import Card, Code, Fact, Link, Option, Untrusted, words
from bot.domain.cards.parts import button, fact, said
from bot.domain.verbs import REGISTRY, Group, Known, Verb, every_verb

_ALSO_ALONE = frozenset({"settings", "note", "help"})
"""Commands that do something by themselves, whatever stands below them."""


def help_card() -> Card:
    """Every command, the five that matter first."""
    groups = [group for group in Group if group is not Group.FIRST]
    return Card(
        title=words("What you can say"),
        text=(words("Type these as they stand, or press a button. Small words do not matter."),),
        facts=tuple(_row(verb) for verb in REGISTRY if verb.group is Group.FIRST),
        options=tuple(
            Option(title=words(group.value), facts=tuple(_row(known.verb) for known in _in(group)))
            for group in groups
        ),
        buttons=(button("See the plans", "enroll"), button("Progress", "progress")),
        footer=said("More on one of them: `help pause`."),
    )


def verb_help_card(known: Known, *, credits_: Sequence[tuple[str, str]] = ()) -> Card:
    """One command: what it does, an example, the other words for it, and whom it draws on.

    `credits_` are sentences with an address each.
    """
    verb = known.verb
    facts: list[Fact] = [fact("For example", Code(verb.example))]
    also = [alias for alias in verb.aliases if alias != verb.name][:4]
    if also:
        facts.append(fact("Also", ", ".join(also)))
    facts += [Fact(sub.help, words(Code(sub.example))) for sub in verb.subs]
    return Card(
        title=words(verb.help),
        eyebrow=words(verb.name),
        text=tuple(words("The further case studies: ", Untrusted(text)) for text, _ in credits_),
        facts=tuple(facts),
        links=tuple(Link(words("Where they are listed"), url) for _, url in credits_),
    )


def _in(group: Group) -> list[Known]:
    """The commands of a group; one that only gathers others is left to them."""
    return [
        known
        for known in every_verb()
        if known.verb.group is group and (not known.verb.subs or known.path in _ALSO_ALONE)
    ]


def _row(verb: Verb) -> Fact:
    return Fact(verb.help, words(Code(verb.example)))
