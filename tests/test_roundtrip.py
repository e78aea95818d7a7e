"""The round trip: the bytes of files, made again of what is known of each character."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kg.roundtrip import LOST, OK, UNREAD, Account, File, accounts
from kg.sources import Blob, Problem
from tests.conftest import SEEDS, Run
from tests.layouts import RECORDS


def account(path: Path) -> Account:
    (found,) = (one for one in accounts([path]) if isinstance(one, Account))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a record of every layout."""
    for layout, text in RECORDS.items():
        (tmp_path / f"{layout}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_gives_back_every_file_of_a_folder(folder: Path) -> None:
    found = [one for one in accounts([folder]) if isinstance(one, Account)]
    assert [one.path for one in found] == sorted(f"{layout}.txt" for layout in RECORDS)
    for one in found:
        data = (folder / one.path).read_bytes()
        assert (one.state, one.bytes, one.sha256) == (OK, len(data), hashlib.sha256(data).hexdigest())
        assert sum(one.characters.values()) == len(data.decode())


def test_what_lies_between_the_documents_of_a_volume_is_accounted_for(folder: Path) -> None:
    found = account(folder / "frus-tei.txt")
    text = RECORDS["frus-tei"]
    outside = len(text) - len(text[text.index('<div type="document" subtype="historical') : text.index("</body>") - 1])
    assert found.records == 1
    assert found.characters["skipped"] > outside  # and the notes inside the telegram


def test_gives_back_a_file_of_many_records(tmp_path: Path) -> None:
    path = tmp_path / "cables.csv"
    row = RECORDS["cablegate-csv"]
    path.write_text("".join(row.replace("07QUITO214", f"07QUITO{n}") for n in range(214, 244)), encoding="utf-8")
    found = account(path)
    assert (found.state, found.records) == (OK, 30)


def test_gives_back_members_of_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("a/b.md", RECORDS["plusd-text"])
    found = account(tmp_path / "pack.zip")
    assert (found.path, found.state) == ("pack.zip!/a/b.md", OK)
    assert found.sha256 == hashlib.sha256(RECORDS["plusd-text"].encode()).hexdigest()


@pytest.mark.parametrize("data", [b"Nothing that is a cable.\n", b"\x7fELF\x00\x01\x02\x00\xff" * 9])
def test_a_rejected_file_is_one_unexplained_span(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "odd").write_bytes(data)
    problem, found = accounts([tmp_path / "odd"])
    assert isinstance(problem, Problem)
    assert isinstance(found, Account)
    assert (found.state, found.records, found.spans) == (OK, 0, 1)
    assert found.shares["unexplained"] == 1


def test_a_damaged_archive_is_unread_and_not_lost(tmp_path: Path) -> None:
    data = RECORDS["cablegate-csv"].encode() * 3000
    (tmp_path / "cables.csv.gz").write_bytes(gzip.compress(data)[:-9])
    found = [one for one in accounts([tmp_path / "cables.csv.gz"]) if isinstance(one, Account)]
    assert [one.state for one in found] == [UNREAD]


def test_bytes_that_are_not_those_on_the_disk_are_lost(tmp_path: Path) -> None:
    path = tmp_path / "07QUITO214.md"
    path.write_text(RECORDS["plusd-text"] + "More.\n", encoding="utf-8")
    file = File(path.name)
    assert list(file.take(Blob(path.name, RECORDS["plusd-text"].encode()))) == []
    assert file.closed(str(path)).state == LOST


def test_lists_unexplained_lines_with_their_place(tmp_path: Path) -> None:
    lines = "".join(f"ZZXY QQ {n} ,,\n" for n in range(30))
    text = RECORDS["plusd-text"].replace("SIPDIS\n", lines)
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = account(tmp_path / "a.md")
    first = text[: text.index("ZZXY")].count("\n") + 1
    assert found.loose[0] == (first, "ZZXY QQ 0 ,,")
    assert (len(found.loose), found.more) == (20, 10)


def test_the_program_says_ok_for_each_file(run: Run) -> None:
    done = run("roundtrip", SEEDS)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) == len(list(SEEDS.glob("*.md")))
    data = (SEEDS / "05STATE44120_a.md").read_bytes()
    (own,) = (line for line in lines if "05STATE44120_a.md" in line)
    assert own.startswith(f"ok 05STATE44120_a.md: {len(data)} bytes, 1 records, ")
    assert own.endswith(f"sha256 {hashlib.sha256(data).hexdigest()}")


def test_the_program_reads_standard_input(run: Run) -> None:
    done = run("roundtrip", "-", stdin=RECORDS["plusd-text"])
    assert (done.returncode, done.stdout[:5]) == (0, "ok -:")


def test_the_program_tells_of_what_was_rejected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("Nothing that is a cable.\n", encoding="utf-8")
    done = run("roundtrip", "odd.txt", SEEDS / "05STATE44120_a.md", "--coverage")
    assert done.returncode == 3
    assert "odd.txt:1: Nothing that is a cable." in done.stdout
    assert "no-id" in done.stderr


def test_the_program_gives_shares_and_a_total(run: Run) -> None:
    head, *rows = run("roundtrip", "--coverage", SEEDS).stdout.splitlines()
    assert " ".join(head.split()) == "state bytes records spans text header furniture skipped unexplained sha256 file"
    assert {row.split()[8] for row in rows} == {"0.00%"}
    assert rows[-1].split()[:3] == ["total", str(sum(path.stat().st_size for path in SEEDS.glob("*.md"))), "28"]


def test_the_program_gives_json(run: Run) -> None:
    done = run("roundtrip", "-f", "json", "--coverage", SEEDS / "05STATE44120_a.md")
    first, total = (json.loads(line) for line in done.stdout.splitlines())
    found: dict[str, Any] = first
    assert (found["state"], found["path"], found["unexplained"]) == ("ok", "05STATE44120_a.md", [])
    assert total["state"] == "total"
    assert total["characters"] == found["characters"]


def test_a_lost_file_wins_over_a_rejected_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("Nothing that is a cable.\n", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(
        "import kg.roundtrip\nkg.roundtrip.lost = lambda reading, found: ['p1']\n", encoding="utf-8"
    )
    done = run("roundtrip", "odd.txt", SEEDS / "05STATE44120_a.md", PYTHONPATH=f"{SEEDS.parent}:{tmp_path}")
    assert done.returncode == 1
    assert "the words of p1 do not stand at its place" in done.stdout
