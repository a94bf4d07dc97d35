"""`mlops-bot curriculum check --links` and `curriculum links`: which links still work."""

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import click

from bot.app import App, open_app
from bot.cli.context import Context
from bot.cli.output import say, show
from bot.domain.curriculum import Curriculum
from bot.domain.errors import Fault
from bot.domain.ids import ResourceId
from bot.domain.links import ReadingLink, link_of, opened_by
from bot.library.link_verdicts import Checked, Verdict
from bot.process import migrations
from bot.settings import Settings

WORKS = frozenset({Verdict.OK, Verdict.MOVED})
_SHOWN_READINGS = 3


class NoSuchReport(Fault):
    """No link of a reading with that id is reported. See: mlops-bot curriculum links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What became of every link of some curricula; `used_by` names the readings of each."""

    found: Sequence[Checked]
    used_by: Mapping[str, Sequence[str]]

    @property
    def gone(self) -> frozenset[str]:
        """The addresses that certainly lead nowhere any more."""
        return frozenset(each.url for each in self.found if each.verdict is Verdict.GONE)

    def rows(self) -> list[dict[str, object]]:
        """Every link, for a program."""
        return [{**asdict(each), "readings": self.used_by[each.url]} for each in self.found]

    def lines(self) -> list[str]:
        """What a person has to look at, and the sum."""
        lines = [self._line(each) for each in self.found if each.verdict is not Verdict.OK]
        counts = Counter(each.verdict for each in self.found)
        told = ", ".join(f"{counts[each]} {each}" for each in Verdict if counts[each])
        return [*sorted(lines), f"{len(self.found)} links: {told or 'none'}."]

    def _line(self, checked: Checked) -> str:
        readings = self.used_by[checked.url]
        named = ", ".join(readings[:_SHOWN_READINGS])
        more = len(readings) - _SHOWN_READINGS
        moved = f" -> {checked.moved_to}" if checked.moved_to else ""
        why = f" ({checked.detail})" if checked.detail else ""
        named += f" and {more} more" if more > 0 else ""
        return f"{checked.verdict}: {checked.url}{moved}{why}, in {named}"


def check_links(curricula: Iterable[Curriculum], *, private: bool) -> LinkReport:
    """Ask every link of these curricula; a bar shows how far it is, on a terminal."""
    used_by: dict[str, list[str]] = defaultdict(list)
    for curriculum in curricula:
        for url, resource in opened_by(curriculum):
            own = link_of(curriculum, resource)
            name = f"{curriculum.id}/{own.resource_id if url == own.url else resource.id}"
            if name not in used_by[url]:
                used_by[url].append(name)
    return LinkReport(found=_ask(list(used_by), private=private), used_by=used_by)


def _ask(urls: Sequence[str], *, private: bool) -> list[Checked]:
    from bot.library.link_check import LinkCheck, Reach  # noqa: PLC0415 - aiohttp is slow to import

    with click.progressbar(
        length=len(urls), label="Asking links", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        check = LinkCheck(Reach(private=private))
        return asyncio.run(check.check(urls, done=lambda _checked: bar.update(1)))


def record(settings: Settings, curricula: Iterable[Curriculum], *, report: LinkReport) -> str:
    """Keep what was found: gone links count as broken, those that work again no longer do."""
    verdicts = {each.url: each.verdict for each in report.found}
    gone, works = list[ReadingLink](), list[ReadingLink]()
    for curriculum in curricula:
        for resource in curriculum.resources.values():
            verdict = verdicts.get(resource.url)
            if verdict is Verdict.GONE:
                gone.append(link_of(curriculum, resource))
            elif verdict in WORKS:
                works.append(link_of(curriculum, resource))
    migrations(settings).check()

    async def keep() -> tuple[int, int]:
        async with open_app(settings) as app:
            links = app.store.links
            return await links.record(gone), await links.mended(works)

    newly, again = asyncio.run(keep())
    return f"Recorded: {newly} newly broken, {again} working again. Cards follow within seconds."


@click.command("links")
@click.option("--clear", metavar="ID", help="Settle all reports on this reading's link.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, clear: str | None, as_json: bool) -> None:
    """List the links that readers or a check found broken, or settle one."""
    migrations(context.settings).check()
    if clear is not None:
        cleared = asyncio.run(_clear(context.settings, ResourceId(clear)))
        if not cleared:
            raise NoSuchReport
        say("Settled. Cards follow within seconds.", as_json=as_json, reading=clear)
        return
    rows = asyncio.run(_reported(context.settings))
    show(rows, as_json=as_json, empty="Nobody has reported a link.")


async def _clear(settings: Settings, resource_id: ResourceId) -> int:
    async with open_app(settings) as app:
        return await app.store.links.clear(resource_id)


async def _reported(settings: Settings) -> list[dict[str, object]]:
    async with open_app(settings) as app:
        return [
            {
                "reading": f"{line.link.curriculum}/{line.link.resource_id}",
                "state": "broken" if line.broken else "reported",
                "people": line.people,
                "by": line.by,
                "since": line.since.isoformat(timespec="minutes"),
                "current": _is_current(app, line.link),
                "link": line.link.url,
            }
            for line in await app.store.links.reported()
        ]


def _is_current(app: App, link: ReadingLink) -> bool:
    """Whether the reading still has this address."""
    curriculum = app.library.curricula.get(link.curriculum)
    resource = curriculum.resources.get(link.resource_id) if curriculum else None
    return resource is not None and resource.url == link.url
