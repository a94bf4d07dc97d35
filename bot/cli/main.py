"""Entry point of `mlops-bot`: the verbs, their settings, and how errors read."""

import sys
from collections.abc import Callable
from importlib import import_module

import click

from bot import __version__
from bot.cli.context import Context
from bot.domain.errors import Fault, UserError
from bot.heap import collect_rarely
from bot.settings import BadSettings

BAD_USAGE = 2

VERBS = {
    "serve": (
        "bot.cli.serve",
        "Run the bot: web chat or Slack, the scheduler and all that sends.",
    ),
    "say": ("bot.cli.say", "Say something to the bot and read its answer here."),
    "tick": ("bot.cli.tick", "Plan and send what is due now, once."),
    "rehearse": ("bot.cli.rehearse", "Show what would be sent, to whom, when and why."),
    "migrate": ("bot.cli.migrate", "Bring the database to this program's version."),
    "doctor": ("bot.cli.doctor", "Name what is missing, with the fix."),
    "config": ("bot.cli.config", "Show the settings in force, secrets hidden."),
    "curriculum": ("bot.cli.curriculum", "Check the curricula."),
    "deliveries": ("bot.cli.deliveries", "Look at deliveries; resend, hold or release them."),
    "limits": ("bot.cli.limits", "Show or change how much a workspace may have."),
    "erasures": ("bot.cli.erasures", "Who was erased; erase them from a restored backup."),
    "slack": ("bot.cli.slack", "Set up Slack."),
    "discord": ("bot.cli.discord", "Sync Discord's menu of commands; print the install links."),
    "stats": ("bot.cli.stats", "Count plans and deliveries."),
}


class Verbs(click.Group):
    """Imports a verb only when it is used, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the help page."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name."""
        del ctx
        if cmd_name not in VERBS:
            return None
        command = import_module(VERBS[cmd_name][0]).command
        assert isinstance(command, click.Command)  # noqa: S101 - each module's promise
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mlops-bot")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """A study-plan bot. Try it without any set-up: mlops-bot serve."""
    ctx.obj = Context()


def main() -> None:
    """Run the command line; an operator's mistake is one clear text and exit code 2."""
    collect_rarely()
    _run(cli)


def _run(command: Callable[[], object]) -> None:
    try:
        command()
    except BadSettings as error:
        click.echo(f"Settings that cannot be used:\n{error}", err=True)
        sys.exit(BAD_USAGE)
    except (Fault, UserError) as error:
        click.echo(str(error) or " ".join((type(error).__doc__ or "").split()), err=True)
        sys.exit(BAD_USAGE)
