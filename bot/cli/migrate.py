"""`mlops-bot migrate`."""

import click

from bot.cli.context import Context
from bot.cli.output import say
from bot.process import migrations, prepared


@click.command("migrate", short_help="Bring the database to this program's version.")
@click.option("--check", is_flag=True, help="Only say whether anything is to be done.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, check: bool, as_json: bool) -> None:
    """Bring the database to this program's version; a SQLite file is copied first."""
    plan = migrations(context.settings)
    before, wanted = plan.current(), plan.head()
    if check or before == wanted:
        text = f"The database is at version {before or 'none'}"
        text += "; nothing to do." if before == wanted else f"; this program wants {wanted}."
        say(text, as_json=as_json, version=before, wanted=wanted)
        return
    if context.settings.is_sqlite:
        with prepared(context.settings):  # which is to hold the file and migrate it
            pass
    else:
        plan.upgrade()
    say(
        f"The database is now at version {wanted} (it was at {before or 'none'}).",
        as_json=as_json,
        version=wanted,
        wanted=wanted,
    )
