"""What becomes of a send and of a look-up: every documented error of chat.postMessage, classified.

Errors: docs.slack.dev, reference/methods/chat.postMessage. What is not listed may have arrived.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.domain.delivery import (
    Lookup,
    Outcome,
    Rejected,
    Scope,
    Sent,
    Throttled,
    Unknown,
    Unreadable,
)
from bot.domain.edits import EditOutcome, Gone

SOON = timedelta(seconds=5)
"""Certainly not sent and soon worth another try."""
NO_HINT = timedelta(seconds=30)
"""Rate limited, without saying for how long."""
LATER = timedelta(minutes=5)
HOURS = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=1)
TOO_MANY = 429
SERVER_ERROR = 500
_CODE = re.compile(r"[a-z0-9_]{1,60}")


def _rejected(scope: Scope, *codes: str) -> dict[str, Outcome]:
    return {code: Rejected(reason=code, scope=scope) for code in codes}


def _waits(retry_in: timedelta, *codes: str) -> dict[str, Outcome]:
    return {code: Throttled(retry_in=retry_in, reason=code) for code in codes}


def _unknown(*codes: str) -> dict[str, Outcome]:
    return {code: Unknown(cause=code) for code in codes}


OUTCOMES: Mapping[str, Outcome] = {
    # The request was turned away before anything was posted.
    **_waits(NO_HINT, "ratelimited", "rate_limited"),
    **_waits(SOON, "request_timeout"),
    **_waits(LATER, "team_added_to_org", "token_expired"),
    **_waits(HOURS, "message_limit_exceeded", "org_login_required"),
    # Part of it may have succeeded.
    **_unknown(
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "duplicate_channel_not_found",
        "duplicate_message_not_found",
    ),
    # The whole workspace is shut until somebody there acts.
    **_rejected(
        Scope.WORKSPACE,
        "accesslimited",
        "account_inactive",
        "app_access_restricted",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "team_not_found",
        "token_revoked",
        "two_factor_setup_required",
    ),
    # This one place is shut. Of no_permission the page says that we are no member there.
    **_rejected(
        Scope.DESTINATION,
        "access_denied",
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "cannot_dm_bot",
    ),
    # Our own mistake: the same message would be refused again.
    **_rejected(
        Scope.MESSAGE,
        "agent_prompt_display_not_allowed",
        "as_user_not_supported",
        "attachment_payload_limit_exceeded",
        "deprecated_endpoint",
        "draft_already_deleted",
        "draft_already_sent",
        "draft_has_conflict",
        "draft_not_found",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "markdown_text_conflict",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "missing_file_data",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "send_on_behalf_not_allowed",
        "slack_connect_canvas_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "slack_connect_lists_sharing_blocked",
        "too_many_attachments",
        "too_many_contact_cards",
    ),
}
"""What each error means for a send."""

EDITED_NO_MORE = frozenset(
    {
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "is_inactive",
        "update_failed",
        "external_channel_migrating",
    }
)
"""What chat.update answers where nothing is to be changed (docs.slack.dev, reference/methods/
chat.update)."""

NO_THREAD = frozenset({"thread_not_found", "message_not_found"})
"""What conversations.replies answers where the message of a thread was deleted (docs.slack.dev,
reference/methods/conversations.replies)."""

_SETTLED = (Scope.WORKSPACE, Scope.DESTINATION)


def code_of(error: SlackApiError) -> str:
    """The error's name; empty where Slack's answer has none, as with a 5xx that is no JSON."""
    response = error.response
    found = response.get("error", "") if isinstance(getattr(response, "data", None), dict) else ""
    return found if isinstance(found, str) and _CODE.fullmatch(found) else ""


def refused(error: SlackApiError) -> Outcome:
    """What an answer that is not ok says about the send."""
    status = _status(error)
    code = code_of(error)
    if status == TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return Throttled(retry_in=retry_after(error))
    if status >= SERVER_ERROR:
        return Unknown(cause=f"HTTP {status}")
    return OUTCOMES.get(code, Unknown(cause=f"unlisted error {code or '(none)'}"))


def failed(error: BaseException) -> Outcome:
    """What a request that got no answer says about the send."""
    if is_unsent(error):
        return Throttled(retry_in=SOON, reason=type(error).__name__)
    return Unknown(cause=type(error).__name__)


def of_edit(outcome: Outcome, *, code: str = "") -> EditOutcome:
    """What the answer to an edit says, sorted as that to a send; `code` is the error's name."""
    match outcome:
        case Rejected(reason=reason):
            return Gone(reason=reason)
        case Unknown() if code in EDITED_NO_MORE:
            return Gone(reason=code)
        case Throttled() | Unknown():
            return outcome
        case Sent():
            raise AssertionError(outcome)  # no error says that it worked


def is_unsent(error: BaseException) -> bool:
    """Whether the connection failed before a byte of the request was written."""
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


def retry_after(error: SlackApiError) -> timedelta:
    """How long Slack asks to wait: whole seconds in Retry-After, an hour at most."""
    headers = getattr(error.response, "headers", None) or {}
    said = {str(name).lower(): value for name, value in headers.items()}.get("retry-after", "")
    try:
        wait = timedelta(seconds=int(said))
    except (ValueError, OverflowError):
        return NO_HINT
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def unreadable(error: Exception) -> Lookup:
    """What a failed look-up says: it never will tell where the history is shut to us."""
    if not isinstance(error, SlackApiError):
        return Unreadable(reason=type(error).__name__, retry_in=SOON)
    if code_of(error) in NO_THREAD:
        return Unreadable(reason=code_of(error))
    outcome = refused(error)
    match outcome:
        case Rejected(scope=scope) if scope in _SETTLED:
            return Unreadable(reason=outcome.reason)
        case Throttled():
            return Unreadable(reason=outcome.reason, retry_in=outcome.retry_in)
        case _:
            return Unreadable(reason=code_of(error) or "no answer", retry_in=NO_HINT)


def _status(error: SlackApiError) -> int:
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return status if isinstance(status, int) else 0
