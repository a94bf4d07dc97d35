"""Settings: a bad one is named with its fix, a secret is never shown, `.env` comes second."""

import base64
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import (
    BadSettings,
    Settings,
    Switch,
    derived_key,
    load_settings,
    redacted,
    secret_key,
    secrets_of,
)
from tests.fakes.command_line import CommandLine

SECRET = [name for name, each in Settings.model_fields.items() if "SecretStr" in str(each)]
ADDRESSES = ("PUBLIC_URL", "SLACK_API_URL", "DISCORD_API_URL", "DISCORD_GATEWAY_URL")
OLD_KEY, NEW_KEY = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (0xFB, 0xFF))
CANARY = "canary-77ab"
SAFE = "http:// is for loopback addresses only"
DATABASE = "use sqlite:///path/to/file or postgresql://"


@pytest.mark.parametrize(
    ("variable", "value", "fix"),
    [
        ("DATABASE_URL", "mysql://u:canary-77ab@host/db", DATABASE),
        ("DATABASE_URL", "canary-77ab", DATABASE),
        ("DATABASE_URL", "sqlite:study", DATABASE),
        ("DATABASE_URL", "sqlite://", DATABASE),
        ("DATABASE_URL", "sqlite:///", DATABASE),
        ("DATABASE_URL", "sqlite:///:memory:", DATABASE),
        ("DATABASE_URL", "sqlite:///data/", DATABASE),
        ("DATABASE_URL", "sqlite:///a.db?mode=ro", DATABASE),
        ("DATABASE_URL", "postgresql://u:canary-77ab/x@host/db", "%2F"),
        ("DATABASE_URL", "postgresql://u:p@host:canary-77ab/db", DATABASE),
        ("WEBCHAT", "maybe", "'auto', 'on' or 'off'"),
        ("WEBCHAT_PORT", "65536", "less than or equal to 65535"),
        ("WEBCHAT_PORT", "http", "valid integer"),
        ("PORT", "-1", "greater than or equal to 0"),
        ("HEALTH_PORT", "80.5", "valid integer"),
        ("LOG_JSON", "perhaps", "valid boolean"),
        ("PUBLIC_URL", "study.example.org", SAFE),
        ("SLACK_API_URL", "http://[::1", SAFE),
    ],
)
def test_a_bad_value_is_named_with_its_fix_and_stops_the_program(
    mlops_bot: CommandLine, variable: str, value: str, fix: str
) -> None:
    mlops_bot.set(**{variable: value})
    ran = mlops_bot("config")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"Settings that cannot be used:\n{variable}: ")
    assert fix in ran.err
    assert "Traceback" not in ran.err
    assert CANARY not in ran.err


def test_all_bad_values_are_named_at_once(mlops_bot: CommandLine) -> None:
    mlops_bot.set(WEBCHAT_PORT="x", SLACK_API_URL="ftp://x", LOG_JSON="x")
    named = [line.partition(":")[0] for line in mlops_bot("config").err.splitlines()[1:]]
    assert sorted(named) == ["LOG_JSON", "SLACK_API_URL", "WEBCHAT_PORT"]


@pytest.mark.parametrize("variable", ADDRESSES)
@pytest.mark.parametrize(
    "value",
    [
        "http://example.org",
        "ws://example.org",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://localhost@example.org",
        "http://127.0.0.1\\@example.org",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::ffff:10.0.0.1]",
        "//example.org",
        "https://",
        "https:example.org",
        "file:///etc/passwd",
    ],
)
def test_tokens_are_never_sent_unencrypted_beyond_this_machine(
    mlops_bot: CommandLine, variable: str, value: str
) -> None:
    mlops_bot.set(**{variable: value})
    with pytest.raises(BadSettings, match=rf"^{variable}: use https://"):
        load_settings()


@pytest.mark.parametrize(
    "value",
    [
        "https://example.org/api",
        "wss://gateway.example.org",
        "http://localhost:8080",
        "http://127.0.0.1:9999/api/",
        "ws://127.9.9.9",
        "http://[::1]:80",
    ],
)
def test_encrypted_and_loopback_addresses_are_taken_as_they_are(
    mlops_bot: CommandLine, value: str
) -> None:
    mlops_bot.set(**dict.fromkeys(ADDRESSES, value))
    settings = load_settings()
    assert {getattr(settings, name.lower()) for name in ADDRESSES} == {value}


def test_there_are_secrets_to_hide() -> None:
    assert {"database_url", "secret_keys", "webchat_password", "discord_token"} <= set(SECRET)


@pytest.mark.parametrize("as_json", [True, False])
def test_config_shows_every_setting_and_no_secret(mlops_bot: CommandLine, *, as_json: bool) -> None:
    mlops_bot.set(**{name.upper(): f"{CANARY}-{name}" for name in SECRET})
    mlops_bot.set(DATABASE_URL=f"postgresql://bot:{CANARY}@db.example.org/study")
    mlops_bot.set(SLACK_API_URL=f"https://proxy:{CANARY}@gateway.example.org/api")
    ran = mlops_bot("config", *(["--json"] if as_json else []))
    assert ran.code == 0
    assert CANARY not in ran.out + ran.err
    assert "gateway.example.org" in ran.out
    assert all(name.upper() in ran.out for name in Settings.model_fields)
    assert ran.out.count("(set, hidden)") == len(SECRET)


def test_config_shows_where_the_embedded_default_is_kept(mlops_bot: CommandLine) -> None:
    shown = {line["setting"]: line["value"] for line in mlops_bot("config", "--json").json}
    assert shown["DATABASE_URL"] == "sqlite:///data/study.sqlite3"
    assert shown["DISCORD_TOKEN"] == ""


def test_a_secret_does_not_show_in_the_settings_themselves(mlops_bot: CommandLine) -> None:
    mlops_bot.set(**{name.upper(): CANARY for name in SECRET if name != "database_url"})
    mlops_bot.set(DATABASE_URL=f"postgresql://bot:{CANARY}@db/study")
    settings = load_settings()
    assert CANARY not in f"{settings} {settings!r} {redacted(settings)}"


def test_a_file_beside_the_program_is_read_and_the_environment_wins(mlops_bot: CommandLine) -> None:
    (mlops_bot.folder / ".env").write_text("WEBCHAT_PORT=1111\nPORT=2222\nOTHER=x\n")
    mlops_bot.set(PORT="3333")
    settings = load_settings()
    assert (settings.webchat_port, settings.port) == (1111, 3333)


def test_an_empty_variable_is_one_that_is_not_set(mlops_bot: CommandLine) -> None:
    mlops_bot.set(**{name.upper(): "" for name in Settings.model_fields})
    assert load_settings() == load_settings(_env_file=None)


def test_settings_do_not_change_once_they_are_made(mlops_bot: CommandLine) -> None:
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 1
    assert mlops_bot.folder.is_dir()


@pytest.mark.parametrize(
    ("webchat", "others", "on"),
    [
        (Switch.AUTO, {}, True),
        (Switch.AUTO, {"slack_bot_token": SecretStr("x")}, False),
        (Switch.AUTO, {"slack_client_id": "x"}, False),
        (Switch.AUTO, {"discord_token": SecretStr("x")}, False),
        (Switch.AUTO, {"public_url": "https://example.org"}, False),
        (Switch.ON, {"discord_token": SecretStr("x"), "public_url": "https://a.org"}, True),
        (Switch.OFF, {}, False),
    ],
)
def test_the_web_chat_is_on_when_it_is_alone_or_asked_for(
    webchat: Switch, others: dict[str, object], *, on: bool
) -> None:
    settings = Settings.model_validate({"webchat": webchat, **others})
    assert settings.web_chat_on is on


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("postgres://u:p@h/db", "postgresql://u:p@h/db"),
        ("postgresql+psycopg://u@/db?host=/tmp/x", "postgresql+psycopg://u@/db?host=/tmp/x"),
        ("sqlite+pysqlite:////var/lib/a.db", "sqlite+pysqlite:////var/lib/a.db"),
    ],
)
def test_the_usual_spellings_of_a_database_are_known(url: str, made: str) -> None:
    settings = load_settings(_env_file=None, database_url=SecretStr(url))
    assert settings.database == made
    assert not settings.is_sqlite or settings.sqlite_file == Path("/var/lib/a.db")


def test_beside_sqlite_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = sqlite_at(tmp_path)
    made = secret_key(settings)
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(made) == 32
    assert secret_key(settings) == made
    assert secret_key(sqlite_at(tmp_path / "other")) != made


def test_postgresql_asks_for_a_key_and_says_how_to_make_one() -> None:
    settings = load_settings(_env_file=None, database_url=SecretStr("postgresql://h/db"))
    with pytest.raises(BadSettings, match=r"SECRET_KEYS: PostgreSQL needs one\. Make it: python"):
        secret_key(settings)


def test_the_first_of_several_keys_is_the_newest(tmp_path: Path) -> None:
    settings = sqlite_at(tmp_path, keys=f"{NEW_KEY}, {OLD_KEY}")
    assert secret_key(settings) == b"\xff" * 32
    standard = sqlite_at(tmp_path, keys=base64.b64encode(b"\xff" * 32).decode())
    assert secret_key(standard) == b"\xff" * 32, "either alphabet of base64"
    assert list(tmp_path.iterdir()) == [], "no key file where a key is set"


@pytest.mark.parametrize(
    "keys",
    ["short", ",,", f"{NEW_KEY},short", f"short,{NEW_KEY}", NEW_KEY[:-4], f"{NEW_KEY}!!", "ü" * 44],
)
def test_a_key_that_is_none_is_refused_unseen(tmp_path: Path, keys: str) -> None:
    with pytest.raises(BadSettings, match="each key is 32 bytes in base64") as caught:
        secret_key(sqlite_at(tmp_path, keys=keys))
    assert keys not in str(caught.value)


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    settings = sqlite_at(tmp_path, keys=NEW_KEY)
    keys = {derived_key(settings, purpose) for purpose in ("web chat session", "feeds")}
    assert len(keys | {secret_key(settings)}) == 3


def test_secrets_are_known_in_every_form_that_a_log_might_hold(tmp_path: Path) -> None:
    url = "postgresql://bot:p%40ssword@db/study"
    settings = load_settings(
        _env_file=None,
        database_url=SecretStr(url),
        secret_keys=SecretStr(f"{NEW_KEY},{OLD_KEY}"),
        webchat_password=SecretStr("abc"),
    )
    assert {url, "p@ssword", "p%40ssword", NEW_KEY, OLD_KEY} <= secrets_of(settings)
    assert "abc" not in secrets_of(settings), "too short to be told from other words"
    assert secrets_of(sqlite_at(tmp_path)) == frozenset()


def sqlite_at(folder: Path, *, keys: str = "") -> Settings:
    return load_settings(
        _env_file=None,
        database_url=SecretStr(f"sqlite:///{folder / 'study.sqlite3'}"),
        secret_keys=SecretStr(keys) if keys else None,
    )
