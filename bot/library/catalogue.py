"""A curriculum's further case studies and the other words for things: two files that may be there.

They are no part of its revision: editing them plans nothing anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.curriculum import Curriculum
from bot.domain.likeness import TRAITS
from bot.domain.search import Catalogue, DocumentId, Entry
from bot.library import catalogue_schema as schema
from bot.library.catalogue_schema import AliasesFile, CatalogueFile
from bot.library.files import Folder
from bot.library.messages import Inside, validated
from bot.library.names import Names, Source
from bot.library.nodes import Node
from bot.library.problems import CurriculumError, Problem, nearest, quoted

CATALOGUE = "catalogue.yaml"
ALIASES = "aliases.yaml"
_TOPIC = "a topic of the catalogue"
_IN_CATALOGUE: Inside = {"entries": schema.EntryFile}
_IN_ALIASES: Inside = {
    "companies": schema.CompanyFile,
    "topics": schema.TopicFile,
    "industries": schema.IndustryFile,
    "known_as": schema.KnownAsFile,
    "likeness": schema.LikenessFile,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What a curriculum's folder holds for searching beside its readings."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    aliases: AliasesFile = field(default_factory=AliasesFile)


def load_shelf(path: Path, curriculum: Curriculum) -> Shelf:
    """The catalogue and the aliases in a curriculum's folder; empty where there are none.

    A case study that the path tells itself is left out of the catalogue.

    Raises:
        CurriculumError: with every mistake found in them.
    """
    folder = Folder(path)
    problems: list[Problem] = []
    catalogue, aliases = _source(folder, CATALOGUE), _source(folder, ALIASES)
    listed, words = None, None
    if catalogue:
        listed = validated(CatalogueFile, catalogue, problems=problems, inside=_IN_CATALOGUE)
        problems += _check_entries(catalogue)
    if aliases:
        words = validated(AliasesFile, aliases, problems=problems, inside=_IN_ALIASES)
    if aliases and listed:
        problems += _check_aliases(aliases, listed, curriculum=curriculum)
    if listed:
        problems += _check_cases(folder, listed, curriculum=curriculum)
    if problems or folder.problems:
        raise CurriculumError(path, sorted([*problems, *folder.problems]))
    return Shelf(
        catalogue=_catalogue(listed, curriculum) if listed else Catalogue(),
        aliases=words or AliasesFile(),
    )


def _source(folder: Folder, name: str) -> Source | None:
    """A file of the folder, if it is there."""
    file = folder.path / name
    if not (file.exists() or file.is_symlink()):
        return None
    root = folder.read(name)
    return Source(file, root) if root else None


def _check_entries(source: Source) -> Iterator[Problem]:
    """Ids used twice, and topics that nobody announced."""
    ids = Names()
    topics = [str(node.value) for node in source.root.items("topics")]
    for entry in source.root.items("entries"):
        yield from ids.add(source, entry)
        for topic in entry.items("topics"):
            yield from _unknown(source, topic, known=topics, what="a topic of this catalogue")


def _check_aliases(
    source: Source, listed: CatalogueFile, *, curriculum: Curriculum
) -> Iterator[Problem]:
    """Names that stand for nothing."""
    cases = [each for each in curriculum.resources.values() if each.case]
    companies = [each.case.company for each in cases if each.case]
    companies += [name for entry in listed.entries for name in entry.companies]
    ids = [str(each.id) for each in cases] + [entry.id for entry in listed.entries]
    told = source.root
    for company in told.items("companies"):
        yield from _named(source, company, known=companies, what="a company with case studies")
    for topic in told.items("topics"):
        yield from _named(source, topic, known=listed.topics, what=_TOPIC)
    for industry in told.items("industries"):
        for node in industry.items("companies"):
            yield from _unknown(source, node, known=companies, what="a company with case studies")
    for known in told.items("known_as"):
        named = known.get("id")
        if named is not None:
            yield from _unknown(source, named, known=ids, what="the id of a case study")
    for trait in told.items("likeness"):
        yield from _named(source, trait, known=TRAITS, what="an answer of `companies like us`")
        for node in trait.items("topics"):
            yield from _unknown(source, node, known=listed.topics, what=_TOPIC)


def _check_cases(
    folder: Folder, listed: CatalogueFile, *, curriculum: Curriculum
) -> Iterator[Problem]:
    """Topics of the path's own case studies that the catalogue does not have, with their lines."""
    wrong = {
        topic
        for each in curriculum.resources.values()
        if each.case
        for topic in each.case.catalogue_topics
        if topic not in listed.topics
    }
    for file in sorted(folder.path.glob("sections/*.yaml")) if wrong else ():
        root = folder.read(file.relative_to(folder.path).as_posix())
        cases = (each.get("case") for each in root.items("resources")) if root else ()
        for node in (node for case in cases if case for node in case.items("catalogue_topics")):
            if root:
                told = Source(file, root)
                yield from _unknown(told, node, known=listed.topics, what=_TOPIC)


def _named(source: Source, node: Node, *, known: Sequence[str], what: str) -> Iterator[Problem]:
    name = node.get("name")
    if name is not None:
        yield from _unknown(source, name, known=known, what=what)


def _unknown(source: Source, node: Node, *, known: Sequence[str], what: str) -> Iterator[Problem]:
    if node.value in known or not isinstance(node.value, str):
        return
    meant = nearest(node.value, known)
    fix = f"write `{meant}`." if meant else "correct it, or remove it."
    yield source.problem(node, what=f"{quoted(node.value)} is not {what}.", fix=fix)


def _catalogue(file: CatalogueFile, curriculum: Curriculum) -> Catalogue:
    """The entries as values, without those that the path tells itself."""
    own = [each for each in curriculum.resources.values() if each.case]
    told = {_address(each.url) for each in own}
    told |= {each.title.casefold() for each in own}
    return Catalogue(
        credit=file.credit,
        url=file.url,
        topics=tuple(file.topics),
        entries=tuple(
            Entry(
                id=DocumentId(each.id),
                companies=tuple(each.companies),
                title=each.title,
                year=each.year,
                url=each.url,
                topics=tuple(each.topics),
            )
            for each in file.entries
            if not {_address(each.url), each.title.casefold()} & told
        ),
    )


def _address(url: str) -> str:
    """An address as far as it tells pages apart."""
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")
