"""Links that readers or a check found broken: what is reported, and when it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.curriculum import Curriculum, Related, Resource
from bot.domain.errors import UserError
from bot.domain.ids import CurriculumId, ResourceId

REPORTS_NEEDED = 2
"""So many different people make a link count as broken; one alone may be mistaken, or a troll."""
MOST_REPORTS_A_DAY = 10
"""How many links one person may report in 24 hours."""
REPORT_AGAIN_AFTER = timedelta(days=30)
"""A report that was settled or has grown old may be made once more after this."""


class TooManyReports(UserError):
    """Ten broken links are all I note in a day, thank you. Who runs this bot can check them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLink:
    """The link of a reading as it is now; another address in the curriculum is another link."""

    curriculum: CurriculumId
    resource_id: ResourceId
    url: str


def link_of(curriculum: Curriculum, resource: Resource) -> ReadingLink:
    """The link that this reading opens; a part that opens its book's link has that one."""
    whole = curriculum.resource(resource.unit_of) if resource.unit_of else resource
    owner = whole if whole.url == resource.url else resource
    return ReadingLink(curriculum=curriculum.id, resource_id=owner.id, url=owner.url)


def opened_by(curriculum: Curriculum) -> Iterator[tuple[str, Resource]]:
    """Every address that the cards of a curriculum open, with the reading it stands on."""
    for resource in curriculum.resources.values():
        if not resource.retired:
            yield resource.url, resource
            yield from ((each.url, resource) for each in resource.related)
            if resource.guide and resource.guide.alternative:
                yield resource.guide.alternative.url, resource


def instead_of(curriculum: Curriculum, resource: Resource) -> tuple[Related, ...]:
    """What is stored to open in a link's place: the words' alternative, an archived copy."""
    guide = resource.guide
    stored = (guide.alternative,) if guide and guide.alternative else ()
    if not curriculum.archive:
        return stored
    copy = curriculum.archive.replace("{url}", resource.url)
    return (*stored, Related(title="an archived copy", url=copy))
