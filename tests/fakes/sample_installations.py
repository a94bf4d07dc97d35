"""A workspace that installed us, with tokens that a test can look for."""

from datetime import datetime

from bot.ports import Installation, Tokens

ACCESS, REFRESH = "xoxe.xoxb-1-canary-access", "xoxe-1-canary-refresh"


def installation(workspace: str, *, expires_at: datetime | None = None) -> Installation:
    return Installation(
        workspace=workspace,
        name="Acme",
        handle="studybot",
        user_id="UBOT",
        bot_id="B1",
        scopes=frozenset({"chat:write", "commands"}),
        tokens=Tokens(access=ACCESS, refresh=REFRESH, expires_at=expires_at),
    )
