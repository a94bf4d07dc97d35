"""What Slack is answered while nothing can be saved: kind words, wherever it takes words."""

import json

import pytest

from bot.platforms.slack.busy import NotNow, not_now, told_beside

SAID = NotNow.default()
INPUTS = {"blocks": [{"type": "section"}, {"type": "input", "block_id": "when"}]}
HOOK = "https://hooks.slack.com/actions/T1/1/x"


def test_it_says_when_to_try_again() -> None:
    assert "try again in a minute" in SAID


def test_a_command_is_answered_for_the_one_who_typed_it() -> None:
    answer = not_now({"command": "/mlops", "text": "done"})
    assert answer.status == 200
    assert json.loads(answer.body) == {"response_type": "ephemeral", "text": SAID}


def test_a_form_stays_open_with_what_is_filled_in() -> None:
    answer = not_now({"type": "view_submission", "view": INPUTS})
    assert json.loads(answer.body) == {"response_action": "errors", "errors": {"when": SAID}}


def test_a_press_on_a_message_is_answered_beside_it() -> None:
    press = {"type": "block_actions", "response_url": HOOK}
    assert not_now(press).status == 200
    assert told_beside(press) == (
        HOOK,
        {"response_type": "ephemeral", "replace_original": False, "text": SAID},
    )


@pytest.mark.parametrize(
    "body",
    [
        {"type": "block_actions", "view": INPUTS},
        {"type": "shortcut"},
        {"type": "view_submission", "view": {"blocks": []}},
    ],
    ids=lambda body: body["type"],
)
def test_where_slack_takes_no_words_it_shows_that_nothing_happened(body: dict[str, object]) -> None:
    assert not_now(body).status == 503
    assert told_beside(body) is None
