"""Slack's side of an installation: consent, codes, tokens that may expire, and their end.

Protocol: docs.slack.dev, authentication/installing-with-oauth, authentication/using-token-rotation.
"""

import base64
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.slack_state import Json, SlackError, SlackState, Workspace

LASTS_S = 43_200
CODE_LASTS_S = 600


@dataclass
class Grant:
    """What somebody agreed to; its code is good once."""

    team: Workspace
    user: str
    scopes: frozenset[str]
    redirect_uri: str
    at: float
    whole_organization: bool = False
    used: bool = False


@dataclass
class OAuth:
    """One app that workspaces install; `rotates` gives tokens that last twelve hours."""

    state: SlackState
    client_id: str = "1111.2222"
    client_secret: str = "c11e47-5ec2e7"
    rotates: bool = False
    grants: dict[str, Grant] = field(default_factory=dict)
    refreshes: dict[str, Workspace] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)

    def approve(
        self, authorize: str, *, team: Workspace, user: str, whole_organization: bool = False
    ) -> str:
        """Somebody presses Allow on the page that our link opened; where they are sent back to."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(authorize).query).items()}
        assert urlsplit(authorize).path == "/oauth/v2/authorize"
        assert asked["client_id"] == self.client_id
        code = f"code-{self.state.number()}"
        self.grants[code] = Grant(
            team=team,
            user=user,
            scopes=frozenset(asked["scope"].split(",")),
            redirect_uri=asked["redirect_uri"],
            at=self.state.now().timestamp(),
            whole_organization=whole_organization,
        )
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    @staticmethod
    def cancel(authorize: str) -> str:
        """Somebody presses Cancel; where they are sent back to."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(authorize).query).items()}
        said = {"error": "access_denied", "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def access(self, authorization: str, args: Json) -> Json:
        """`oauth.v2.access`: a code or a refresh token for an access token."""
        kind, _, given = authorization.partition(" ")
        wanted = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if kind != "Basic" or given != wanted:
            raise SlackError("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            team = self.refreshes.pop(args.get("refresh_token", ""), None)
            if team is None or not team.installed:
                raise SlackError("invalid_refresh_token")
            return self._token(team)
        grant = self.grants.get(args.get("code", ""))
        if grant is None or self.state.now().timestamp() - grant.at > CODE_LASTS_S:
            raise SlackError("invalid_code")
        if grant.used:
            raise SlackError("code_already_used")
        if args.get("redirect_uri") != grant.redirect_uri:
            raise SlackError("bad_redirect_uri")
        grant.used = True
        return self._granted(grant)

    def _granted(self, grant: Grant) -> Json:
        team = grant.team
        team.installed, team.scopes = True, grant.scopes
        body = self._token(team) | {"authed_user": {"id": grant.user}}
        if grant.whole_organization:
            enterprise = {"id": "E0001", "name": "Acme Holding"}
            return body | {"team": None, "enterprise": enterprise, "is_enterprise_install": True}
        return body

    def _token(self, team: Workspace) -> Json:
        number = self.state.number()
        team.bot_token = f"xoxb-{team.id}-secret-{number}"
        body: Json = {
            "access_token": team.bot_token,
            "token_type": "bot",
            "scope": ",".join(sorted(team.scopes)),
            "bot_user_id": team.bot_user.id,
            "app_id": "A0001",
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        if not self.rotates:
            team.tokens = {team.bot_token: float("inf")}
            return body
        refresh = f"xoxe-1-{team.id}-refresh-{number}"
        self.refreshes[refresh] = team
        team.bot_token = f"xoxe.{team.bot_token}"
        team.tokens[team.bot_token] = self.state.now().timestamp() + LASTS_S
        expiring = {"access_token": team.bot_token, "refresh_token": refresh}
        return body | expiring | {"expires_in": LASTS_S}

    def revoke(self, token: str) -> Json:
        """`auth.revoke`."""
        self.revoked.append(token)
        for team in self.state.workspaces.values():
            team.tokens.pop(token, None)
        return {"revoked": True}
