"""Discord's answers, sorted into what became of a send."""

from datetime import timedelta

import aiohttp
import discord
import pytest

from bot.domain.delivery import Rejected, Scope, Sent, Throttled, Unknown, Unreadable
from bot.platforms.discord import outcomes


class Answer:
    """What discord.py keeps of a response."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "because"


def error(status: int, code: int) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.HTTPException)
    return kind(Answer(status), {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("status", "code", "scope"),
    [
        (403, 50001, Scope.DESTINATION),
        (403, 50013, Scope.DESTINATION),
        (403, 50007, Scope.DESTINATION),
        (403, 50278, Scope.DESTINATION),
        (404, 10003, Scope.DESTINATION),
        (404, 10013, Scope.DESTINATION),
        (400, 50008, Scope.DESTINATION),
        (400, 50024, Scope.DESTINATION),
        (404, 10004, Scope.WORKSPACE),
        (400, 50035, Scope.MESSAGE),
        (400, 50006, Scope.MESSAGE),
        (400, 40005, Scope.MESSAGE),
    ],
)
def test_a_permanent_refusal_says_how_much_it_shuts(status: int, code: int, scope: Scope) -> None:
    outcome = outcomes.of_error(error(status, code))
    assert isinstance(outcome, Rejected)
    assert outcome.scope is scope
    assert str(code) in outcome.reason


@pytest.mark.parametrize(("status", "code"), [(400, 40003), (429, 20016), (429, 20028)])
def test_a_full_place_waits_alone(status: int, code: int) -> None:
    outcome = outcomes.of_error(error(status, code))
    assert isinstance(outcome, Throttled)
    assert outcome.scope is Scope.DESTINATION


def test_a_repeat_of_a_deleted_message_counts_as_sent() -> None:
    assert isinstance(outcomes.of_error(error(404, 10008)), Sent)


@pytest.mark.parametrize(
    "caught",
    [
        error(500, 0),
        error(503, 0),
        error(503, 130000),
        error(403, 99999),
        error(404, 0),
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(104, "reset"),
        ValueError("of ours"),
    ],
    ids=repr,
)
def test_what_may_have_arrived_is_unknown(caught: Exception) -> None:
    assert isinstance(outcomes.of_error(caught), Unknown)


def test_only_what_no_page_lists_is_worth_a_line_in_the_log() -> None:
    assert not outcomes.is_listed(error(403, 99999))
    for known in (error(403, 50001), error(500, 0), error(401, 0), TimeoutError()):
        assert outcomes.is_listed(known)


def test_a_rate_limit_is_of_one_place_unless_it_is_the_bots_own() -> None:
    limited = discord.RateLimited(3.5)
    here = Throttled(retry_in=timedelta(seconds=3.5), scope=Scope.DESTINATION)
    everywhere = Throttled(retry_in=timedelta(seconds=3.5), scope=Scope.WORKSPACE)
    assert outcomes.of_error(limited) == here
    assert outcomes.of_error(limited, everywhere=True) == everywhere
    assert outcomes.of_error(discord.RateLimited(10**9)) == Throttled(
        retry_in=outcomes.LONGEST_WAIT, scope=Scope.DESTINATION
    )


def test_a_ban_and_a_refused_token_silence_the_whole_bot() -> None:
    for status, wait in ((429, outcomes.BANNED), (401, outcomes.LONGEST_WAIT)):
        outcome = outcomes.of_error(error(status, 0))
        assert isinstance(outcome, Throttled)
        assert (outcome.retry_in, outcome.scope) == (wait, Scope.WORKSPACE)


def test_a_history_that_is_shut_will_never_tell() -> None:
    assert outcomes.unreadable(error(403, 50001)) == Unreadable(reason="50001 missing access")
    later = outcomes.unreadable(TimeoutError())
    assert isinstance(later, Unreadable)
    assert later.retry_in is not None
