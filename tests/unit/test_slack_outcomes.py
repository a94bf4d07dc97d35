"""What each answer of Slack means for a send: nothing goes twice, nothing is given up too soon."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.delivery import Rejected, Scope, Throttled, Unknown, Unreadable
from bot.domain.edits import Gone
from bot.platforms.slack import outcomes

DOCUMENTED = """
access_denied accesslimited account_inactive agent_prompt_display_not_allowed
app_access_restricted as_user_not_supported attachment_payload_limit_exceeded
cannot_reply_to_message channel_not_found deprecated_endpoint draft_already_deleted
draft_already_sent draft_has_conflict draft_not_found duplicate_channel_not_found
duplicate_message_not_found ekm_access_denied enterprise_is_restricted fatal_error
internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_blocks
invalid_blocks_format invalid_charset invalid_form_data invalid_metadata_format
invalid_metadata_schema invalid_post_type is_archived markdown_text_conflict
message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large
method_deprecated missing_file_data missing_post_type missing_scope msg_blocks_too_long
msg_too_long no_permission no_text not_allowed_token_type not_authed not_in_channel
org_login_required rate_limited ratelimited request_timeout restricted_action
restricted_action_non_threadable_channel restricted_action_read_only_channel
restricted_action_thread_locked restricted_action_thread_only_channel send_on_behalf_not_allowed
service_unavailable slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
slack_connect_lists_sharing_blocked team_access_not_granted team_added_to_org team_not_found
token_expired token_revoked too_many_attachments too_many_contact_cards
two_factor_setup_required
"""
"""Every error on docs.slack.dev, reference/methods/chat.postMessage."""

AMBIGUOUS = {"internal_error", "fatal_error", "service_unavailable"} | {
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
}


def error(code: str = "", *, status: int = 200, **headers: str) -> SlackApiError:
    data: Any = {"ok": False, "error": code} if code else {}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers=named,
        status_code=status,
    )
    return SlackApiError("failed", response)  # type: ignore[no-untyped-call]  # the SDK's


def test_every_documented_error_is_classified() -> None:
    assert set(DOCUMENTED.split()) <= set(outcomes.OUTCOMES)


def test_what_may_have_arrived_is_never_sent_again_blindly() -> None:
    unknown = {code for code, each in outcomes.OUTCOMES.items() if isinstance(each, Unknown)}
    assert unknown == AMBIGUOUS


@pytest.mark.parametrize("code", ["something_new", "", "Not a code; drop table"])
def test_what_nobody_listed_may_have_arrived(code: str) -> None:
    assert isinstance(outcomes.refused(error(code)), Unknown)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_may_have_arrived_whatever_its_body_says(status: int) -> None:
    assert outcomes.refused(error(status=status)) == Unknown(cause=f"HTTP {status}")
    assert isinstance(outcomes.refused(error("channel_not_found", status=status)), Unknown)


@pytest.mark.parametrize(
    ("said", "waits"),
    [("7", 7), ("0", 1), ("999999999999999999999", 30), ("soon", 30), ("86400", 3600), ("-3", 1)],
)
def test_a_limit_waits_as_long_as_slack_says(said: str, waits: int) -> None:
    limited = error("ratelimited", status=429, Retry_After=said)
    assert outcomes.refused(limited) == Throttled(retry_in=timedelta(seconds=waits))


def test_a_limit_without_a_hint_waits_all_the_same() -> None:
    assert isinstance(outcomes.refused(error("rate_limited")), Throttled)
    assert isinstance(outcomes.refused(error(status=429)), Throttled)


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        ("channel_not_found", Scope.DESTINATION),
        ("is_archived", Scope.DESTINATION),
        ("no_permission", Scope.DESTINATION),
        ("access_denied", Scope.DESTINATION),
        ("invalid_auth", Scope.WORKSPACE),
        ("missing_scope", Scope.WORKSPACE),
        ("msg_blocks_too_long", Scope.MESSAGE),
        ("invalid_blocks", Scope.MESSAGE),
    ],
)
def test_what_no_try_again_would_help_is_rejected(code: str, scope: Scope) -> None:
    assert outcomes.refused(error(code)) == Rejected(reason=code, scope=scope)


def test_a_connection_that_never_stood_sent_nothing() -> None:
    refused = aiohttp.ClientConnectorError(None, OSError(111, "refused"))  # type: ignore[arg-type]
    assert isinstance(outcomes.failed(refused), Throttled)
    assert isinstance(outcomes.failed(aiohttp.ConnectionTimeoutError()), Throttled)


@pytest.mark.parametrize(
    "lost",
    [TimeoutError(), aiohttp.ServerDisconnectedError(), aiohttp.SocketTimeoutError(), OSError(104)],
    ids=repr,
)
def test_a_connection_that_broke_may_have_sent_all(lost: Exception) -> None:
    assert outcomes.failed(lost) == Unknown(cause=type(lost).__name__)


def test_a_history_that_is_shut_never_will_tell_and_another_may_later() -> None:
    shut = outcomes.unreadable(error("not_in_channel"))
    assert shut == Unreadable(reason="not_in_channel", retry_in=None)
    limited = outcomes.unreadable(error("ratelimited", status=429, Retry_After="42"))
    assert isinstance(limited, Unreadable)
    assert limited.retry_in == timedelta(seconds=42)
    for passing in (error(status=500), TimeoutError(), aiohttp.ServerDisconnectedError()):
        lookup = outcomes.unreadable(passing)
        assert isinstance(lookup, Unreadable)
        assert lookup.retry_in is not None


@pytest.mark.parametrize("code", sorted(outcomes.EDITED_NO_MORE | {"channel_not_found"}))
def test_a_message_that_cannot_be_edited_any_more_is_forgotten(code: str) -> None:
    answer = outcomes.of_edit(outcomes.refused(error(code)), code=code)
    assert answer == Gone(reason=code)


def test_an_edit_waits_and_is_tried_again_as_a_send_would_be() -> None:
    limited = outcomes.refused(error("ratelimited", status=429, Retry_After="7"))
    assert outcomes.of_edit(limited) == Throttled(retry_in=timedelta(seconds=7))
    lost = outcomes.of_edit(outcomes.failed(TimeoutError()))
    assert isinstance(lost, Unknown)


@pytest.mark.parametrize("code", sorted(outcomes.NO_THREAD))
def test_the_thread_of_a_deleted_message_will_never_tell(code: str) -> None:
    assert outcomes.unreadable(error(code)) == Unreadable(reason=code, retry_in=None)
