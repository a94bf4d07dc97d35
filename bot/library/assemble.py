"""Checked files to domain values."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256

from bot.domain.curriculum import (
    CaseStudy,
    Curriculum,
    Guide,
    Plan,
    Related,
    Resource,
    Section,
    Vote,
)
from bot.domain.ids import CurriculumId, PlanId, ResourceId, Revision, SectionId
from bot.library.schema import (
    CaseFile,
    CurriculumFile,
    PartFile,
    PlanFile,
    PlansFile,
    ResourceFile,
    SectionFile,
    VoteFile,
    WordsFile,
)

_UNIT_STEP = 5
"""A part's share of a book is a guess; to the minute it would look like knowledge."""


def assemble(
    main: CurriculumFile, sections: Sequence[SectionFile], *, plans: PlansFile
) -> Curriculum:
    """The curriculum of these files, at the revision of its content."""
    resources = {each.id: each for section in sections for each in _of_section(section)}
    unhashed = Curriculum(
        id=CurriculumId(main.id),
        title=main.title,
        credit=main.credit,
        url=main.url,
        archive=main.archive or "",
        revision=Revision(""),
        sections=tuple(_section(each) for each in sections),
        resources=resources,
        plans=tuple(_plan(each, sections, resources=resources) for each in plans.plans),
    )
    return replace(unhashed, revision=revision_of(unhashed))


def revision_of(curriculum: Curriculum) -> Revision:
    """The hash of all that a curriculum says; comments and layout say nothing."""
    content = {name: value for name, value in _said(curriculum) if name != "revision"}
    # As a list: the order of resources is content too, and keys are sorted below.
    content["resources"] = list(curriculum.resources.values())
    text = json.dumps(content, default=lambda value: dict(_said(value)), sort_keys=True)
    return Revision(sha256(text.encode("ascii")).hexdigest()[:16])


def _said(value: object) -> Iterator[tuple[str, object]]:
    """The fields of a domain value, without what it derives from them."""
    if is_dataclass(value):
        for each in fields(value):
            if each.init:
                yield each.name, getattr(value, each.name)


def _section(file: SectionFile) -> Section:
    return Section(
        id=SectionId(file.id),
        title=file.title,
        theme=file.theme or "",
        opening=file.opening or "",
        closing=file.closing or "",
        closing_question=file.closing_question or "",
        parent=SectionId(file.parent) if file.parent else None,
    )


def _of_section(file: SectionFile) -> Iterator[Resource]:
    """The resources of a section, each followed by its parts."""
    for each in file.resources:
        shelf = _resource(each, SectionId(file.id))
        parts = tuple(_parts(each, shelf))
        live = tuple(part.id for part in parts if not part.retired)
        yield replace(shelf, units=live)
        yield from parts


def _resource(file: ResourceFile, section: SectionId) -> Resource:
    minutes = file.minutes
    if minutes is None:
        minutes = sum(part.minutes for part in file.parts if not part.retired)
    return replace(
        _reading(file, section),
        minutes=minutes,
        shelf=file.shelf,
        related=tuple(Related(title=each.title, url=each.url) for each in file.related),
        case=_case(file.case) if file.case else None,
    )


def _reading(file: ResourceFile | PartFile, section: SectionId) -> Resource:
    """What a resource and a listed part of one have in common."""
    return Resource(
        id=ResourceId(file.id),
        section=section,
        title=file.title,
        kind=file.kind,
        url=file.url,
        authors=tuple(file.authors),
        year=file.year,
        source=file.source or "",
        access=file.access,
        url_note=file.url_note or "",
        note=file.note or "",
        added=file.added,
        retired=file.retired,
        guide=_guide(file.words) if file.words else None,
    )


def _guide(file: WordsFile) -> Guide:
    other = file.alternative
    return Guide(
        why=file.why,
        look_for=tuple(file.look_for),
        questions=tuple(file.questions),
        takeaway=file.takeaway,
        level=file.level,
        topics=tuple(file.topics),
        prerequisites=file.prerequisites or "",
        alternative=Related(title=other.title, url=other.url) if other else None,
        from_title=file.words_from == "title",
    )


def _case(file: CaseFile) -> CaseStudy:
    return CaseStudy(
        company=file.company,
        industry=file.industry,
        task=file.task,
        topics=tuple(file.topics),
        techniques=tuple(file.techniques),
        facts=tuple(file.facts),
        summary=file.summary or "",
        data=file.data or "",
        metric=file.metric or "",
        decisions=tuple(file.decisions),
        lessons=tuple(file.lessons),
        ask_yourself=tuple(file.ask_yourself),
        catalogue_topics=tuple(file.catalogue_topics),
        likeness=tuple(file.likeness),
        vote=_vote(file.vote) if file.vote else None,
    )


def _vote(file: VoteFile) -> Vote:
    return Vote(
        question=file.question,
        options=tuple(file.options),
        answer=file.answer - 1,
        because=file.because,
    )


def _parts(file: ResourceFile, whole: Resource) -> Iterator[Resource]:
    """The parts of a resource, under their own ids or numbered."""
    for number, part in enumerate(file.parts, start=1):
        reading = replace(_reading(part, whole.section), minutes=part.minutes)
        retired = part.retired or whole.retired
        yield replace(reading, unit_of=whole.id, unit_number=number, retired=retired)
    for number in range(1, (file.units or 0) + 1):
        yield _numbered(file, whole, number=number)


def _numbered(file: ResourceFile, whole: Resource, *, number: int) -> Resource:
    """A counted part: it opens, and is described by, what the whole says."""
    title = f"Part {number} of {file.units}"
    if file.unit_titles:
        title = f"{title}: {file.unit_titles[number - 1]}"
    return replace(
        whole,
        id=ResourceId(f"{whole.id}/{number}"),
        title=title,
        minutes=_unit_minutes(file, whole, number=number),
        note="",
        shelf=False,
        related=(),
        case=None,
        guide=None,
        unit_of=whole.id,
        unit_number=number,
    )


def _unit_minutes(file: ResourceFile, whole: Resource, *, number: int) -> int:
    """A part's own estimate, else an equal share of the whole, rounded."""
    if file.unit_minutes:
        return file.unit_minutes[number - 1]
    if not whole.minutes or not file.units:
        return 0
    return max(_UNIT_STEP, round(whole.minutes / file.units / _UNIT_STEP) * _UNIT_STEP)


def _plan(
    file: PlanFile, sections: Sequence[SectionFile], *, resources: dict[ResourceId, Resource]
) -> Plan:
    """A plan with its sections written out; what is retired has left it."""
    members = {section.id: [each.id for each in section.resources] for section in sections}
    chosen = [name for section in file.sections for name in members[section]]
    chosen += file.resources
    live = (ResourceId(name) for name in chosen if not resources[ResourceId(name)].retired)
    return Plan(id=PlanId(file.id), title=file.title, summary=file.summary, resources=tuple(live))
