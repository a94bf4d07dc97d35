"""A person's data and the operator's limits on the command line."""

import json
import os

import pytest

from tests.fakes.command_line import CommandLine


@pytest.fixture
def begun(mlops_bot: CommandLine) -> CommandLine:
    """Somebody follows a plan and has written a note."""
    assert mlops_bot("say", "enroll case studies").code == 0
    assert mlops_bot("say", "note a planted-note").code == 0
    return mlops_bot


def test_an_export_is_written_for_its_owner_alone_and_over_nothing(begun: CommandLine) -> None:
    os.umask(0)
    first, second = (begun("say", "data export", "--json").json for _ in range(2))
    names = [path.rpartition("/")[2] for each in (first, second) for path in each["files"]]
    assert len(set(names)) == 4
    assert sorted(name.rpartition(".")[2] for name in names) == ["csv", "csv", "json", "json"]
    for name in names:
        file = begun.folder / name
        assert file.stat().st_mode & 0o777 == 0o600
        assert "planted-note" in file.read_text(encoding="utf-8-sig")
    assert "2 exports within a day" in begun("say", "data export").out


def test_limits_are_shown_and_changed(begun: CommandLine) -> None:
    rows = {row["limit"]: row["value"] for row in begun("limits", "--json").json}
    assert rows["notes-a-person"] == 500
    changed = begun("limits", "webchat/local", "--set", "notes-a-person=1", "--json").json
    assert [row["value"] for row in changed if row["limit"] == "notes-a-person"] == [1]
    assert "You have 1 note" in begun("say", "note another").out
    back = begun("limits", "--set", "notes-a-person=default").out
    assert "notes-a-person" in back
    assert "Kept" in begun("say", "note another").out


def test_a_limit_that_cannot_be_set_is_refused(mlops_bot: CommandLine) -> None:
    mlops_bot("migrate")
    for words, told in (
        (["--set", "shoe-size=4"], "'shoe-size' is no limit; there are plans-a-person"),
        (["--set", "notes-a-person=0"], "takes a number from 1 to 1,000,000, or `default`"),
        (["--set", "notes-a-person=many"], "takes a number"),
        (["slack/T1", "--set", "notes-a-person=4"], "There is no such workspace"),
    ):
        ran = mlops_bot("limits", *words)
        assert (ran.code, told in ran.err) == (2, True)


def test_a_restored_backup_is_put_right_from_the_journal(begun: CommandLine) -> None:
    backup = begun.database.read_bytes()
    asked = begun("say", "data forget").out
    word = asked.partition("`data forget ")[2].partition("`")[0]
    assert "erased" in begun("say", f"data forget {word}").out
    assert b"planted-note" not in begun.database.read_bytes()
    journal = begun.folder / "erasures.json"
    journal.write_text(begun("erasures", "list", "--json").out, encoding="utf-8")
    assert "you" not in {each["digest"] for each in json.loads(journal.read_text())}

    for beside in begun.database.parent.glob("*.sqlite3-*"):
        beside.unlink()
    begun.database.write_bytes(backup)
    assert "planted-note" in begun("say", "note").out
    assert begun("erasures", "apply", str(journal)).out == "1 person erased again.\n"
    assert "No notes yet" in begun("say", "note").out
    assert begun("erasures", "apply", str(journal), "--json").json["erased"] == 0


def test_what_is_no_journal_is_refused(mlops_bot: CommandLine) -> None:
    mlops_bot("migrate")
    wrong = mlops_bot.folder / "wrong.json"
    for text in ("", "{}", "[1]", '[{"digest": "x", "at": "y"}]', "[[]]"):
        wrong.write_text(text, encoding="utf-8")
        ran = mlops_bot("erasures", "apply", str(wrong))
        assert (ran.code, "erasures list --json" in ran.err) == (2, True)


@pytest.mark.parametrize("words", [("--as", ""), ("--as", "a\ud800"), ("--in", "x" * 81)])
def test_a_name_that_cannot_be_kept_is_refused(
    mlops_bot: CommandLine, words: tuple[str, str]
) -> None:
    ran = mlops_bot("say", "help", *words)
    assert ran.code == 2
    assert "1 to 80 plain letters" in ran.err
    assert not mlops_bot.database.exists()
