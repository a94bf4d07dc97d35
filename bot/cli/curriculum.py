"""`mlops-bot curriculum`: what those who edit the content need."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.app import open_app
from bot.cli import curriculum_drafts, curriculum_links
from bot.cli.context import Context
from bot.cli.curriculum_links import LinkReport
from bot.cli.output import say
from bot.domain.curriculum import Curriculum
from bot.domain.ids import CurriculumId
from bot.library import CurriculumError, Library, Problem, load_library, shipped
from bot.library.catalogue import load_shelf
from bot.process import migrations
from bot.settings import Settings
from bot.usecases.publish import publish


@click.group("curriculum")
def command() -> None:
    """Look after the curricula."""


for each in (curriculum_links.command, curriculum_drafts.new, curriculum_drafts.import_list):
    command.add_command(each)


@command.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--links", is_flag=True, help="Ask every link whether it still works.")
@click.option(
    "--allow-private",
    is_flag=True,
    help="With --links: ask loopback and intranet addresses too, on any port.",
)
@click.option(
    "--record",
    is_flag=True,
    help="With --links: let the bot's cards offer something else where a link is gone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(
    context: Context,
    paths: tuple[Path, ...],
    *,
    links: bool,
    allow_private: bool,
    record: bool,
    as_json: bool,
) -> None:
    """Check every curriculum in PATHS, or the shipped ones and those of CURRICULUM_DIR.

    Prints each mistake with its file, line and fix, and exits with 1 if there is one, or if a link
    is certainly gone.
    """
    if (record or allow_private) and not links:
        raise click.UsageError("--record and --allow-private go with --links.")
    if record and paths:
        raise click.UsageError("--record is about the curricula in use; leave out the paths.")
    checked = _checked(load_library(paths or _usual_roots(context.settings)))
    curricula = list(checked.library.curricula.values())
    report = curriculum_links.check_links(curricula, private=allow_private) if links else None
    click.echo(_as_json(checked, report) if as_json else _as_text(checked, report))
    if report and record:
        kept = curriculum_links.record(context.settings, curricula, report=report)
        click.echo(kept, err=as_json)
    if checked.problems or (report and report.gone):
        sys.exit(1)


def _usual_roots(settings: Settings) -> Sequence[Path]:
    own = settings.curriculum_dir
    return (shipped("curriculum"),) if own is None else (shipped("curriculum"), own)


@dataclass(frozen=True)
class _Checked:
    """What was read, how many further case studies stand beside each, and every mistake."""

    library: Library
    listed: Mapping[CurriculumId, int]
    problems: Sequence[Problem]


def _checked(library: Library) -> _Checked:
    """The curricula with the catalogues and aliases beside them."""
    listed: dict[CurriculumId, int] = {}
    problems = [problem for error in library.refused for problem in error.problems]
    for each in library.curricula.values():
        try:
            listed[each.id] = len(load_shelf(library.folders[each.id], each).catalogue.entries)
        except CurriculumError as error:
            problems += error.problems
    return _Checked(library, listed, problems)


@command.command("reload")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def reload(context: Context, as_json: bool) -> None:
    """Publish the curricula as the files are now; a running bot follows within seconds."""
    migrations(context.settings).check()
    moved = asyncio.run(_publish(context.settings))
    text = f"Published. {_many(moved, 'plan')} that people follow went along; nobody lost a place."
    say(text, as_json=as_json, plans=moved)


async def _publish(settings: Settings) -> int:
    async with open_app(settings) as app:
        return await publish(app.store, app.studies)


def _as_text(checked: _Checked, report: LinkReport | None) -> str:
    problems, curricula = checked.problems, checked.library.curricula.values()
    lines = [_summary(each, listed=checked.listed.get(each.id, 0)) for each in curricula]
    lines += [f"{_near(each.file)}:{each.line}: {each.what} Fix: {each.fix}" for each in problems]
    if problems:
        lines.append(f"{len(problems)} to fix." if len(problems) > 1 else "One to fix.")
    return "\n".join([*lines, *(report.lines() if report else [])])


def _readings(curriculum: Curriculum) -> int:
    """How many readings it offers, parts of books not counted."""
    return sum(each.unit_of is None and not each.retired for each in curriculum.resources.values())


def _summary(curriculum: Curriculum, *, listed: int) -> str:
    readings, plans = _readings(curriculum), len(curriculum.plans)
    counted = f"{_many(readings, 'reading')}, {_many(plans, 'plan')}"
    beside = f", {_many(listed, 'further case study')} to search" if listed else ""
    return f"{curriculum.id}: {counted}{beside}, revision {curriculum.revision}"


def _many(count: int, word: str) -> str:
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count} {word if count == 1 else plural}"


def _near(file: Path) -> Path:
    """A path as one would type it from here."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _as_json(checked: _Checked, report: LinkReport | None) -> str:
    found: dict[str, object] = {
        "curricula": [
            {
                "id": each.id,
                "title": each.title,
                "readings": _readings(each),
                "plans": [{"id": plan.id, "readings": len(plan.resources)} for plan in each.plans],
                "further_case_studies": checked.listed.get(each.id, 0),
                "revision": each.revision,
            }
            for each in checked.library.curricula.values()
        ],
        "problems": [
            {"file": str(each.file), "line": each.line, "what": each.what, "fix": each.fix}
            for each in checked.problems
        ],
    }
    if report:
        found["links"] = report.rows()
    return json.dumps(found, ensure_ascii=False, indent=2)
