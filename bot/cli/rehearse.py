"""`mlops-bot rehearse`."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import click

from bot.app import App, open_app
from bot.cli.context import Context
from bot.cli.output import say, show
from bot.domain.errors import Fault
from bot.domain.ids import EnrollmentId
from bot.domain.schedule import local
from bot.logs import set_up_logs
from bot.ports import Following
from bot.process import migrations
from bot.settings import Settings, secrets_of
from bot.usecases.imagined import Imagined, ImaginedClock, ImaginedPlans, Life
from bot.usecases.rehearse import MOST, Assume, Stage, rehearse, title_of, why


class NoSuchPlan(Fault):
    """No plan that runs or pauses has this number. See the numbers: mlops-bot rehearse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What a rehearsal found, and how many plans it looked at."""

    rows: list[dict[str, Any]]
    plans: int
    more: bool


@click.command("rehearse", short_help="Show what would be sent, to whom, when and why.")
@click.option(
    "--days",
    type=click.IntRange(1, 3_660),
    default=14,
    show_default=True,
    help="How many days to look ahead.",
)
@click.option("--enrollment", type=click.IntRange(1), help="Only the plan of this number.")
@click.option(
    "--assume",
    type=click.Choice([each.value for each in Assume]),
    default=Assume.FINISHES.value,
    show_default=True,
    help="What people do with their readings.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(
    context: Context, days: int, enrollment: int | None, assume: str, as_json: bool
) -> None:
    """Show what would be sent, to whom, when and why; sends and stores nothing."""
    settings = context.settings
    set_up_logs(as_json=settings.log_json, level=logging.ERROR, secrets=secrets_of(settings))
    migrations(settings).check()
    only = EnrollmentId(enrollment) if enrollment is not None else None
    ahead = asyncio.run(_rehearse(settings, days=days, only=only, assume=Assume(assume)))
    show(ahead.rows, as_json=as_json, empty=f"Nothing would be sent in {days} days.")
    if ahead.more:
        click.echo(f"There are more than {MOST:,} plans; only the first {MOST:,} are shown. "
                   "Name one with --enrollment.", err=True)  # fmt: skip
    if not as_json:
        plans = "1 plan" if ahead.plans == 1 else f"{ahead.plans:,} plans"
        say(f"{len(ahead.rows)} messages for {plans} in {days} days; nothing was sent or stored.",
            as_json=False)  # fmt: skip


async def _rehearse(
    settings: Settings, *, days: int, only: EnrollmentId | None, assume: Assume
) -> Ahead:
    async with open_app(settings) as app:
        following = await app.store.rehearsing.following(limit=MOST + 1, only=only)
        if only is not None and not following:
            raise NoSuchPlan
        shown = following[:MOST]
        clock = ImaginedClock(app.clock.now())
        lives = [Life(view=each.view, standing=each.standing, week=each.week) for each in shown]
        stage = Stage(plans=ImaginedPlans(lives, clock), studies=app.studies.at(clock), clock=clock)
        until = clock.now() + timedelta(days=days)
        told = await rehearse(stage, until=until, assume=assume)
        return Ahead(rows=_rows(app, shown, told=told), plans=len(shown),
                     more=len(following) > MOST)  # fmt: skip


def _rows(
    app: App, following: Sequence[Following], *, told: Sequence[Imagined]
) -> list[dict[str, Any]]:
    who = {each.view.enrollment.id: each for each in following}
    return [_row(app, each, of=who[each.before.enrollment.id]) for each in told]


def _row(app: App, imagined: Imagined, *, of: Following) -> dict[str, Any]:
    enrollment = imagined.before.enrollment
    study = app.studies.of(enrollment.curriculum)
    return {
        "utc": _minute(imagined.at),
        "local": f"{_minute(local(imagined.at, enrollment.pace.zone))} {enrollment.pace.zone}",
        "to": f"{of.to.platform}/{of.to.workspace}/{of.to.place}",
        "person": of.person,
        "enrollment": enrollment.id,
        "plan": enrollment.plan,
        "kind": imagined.delivery.kind.value,
        "what": title_of(imagined, study),
        "why": why(imagined),
    }


def _minute(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d %H:%M}"
