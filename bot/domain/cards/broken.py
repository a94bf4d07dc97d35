"""Links that do not work: the answer to who says so, and cards that know a way around."""

from dataclasses import replace

from bot.domain.card import Button, ButtonStyle, Card, Link, Untrusted, words
from bot.domain.cards.parts import button, fact, title_of
from bot.domain.cards.sources import MOST_LINKS
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.links import instead_of

VERB = "broken"


def link_broken(resource: Resource | None = None) -> Button:
    """The quiet button that says so; it names the reading where no delivery does."""
    return button(
        "Link broken?", VERB, arg=resource.id if resource else "", style=ButtonStyle.QUIET
    )


def with_way_around(card: Card, resource: Resource, *, curriculum: Curriculum) -> Card:
    """A reading's card whose link does not work: what is stored in its place stands first."""
    instead = _instead(curriculum, resource)
    own = Link(words("Open the reading, if it works"), resource.url)
    taken = {resource.url, *(each.url for each in instead)}
    others = (each for each in card.links if each.url not in taken)
    if instead:
        note = words("The link of this one does not work for everybody; try what stands first.")
    else:
        note = words("The link of this one may not work; a search for its title may find it.")
    return replace(
        card,
        text=(note, *card.text),
        links=(*instead, own, *others)[:MOST_LINKS],
        buttons=tuple(each for each in card.buttons if each.press.verb != VERB),
    )


def reported_card(resource: Resource, *, curriculum: Curriculum, first: bool) -> Card:
    """Thanks to who says that a link does not work, and what to open in its place."""
    instead = _instead(curriculum, resource)
    author = f" {resource.authors[0]}" if resource.authors else ""
    around = (
        words("Until it works again, this may do in its place.")
        if instead
        else words("Until it works again, a search may find it.")
    )
    search = () if instead else (fact("Search for", Untrusted(resource.title + author)),)
    return Card(
        title=words("Thank you, I noted it" if first else "Thank you, you told me already"),
        text=(words("The link of “", title_of(resource), "” does not work for you. ", around),),
        facts=search,
        links=instead,
    )


def _instead(curriculum: Curriculum, resource: Resource) -> tuple[Link, ...]:
    return tuple(
        Link(words("Instead: ", Untrusted(each.title)), each.url)
        for each in instead_of(curriculum, resource)
    )
