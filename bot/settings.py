"""Settings: the only reader of the environment, frozen, built once."""

import base64
import hashlib
import hmac
import os
import re
import secrets
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import Fault

DEFAULT_DATABASE = "sqlite:///data/study.sqlite3"
_SQLITE = re.compile(r"sqlite(\+\w+)?:///(?!:memory:)[^?#]*[^?#/]")
_POSTGRESQL = re.compile(r"postgres(ql(\+\w+)?)?")
_WHO = re.compile(r"://[^/\s]*@")
SHORTEST_SECRET = 4
"""Anything shorter would black out half of every log line."""
KEY_BYTES = 32
OWNER_ONLY = 0o600


class BadSettings(Fault):
    """A setting cannot be used; the text names the variable and the fix."""


class Switch(StrEnum):
    """Whether the web chat runs: `auto` is only without another platform."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


def _safe_address(value: str | None) -> str | None:
    """Tokens go to this address: encrypted, unless it is this machine's own loopback."""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if host and parts.scheme in {"https", "wss"}:
        return value
    if host and parts.scheme in {"http", "ws"} and _is_loopback(host):
        return value
    raise ValueError("use https:// or wss://; http:// is for loopback addresses only")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_postgresql(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(_POSTGRESQL.fullmatch(parts.scheme)) and parts.port != 0
    except ValueError:  # a port that is no number, or half an IPv6 address
        return False


Address = Annotated[str | None, AfterValidator(_safe_address)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """Everything that can be set; `.env` is read, the process's own variables win."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr = SecretStr(DEFAULT_DATABASE)
    secret_keys: SecretStr | None = None
    public_url: Address = None
    host: str = "127.0.0.1"
    port: Port = 8080
    health_port: Port = 8081
    webchat: Switch = Switch.AUTO
    webchat_port: Port = 8765
    webchat_password: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    discord_token: SecretStr | None = None
    slack_api_url: Address = None
    discord_api_url: Address = None
    discord_gateway_url: Address = None
    curriculum_dir: Path | None = None
    log_json: bool = False
    failpoint: str = ""

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value()
        if not (_SQLITE.fullmatch(address) or _is_postgresql(address)):
            raise ValueError(
                "use sqlite:///path/to/file or postgresql://user:password@host/database; "
                "signs such as @ : / # in the password are written %40 %3A %2F %23"
            )
        return value

    @property
    def database(self) -> str:
        """The database's address, with the password in it: never log it."""
        url = self.database_url.get_secret_value()
        return url.replace("postgres://", "postgresql://", 1)

    @property
    def is_sqlite(self) -> bool:
        """Whether everything is kept in one file by one process."""
        return self.database.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path:
        """The database file, where it is one."""
        return Path(self.database.split(":///", 1)[1])

    @property
    def data_folder(self) -> Path:
        """Where files of this process are kept: beside the database file, where there is one."""
        return self.sqlite_file.parent if self.is_sqlite else Path("data")

    @property
    def other_platform(self) -> bool:
        """Whether Slack or Discord is configured."""
        tokens = (self.slack_bot_token, self.slack_client_id, self.discord_token)
        return any(token is not None for token in tokens)

    @property
    def web_chat_on(self) -> bool:
        """Whether the web chat runs: asked for, or nothing else is configured."""
        if self.webchat is Switch.AUTO:
            return not self.other_platform and self.public_url is None
        return self.webchat is Switch.ON


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - any setting by its name
    """The settings of this process.

    Raises:
        BadSettings: a variable has a value that cannot be used.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, each['loc'])).upper() or 'settings'}: {_plain(each['msg'])}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        raise BadSettings("\n".join(lines)) from None


def redacted(settings: Settings) -> dict[str, str]:
    """The effective settings by variable name, secrets hidden."""
    shown: dict[str, str] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        hidden = isinstance(value, SecretStr) and not _harmless(value.get_secret_value())
        plain = value.get_secret_value() if isinstance(value, SecretStr) else value
        known = "" if plain is None else _WHO.sub("://(hidden)@", str(plain))
        shown[name.upper()] = "(set, hidden)" if hidden else known
    return shown


def secrets_of(settings: Settings) -> frozenset[str]:
    """Every secret in these settings as it might stand in a log line; too short ones left out."""
    values = (getattr(settings, name) for name in Settings.model_fields)
    found = {value.get_secret_value() for value in values if isinstance(value, SecretStr)}
    if settings.is_sqlite:
        found.discard(settings.database_url.get_secret_value())
    else:
        password = urlsplit(settings.database).password or ""
        found |= {password, unquote(password)}
    if settings.secret_keys is not None:
        found |= set(_keys(settings.secret_keys))
    return frozenset(each for each in found if len(each) >= SHORTEST_SECRET)


def secret_keys(settings: Settings) -> tuple[bytes, ...]:
    """The secret keys, the newest first; beside SQLite one is made in a 0600 file if none is set.

    Raises:
        BadSettings: PostgreSQL without SECRET_KEYS, or a key that is too short.
    """
    if settings.secret_keys is not None:
        keys = [_decoded(each) for each in _keys(settings.secret_keys)]
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise BadSettings(f"SECRET_KEYS: each key is 32 bytes in base64. Make one: {_MAKE}")
        return tuple(keys)
    if not settings.is_sqlite:
        raise BadSettings(f"SECRET_KEYS: PostgreSQL needs one. Make it: {_MAKE}")
    return (base64.urlsafe_b64decode(_key_file(settings.sqlite_file)),)


def secret_key(settings: Settings) -> bytes:
    """The newest secret key."""
    return secret_keys(settings)[0]


def derived_keys(settings: Settings, purpose: str) -> tuple[bytes, ...]:
    """Keys for one purpose alone, drawn from the secret keys, the newest first."""
    drawn = (hmac.new(key, purpose.encode(), hashlib.sha256) for key in secret_keys(settings))
    return tuple(each.digest() for each in drawn)


def derived_key(settings: Settings, purpose: str) -> bytes:
    """The newest key for one purpose alone."""
    return derived_keys(settings, purpose)[0]


_MAKE = (
    'python -c "import base64, secrets; '
    'print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
)


def _keys(value: SecretStr) -> list[str]:
    return [each.strip() for each in value.get_secret_value().split(",")]


def _decoded(key: str) -> bytes:
    try:
        return base64.b64decode(key, altchars=b"-_", validate=True)
    except ValueError:
        return b""


def _key_file(database: Path) -> bytes:
    path = database.with_name(database.name + ".key")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)))
    return path.read_bytes()


def _harmless(value: str) -> bool:
    return value.startswith("sqlite:") or not value


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
