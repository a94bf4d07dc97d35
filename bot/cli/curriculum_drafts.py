"""`mlops-bot curriculum new` and `import`: reading lists to go on from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from bot.cli.context import Context
from bot.cli.output import say
from bot.domain.curriculum import Curriculum
from bot.domain.shown import clean
from bot.library.drafts import BadName, NotWritten, example, write_draft
from bot.library.files import Unreadable, read_text
from bot.settings import Settings

_SHOWN = 3
_INTO = click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="The folder to write it to; CURRICULUM_DIR or this folder, if it is left out.",
)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command("new")
@click.argument("name")
@_INTO
@_AS_JSON
@click.pass_obj
def new(context: Context, name: str, into: Path | None, as_json: bool) -> None:
    """Write a commented example of every field there is, under NAME."""
    folder, made = write_draft(example(name), name=name, into=_folder(context.settings, into))
    text = f"Wrote an example to {folder}. Change its words, then run: {_check(folder)}"
    say(text, as_json=as_json, folder=str(folder), readings=len(made.resources))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="The list's id and folder; made of the file's name, if left out.")
@_INTO
@_AS_JSON
@click.pass_obj
def import_list(
    context: Context, file: Path, name: str | None, into: Path | None, *, as_json: bool
) -> None:
    """Turn a Markdown list of links into a draft; its headings become sections."""
    from bot.library.markdown_draft import draft_of  # noqa: PLC0415 - the parser is for here alone
    from bot.library.markdown_links import find_links  # noqa: PLC0415 - see above

    named = name or _name_of(file)
    found = find_links(_read(file))
    files = draft_of(found, name=named, source=file.name)
    folder, made = write_draft(files, name=named, into=_folder(context.settings, into))
    if not as_json:
        for line in _left_out(found.skipped):
            click.echo(line, err=True)
    say(
        _told(folder, made),
        as_json=as_json,
        folder=str(folder),
        readings=len(made.resources),
        sections=len(made.sections),
        left_out=found.skipped,
    )


def _folder(settings: Settings, into: Path | None) -> Path:
    return into or settings.curriculum_dir or Path()


def _check(folder: Path) -> str:
    return f"mlops-bot curriculum check {folder}"


def _name_of(file: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", file.stem.casefold()).strip("-")[:40].strip("-")
    if not name:
        raise BadName(f"Nothing in {file.name!r} makes a name; give one with --name.")
    return name


def _read(file: Path) -> str:
    """The text of the file that the operator named, wherever a link leads."""
    try:
        real = file.resolve(strict=True)
        return read_text(real, inside=real.parent)
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "its link leads in a circle"
        raise NotWritten(f"{file} cannot be opened: {why}.") from error
    except Unreadable as error:
        raise NotWritten(f"{file}:{error.line}: {error.what} Fix: {error.fix}") from error


def _told(folder: Path, made: Curriculum) -> str:
    return (
        f"Wrote {len(made.resources)} readings in {len(made.sections)} sections to {folder}. "
        f"Fill in what is marked there, then run: {_check(folder)}"
    )


def _left_out(skipped: Mapping[str, Sequence[tuple[int, str]]]) -> Iterator[str]:
    """Each reason for leaving links out, with how many and the first of them."""
    for reason, links in skipped.items():
        some = ", ".join(f"line {line} {clean(url)[:60]}" for line, url in links[:_SHOWN])
        more = f" and {len(links) - _SHOWN} more" if len(links) > _SHOWN else ""
        yield f"Left out, {reason}: {some}{more}"
