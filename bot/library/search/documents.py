"""Readings and case studies as documents that can be found."""

from collections.abc import Iterator

from bot.domain.curriculum import Curriculum, Guide, Kind, Resource
from bot.domain.search import Catalogue, Document, DocumentId, DocumentKind

_NUMBERED = "/"
"""Stands in the id of a counted part of a book, which has no words of its own."""


def documents_of(curriculum: Curriculum, catalogue: Catalogue) -> Iterator[Document]:
    """What a curriculum offers: its own readings and case studies, then its catalogue."""
    titles = {section.id: section.title for section in curriculum.sections}
    for resource in curriculum.resources.values():
        if not (resource.retired or _NUMBERED in resource.id):
            yield _own(resource, curriculum, section=titles[resource.section])
    for entry in catalogue.entries:
        yield Document(
            id=entry.id,
            kind=DocumentKind.CASE,
            title=entry.title,
            companies=entry.companies,
            year=entry.year,
            topics=entry.topics,
            entry=entry,
        )


def _own(resource: Resource, curriculum: Curriculum, *, section: str) -> Document:
    case, guide = resource.case, resource.guide
    about = [*guide.topics] if guide else []
    body = list(_guide_words(guide)) if guide else []
    if case is not None:
        about += [case.task, *case.topics, *case.techniques, case.industry]
        body += [case.summary, case.data, case.metric, *case.facts, *case.decisions, *case.lessons]
    else:
        about += [section, resource.kind.value if resource.kind is not Kind.ARTICLE else ""]
    return Document(
        id=DocumentId(resource.id),
        kind=DocumentKind.CASE if case else DocumentKind.READING,
        title=resource.title,
        companies=(case.company,) if case else (),
        year=resource.year,
        topics=case.catalogue_topics if case else (),
        makers=" ".join((*resource.authors, resource.source)),
        about=" ; ".join(each for each in about if each),
        body=" ".join(each for each in (*body, resource.note) if each),
        likeness=case.likeness if case else (),
        resource=resource,
        curriculum=curriculum.id,
    )


def _guide_words(guide: Guide) -> tuple[str, ...]:
    return (guide.why, *guide.look_for, *guide.questions, guide.takeaway, guide.prerequisites)
