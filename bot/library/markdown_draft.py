"""A Markdown list of links becomes the files of a draft, with marks for what a person fills in."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.library.drafts import Files, NotWritten
from bot.library.link_titles import describe, guess_kind, shortened
from bot.library.markdown_links import FoundLink, FoundLinks, FoundSection
from bot.library.schema import MAX_RESOURCES, MAX_SECTIONS, MAX_SHORT

_LONGEST_ID = 40
_SUMMARY = "Everything on this list, in its order."


@dataclass(slots=True)
class _Ids:
    """Ids made of titles, each once."""

    fallback: str
    taken: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, title: str) -> str:
        """An id for this title; where it is taken, with a number."""
        letters = unicodedata.normalize("NFKD", title.casefold())
        plain = letters.encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        if len(slug) > _LONGEST_ID:  # not in the middle of a word, if that leaves anything
            slug = slug[:_LONGEST_ID].rpartition("-")[0] or slug[:_LONGEST_ID]
        base = found = slug.strip("-") or self.fallback
        self.counts[base] += 1
        while found in self.taken:
            self.counts[base] += 1
            end = f"-{self.counts[base]}"
            found = base[: _LONGEST_ID - len(end)].strip("-") + end
        self.taken.add(found)
        return found


def draft_of(found: FoundLinks, *, name: str, source: str) -> Files:
    """The files of a curriculum with these links; `source` is the Markdown file's name.

    Raises:
        NotWritten: there is nothing to write, or more than a curriculum may hold.
    """
    sections = [each for each in found.sections if each.links]
    _refuse_sizes(sections)
    named, links = _Ids("section"), _Ids("reading")
    ids = [named.of(each.title or "links") for each in sections]
    mark = f"# A draft of {_comment(source)}. Fill in what is marked, and remove the marks.\n"
    files = {
        f"sections/{section_id}.yaml": mark + _section(section, section_id, ids=links)
        for section_id, section in zip(ids, sections, strict=True)
    }
    title = _title(found) or name.replace("-", " ").capitalize()
    front = _front(name, title, sections=ids)
    return {"curriculum.yaml": mark + front, "plans.yaml": mark + _plans(ids), **files}


def _refuse_sizes(sections: Sequence[FoundSection]) -> None:
    many = sum(len(each.links) for each in sections)
    if not many:
        raise NotWritten(
            "There is no link to a web page in this file, so there is nothing to read. "
            "A line of a list looks like this: - [Title](https://example.org/) - Author, 2020"
        )
    if many > MAX_RESOURCES:
        raise NotWritten(
            f"There are {many:,} links; a reading list has {MAX_RESOURCES:,} at most. "
            "Split the file into several."
        )
    if len(sections) > MAX_SECTIONS:
        raise NotWritten(
            f"There are {len(sections)} headings with links; a reading list has {MAX_SECTIONS} "
            "sections at most. Join some, or split the file."
        )


def _title(found: FoundLinks) -> str:
    """The first heading of the highest kind that the list begins with."""
    headings = [each for each in found.sections if each.title]
    return shortened(headings[0].title, MAX_SHORT) if headings else ""


def _front(name: str, title: str, *, sections: Sequence[str]) -> str:
    listed = "".join(f"  - sections/{each}.yaml\n" for each in sections)
    return (
        f"\nid: {_text(name)}\n"
        f"title: {_text(title)}\n"
        'credit: "Imported from a list of links."  # fill in: who put it together, and when\n'
        "url: https://example.org/  # fill in: where this list comes from\n"
        f"\nsections:\n{listed}"
    )


def _plans(sections: Sequence[str]) -> str:
    listed = "".join(f"      - {_text(each)}\n" for each in sections)
    return (
        "\nplans:\n  - id: all\n    title: All of it  # fill in\n"
        f"    summary: {_SUMMARY}  # fill in\n    sections:\n{listed}"
        "\n# A shorter plan is worth having; name single readings:\n"
        "#  - id: first-week\n#    title: First week\n#    summary: To see whether this is for you."
        "\n#    resources: [an-id, another-id]\n"
    )


def _section(section: FoundSection, section_id: str, *, ids: _Ids) -> str:
    title = shortened(section.title, MAX_SHORT) or "Links"
    return (
        f"\nid: {_text(section_id)}\ntitle: {_text(title)}\n"
        "# opening:  # fill in: what one can do after this section\n"
        "# closing:  # fill in: what to take along\n"
        "\nresources:\n" + "\n".join("".join(_reading(each, ids)) for each in section.links)
    )


def _reading(link: FoundLink, ids: _Ids) -> Iterator[str]:
    """A reading's lines, with what was guessed and what is missing marked."""
    told = describe(link)
    yield f"  - id: {_text(ids.of(told.title))}\n"
    yield f"    title: {_text(told.title)}{'  # guessed' if told.from_address else ''}\n"
    yield f"    kind: {guess_kind(link.url)}  # guessed\n"
    yield f"    url: {_text(link.url)}\n"
    if told.authors:
        names = ", ".join(_text(each) for each in told.authors)
        yield f"    authors: [{names}]  # guessed\n"
    if told.year:
        yield f"    year: {told.year}  # guessed\n"
    if told.note:
        yield f"    note: {_text(told.note)}\n"
    yield "    # minutes:  # fill in\n    # access:  # fill in: free, paid or draft free\n"


def _text(words: str) -> str:
    """A text in quotes, as YAML and JSON alike write it."""
    return json.dumps(words, ensure_ascii=False)


def _comment(words: str) -> str:
    return shortened(words, MAX_SHORT)
