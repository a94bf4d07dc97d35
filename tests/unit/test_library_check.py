"""`mlops-bot curriculum check`: one line for what is fine, every mistake for what is not."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import cli
from tests.unit.library_samples import SAMPLE, changed, write

MAIN, PLANS, START, _ = SAMPLE


def check(*arguments: str | Path, own: Path | None = None) -> Result:
    environment = {"CURRICULUM_DIR": str(own) if own else None}
    words = ["curriculum", "check", *map(str, arguments)]
    return CliRunner(env=environment).invoke(cli, words)


def test_the_shipped_curriculum_is_fine() -> None:
    result = check()
    assert re.fullmatch(
        r"mlops: 52 readings, 3 plans, 505 further case studies to search, "
        r"revision [0-9a-f]{16}\n",
        result.stdout,
    ), result.output
    assert result.exit_code == 0


def test_ones_own_curricula_are_checked_too(tmp_path: Path) -> None:
    write(tmp_path / "own")
    lines = check(own=tmp_path).stdout.splitlines()
    assert [line.split(", revision")[0] for line in lines] == [
        "mlops: 52 readings, 3 plans, 505 further case studies to search",
        "sample: 4 readings, 2 plans",
    ]


def test_every_mistake_is_printed_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {**changed(START, "year: 2024", "year: soon"), **changed(PLANS, "- first", "- frist")}
    write(tmp_path / "own", files)
    monkeypatch.chdir(tmp_path)
    result = check("own")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "own/plans.yaml:10: `frist` is not a resource here. Fix: write `first`.",
        (
            "own/sections/start.yaml:8: `year` `soon` must be a whole number. "
            "Fix: write digits only, without quotes, like 2024."
        ),
        "2 to fix.",
    ]


def test_a_good_one_is_told_beside_a_broken_one(tmp_path: Path) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", changed(MAIN, "id: sample", "id: BAD"))
    lines = check(tmp_path).stdout.splitlines()
    assert lines[0].startswith("sample: 4 readings")
    assert str(tmp_path / "bad" / MAIN) + ":1: " in lines[1]
    assert lines[2] == "One to fix."


def test_json_says_the_same(tmp_path: Path) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", changed(START, "kind: article", "kind: artcle"))
    result = check("--json", tmp_path)
    found = json.loads(result.stdout)
    [good], [bad] = found["curricula"], found["problems"]
    assert (good["id"], good["readings"], len(good["plans"])) == ("sample", 4, 2)
    assert (bad["file"], bad["line"]) == (str(tmp_path / "bad" / START), 6)
    assert bad["fix"].startswith("write `kind: article`")
    assert result.exit_code == 1
