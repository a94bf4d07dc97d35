"""`mlops-bot say --picture`: the answer's picture as a file of one's own."""

import json
from pathlib import Path

from tests.fakes.command_line import CommandLine

PNG = b"\x89PNG\r\n\x1a\n"


def test_the_words_are_printed_and_the_picture_is_written_once(mlops_bot: CommandLine) -> None:
    assert mlops_bot("say", "enroll case studies").code == 0
    said = mlops_bot("say", "progress picture", "--picture", "path.png")
    told = " ".join(said.out.split())
    assert (said.code, said.err) == (0, "")
    assert "[Picture: Case studies: 0 of 9 readings done. Now reading number 1," in told
    file = mlops_bot.folder / "path.png"
    assert file.read_bytes().startswith(PNG)

    file.write_bytes(b"somebody's own")
    again = mlops_bot("say", "next", "--picture", "path.png")
    assert (again.code, again.out) == (2, "")
    assert "path.png is there already, so nothing was said." in again.err
    assert file.read_bytes() == b"somebody's own"

    none = mlops_bot("say", "progress", "--picture", "other.png", "--json")
    assert none.code == 2
    assert json.loads(none.out)["cards"], "the answer is there all the same"
    assert 'This one has: mlops-bot say "progress picture"' in none.err
    assert not (mlops_bot.folder / "other.png").exists()


def test_where_no_file_can_be_made_nothing_is_said(mlops_bot: CommandLine) -> None:
    nowhere = mlops_bot("say", "next", "--picture", str(Path("no", "such", "path.png")))
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "so nothing was said. Make it first." in nowhere.err
    assert not list(mlops_bot.folder.iterdir())
