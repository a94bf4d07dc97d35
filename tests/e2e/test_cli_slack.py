"""Setting Slack up from a shell: the manifest, and what `doctor` finds missing."""

import json

import pytest
import yaml

from bot.platforms.slack.manifest import EVENTS, NEEDED, OPTIONAL
from tests.fakes.command_line import CommandLine
from tests.fakes.slack_methods import SCOPES
from tests.fakes.slack_state import BOT_SCOPES

URL = "https://bot.example.org/slack/events"


def test_the_manifest_is_whole_and_says_why_for_each_permission(mlops_bot: CommandLine) -> None:
    ran = mlops_bot("slack", "manifest")
    made = yaml.safe_load(ran.out)
    assert made == mlops_bot("slack", "manifest", "--json").json
    assert made["oauth_config"]["scopes"]["bot"] == [*NEEDED, *OPTIONAL]
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["event_subscriptions"] == {"bot_events": [*EVENTS]}
    assert "request_url" not in ran.out
    for name, why in (NEEDED | EVENTS | OPTIONAL).items():
        assert any(name in line and why in line for line in ran.out.splitlines()), name


def test_the_manifest_asks_for_what_the_tests_of_slack_grant_and_no_more() -> None:
    asked = {*NEEDED, *OPTIONAL}
    assert asked == BOT_SCOPES
    assert {scope for scopes in SCOPES.values() for scope in scopes} <= asked


def test_the_manifest_for_http_names_the_public_address(mlops_bot: CommandLine) -> None:
    assert "PUBLIC_URL" in mlops_bot("slack", "manifest", "--http").err
    mlops_bot.set(PUBLIC_URL="https://bot.example.org/")
    made = json.loads(mlops_bot("slack", "manifest", "--http", "--json").out)
    assert made["settings"]["interactivity"]["request_url"] == URL
    assert made["settings"]["event_subscriptions"]["request_url"] == URL
    assert made["features"]["slash_commands"][0]["url"] == URL
    assert made["settings"]["socket_mode_enabled"] is False


def test_the_manifest_for_many_workspaces_knows_the_way_back_and_what_may_be_left_out(
    mlops_bot: CommandLine,
) -> None:
    assert "PUBLIC_URL" in mlops_bot("slack", "manifest", "--many").err
    mlops_bot.set(PUBLIC_URL="https://bot.example.org")
    ran = mlops_bot("slack", "manifest", "--many")
    made = yaml.safe_load(ran.out)
    assert made == mlops_bot("slack", "manifest", "--many", "--json").json
    oauth = made["oauth_config"]
    assert oauth["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]
    assert oauth["scopes"] == {"bot": [*NEEDED, *OPTIONAL], "bot_optional": [*OPTIONAL]}
    events = made["settings"]["event_subscriptions"]
    assert events == {"request_url": URL, "bot_events": [*EVENTS]}
    assert made["settings"]["token_rotation_enabled"] is True
    for name, why in EVENTS.items():
        assert any(name in line and why in line for line in ran.out.splitlines()), name


MANY = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "3456", "SLACK_SIGNING_SECRET": "7890"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1234"}, "SLACK_APP_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": "xapp-1234"}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_SIGNING_SECRET": "1234567"}, "SLACK_BOT_TOKEN is missing"),
        (
            {"SLACK_BOT_TOKEN": "xapp-1234", "SLACK_APP_TOKEN": "xapp-1234"},
            "SLACK_BOT_TOKEN is another kind of token",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1234", "SLACK_APP_TOKEN": "xoxb-1234"},
            "SLACK_APP_TOKEN is another kind of token",
        ),
    ],
)
def test_a_doctor_names_what_slack_lacks(
    mlops_bot: CommandLine, settings: dict[str, str], said: str
) -> None:
    mlops_bot.set(**settings)
    ran = mlops_bot("doctor")
    assert ran.code == 1
    assert said in ran.out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET: needed beside SLACK_CLIENT_ID"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET: needed beside SLACK_CLIENT_ID"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL: needed beside SLACK_CLIENT_ID"),
        ({"SLACK_BOT_TOKEN": "xoxb-1234"}, "SLACK_BOT_TOKEN: for one workspace alone"),
        ({"SLACK_APP_TOKEN": "xapp-1234"}, "SLACK_APP_TOKEN: for one workspace alone"),
    ],
)
def test_what_is_missing_for_many_workspaces_stops_the_start_and_is_named_by_the_doctor(
    mlops_bot: CommandLine, changed: dict[str, str], said: str
) -> None:
    mlops_bot.set(**({"PUBLIC_URL": "https://bot.example.org"} | MANY | changed))
    ran = mlops_bot("doctor")
    assert (ran.code, said in ran.out) == (1, True)
    ran = mlops_bot("serve")
    assert (ran.code, said in ran.err) == (2, True)


def test_a_doctor_is_content_with_what_many_workspaces_need(mlops_bot: CommandLine) -> None:
    mlops_bot.set(PUBLIC_URL="https://bot.example.org/", **MANY)
    ran = mlops_bot("doctor")
    assert ran.code == 0
    assert "they install it at https://bot.example.org/slack/install" in ran.out


def test_a_doctor_is_content_with_two_tokens(mlops_bot: CommandLine) -> None:
    mlops_bot.set(SLACK_BOT_TOKEN="xoxb-1234", SLACK_APP_TOKEN="xapp-1234")
    ran = mlops_bot("doctor")
    assert ran.code == 0
    assert "one workspace over Socket Mode" in ran.out
