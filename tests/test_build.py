"""Building: the ledger, bad input, order and repetition."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import store
from kg.errors import FaultError, TermError, UsageError
from kg.release import place
from kg.release.build import Options, build
from kg.release.opened import GRAPHS, Release
from tests.conftest import ROOT, SEEDS, Run

Make = Callable[..., str]
DAY = Options(issued="2026-11-24")


def ledger(release: Release) -> list[dict[str, str]]:
    with (release.path / "reports" / "ledger.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def totals(release: Release) -> dict[str, int]:
    return {bucket: counted["records"] for bucket, counted in release.manifest["ledger"].items()}


def hashes(release: Release) -> dict[str, str]:
    """Hash everything but the store and what lists its files."""
    unequal = {"store", "manifest.json", "SHA256SUMS"}
    paths = [path for path in release.path.rglob("*") if not unequal & set(path.relative_to(release.path).parts)]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def test_publishes_all_made_up_cables(release: Release) -> None:
    assert totals(release) == {"read": 28, "published": 28, "duplicate": 0, "rejected": 0, "skipped": 0}
    assert release.manifest["counts"]["paragraphs"] == 177
    assert release.manifest["period"] == ["2003-05-19", "2009-05-19"]


def test_manifest_lists_every_file_with_its_hash(release: Release) -> None:
    files = release.manifest["files"]
    there = {path.relative_to(release.path).as_posix() for path in release.path.rglob("*") if path.is_file()}
    assert there - set(files) == {"manifest.json", "SHA256SUMS"}
    for name, entry in files.items():
        data = (release.path / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["bytes"], entry["sha256"])


def test_reading_a_release_changes_none_of_its_files(release: Release) -> None:
    before = {path: path.stat().st_mtime_ns for path in release.path.rglob("*")}
    fresh = Release.open(release.path)
    assert int(next(iter(fresh.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").value))[0].value) > 3000
    assert {path: path.stat().st_mtime_ns for path in release.path.rglob("*")} == before


def test_no_triple_stands_in_two_graphs(release: Release) -> None:
    triples = [line.rsplit(" ", 2)[0] for line in release.lines(*GRAPHS)]
    assert len(set(triples)) == len(triples) == release.manifest["counts"]["triples"]


def test_dumps_hold_no_blank_nodes(release: Release) -> None:
    assert not any("_:" in line.split('"')[0] for line in release.lines(*GRAPHS))


def test_same_input_in_another_order_gives_the_same_bytes(release: Release, tmp_path: Path) -> None:
    names = sorted(path.name for path in SEEDS.iterdir())
    backwards = [SEEDS / name for name in reversed(names)]
    assert hashes(build(backwards, tmp_path, DAY)) == hashes(release)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_hash_seed_of_python_does_not_show(release: Release, run: Run, tmp_path: Path, seed: str) -> None:
    assert run("build", SEEDS, "--issued", "2026-11-24", PYTHONHASHSEED=seed).returncode == 0
    assert hashes(Release.open(tmp_path / "public")) == hashes(release)


def test_same_release_built_again_is_kept(release: Release, tmp_path: Path) -> None:
    first = build([SEEDS], tmp_path, DAY)
    marker = (first.path / "manifest.json").stat().st_mtime_ns
    again = build([SEEDS], tmp_path, DAY)
    assert (again.id, again.path.joinpath("manifest.json").stat().st_mtime_ns) == (release.id, marker)
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [first.id]


def test_each_bad_input_has_its_bucket_and_code(tmp_path: Path, cable: Make) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.md").write_text(cable())
    (folder / "again.md").write_text(cable().replace("\n", "\r\n"), newline="")
    (folder / "empty.md").touch()
    (folder / "binary.md").write_bytes(bytes(range(256)) * 20)
    (folder / "nothing.md").write_text("Dear diary, no telegram today.\n")
    (folder / "long.md").write_text("x" * 20_000_000)
    (folder / ".hidden").write_text("x")
    (folder / "link.md").symlink_to(folder / "good.md")
    os.mkfifo(folder / "pipe.md")
    release = build([folder], tmp_path / "out", DAY)
    codes = {row["file"]: (row["bucket"], row["code"]) for row in ledger(release)}
    assert codes == {
        ".hidden": ("skipped", "hidden"),
        "binary.md": ("rejected", "binary"),
        "empty.md": ("rejected", "empty"),
        "good.md": ("duplicate", "duplicate"),
        "link.md": ("skipped", "link"),
        "long.md": ("rejected", "too-large"),
        "nothing.md": ("rejected", "no-id"),
        "pipe.md": ("rejected", "no-file"),
    }
    assert totals(release) == {"read": 9, "published": 1, "duplicate": 1, "rejected": 5, "skipped": 2}


def test_a_file_that_cannot_be_read_is_rejected(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "good.md").write_text(cable())
    broken = Path("/proc/self/mem")  # a regular file whose first byte is an input/output error, for root too
    release = build([tmp_path / "good.md", broken], tmp_path / "out", DAY)
    assert [(row["file"], row["code"]) for row in ledger(release)] == [("mem", "unreadable")]


def test_publishes_metadata_without_a_body(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "07QUITO214_a.md").write_text(cable().split("---")[0])
    release = build([tmp_path / "07QUITO214_a.md"], tmp_path / "out", DAY)
    names, rows = release.query("SELECT ?note { ?copy ck:readerNote ?note }").rows()
    assert names == ["note"]
    assert list(rows) == [["no-body, 1"]]


SECOND_TEXTS = (
    "SELECT ?focus { ?one sh:sourceShape <https://w3id.org/cables/shapes#second-text> ; sh:focusNode ?focus }"
)


def test_publishes_other_text_under_one_id_beside_it(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "a.md").write_text(cable("1. (C) Short."))
    (tmp_path / "b.md").write_text(cable("1. (C) The fuller text comes first."))
    for number, order in enumerate((["a.md", "b.md"], ["b.md", "a.md"])):
        release = build([tmp_path / name for name in order], tmp_path / f"out{number}", DAY)
        query = "SELECT ?other ?text { ?other ck:possibleDuplicateOf cable:07QUITO214 ; ck:paragraph/ck:text ?text }"
        assert list(release.query(query).rows()[1]) == [["cable:07QUITO214~2", "Short."]]
        assert list(release.query(SECOND_TEXTS).rows()[1]) == [["cable:07QUITO214~2"]]


def test_rejects_a_cable_with_a_violation_and_publishes_the_rest(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "bad.md").write_text(cable(id="1850QUITO214"))
    (tmp_path / "good.md").write_text(cable())
    release = build([tmp_path / "bad.md", tmp_path / "good.md"], tmp_path / "out", DAY)
    (row,) = ledger(release)
    assert (row["bucket"], row["code"], row["id"]) == ("rejected", "violation", "1850QUITO214")
    assert "year" in row["reason"]
    assert release.manifest["counts"]["cables"] == 1
    assert release.manifest["validation"]["Violation"] >= 1


def test_every_finding_names_cable_file_and_line(release: Release) -> None:
    query = """SELECT ?cable ?file ?line {
      ?result ck:inCable ?cable ; ck:path ?file ; ck:line ?line ; sh:resultSeverity sh:Warning } ORDER BY ?cable"""
    rows = {row[0].removeprefix("cable:"): (row[1], int(row[2])) for row in release.query(query).rows()[1]}
    assert sorted(rows) == ["06GENEVA1533", "08GENEVA902", "08LAPAZ1390", "08QUITO610", "09LIMA640", "09QUITO31"]
    file, line = rows["08QUITO610"]
    assert (SEEDS / file).read_text(encoding="utf-8").split("\n")[line - 1].startswith("3. (S)")


def test_refuses_an_input_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        build([SEEDS, tmp_path / "nowhere"], tmp_path / "out", DAY)
    assert not (tmp_path / "out").exists()


def test_a_build_reads_nothing_of_what_it_writes(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "a.md").write_text(cable())
    options = Options(issued="2026-11-24")
    first, again = (build([tmp_path], tmp_path / "public", options) for _ in range(2))
    assert (first.id, first.manifest["counts"]["cables"]) == (again.id, 1)
    assert "skipped,output,public,0,,0,the folder that the build writes" in (
        (again.path / "reports/ledger.csv").read_text().splitlines()
    )


def test_one_build_at_a_time(tmp_path: Path) -> None:
    with place.locked(tmp_path), pytest.raises(FaultError, match="another build"):
        build([SEEDS], tmp_path, DAY)


def test_a_failed_build_leaves_the_old_release(tmp_path: Path, cable: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(cable())
    first = build([tmp_path / "a.md"], tmp_path / "out", DAY)
    fill = store.fill
    monkeypatch.setattr(store, "fill", lambda *filled: fill(*filled) - 1)
    (tmp_path / "a.md").write_text(cable("1. (C) Other."))
    with pytest.raises(FaultError, match="the store holds"):
        build([tmp_path / "a.md"], tmp_path / "out", DAY)
    assert Release.open(tmp_path / "out").id == first.id
    assert [path.name for path in (tmp_path / "out" / "releases").iterdir()] == [first.id]


def test_base_moves_what_a_build_mints_and_nothing_else(tmp_path: Path) -> None:
    release = build([SEEDS], tmp_path, Options(base="https://example.org/kg/", issued="2026-11-24"))
    (row,) = release.query("SELECT ?tag { cable:05STATE44120 ck:tag ?tag FILTER(?tag = tag:ECIN) }").rows()[1]
    assert row == ["tag:ECIN"]
    assert "https://w3id.org/cables/cable/" not in "".join(release.lines("cables"))
    shutil.rmtree(tmp_path / "releases")


def test_nothing_published_takes_no_place_of_a_release(tmp_path: Path, cable: Make) -> None:
    (tmp_path / "good.md").write_text(cable())
    (tmp_path / "bad.md").write_text("nothing")
    first = build([tmp_path / "good.md"], tmp_path / "out", DAY)
    empty = build([tmp_path / "bad.md"], tmp_path / "out", DAY)
    assert (totals(empty)["rejected"], Release.open(tmp_path / "out").id) == (1, first.id)


def test_several_records_of_one_file_are_several_cables(tmp_path: Path, cable: Make) -> None:
    one, two = cable("1. (C) Eins."), cable("1. (S) Zwei.", id="07QUITO215")
    (tmp_path / "both.md").write_text(one + two)
    release = build([tmp_path / "both.md"], tmp_path / "out", DAY)
    names, rows = release.query(
        "SELECT ?id ?line ?offset { ?c ck:line ?line ; ck:offset ?offset ; dcterms:identifier ?id } ORDER BY ?id"
    ).rows()
    assert names == ["id", "line", "offset"]
    assert list(rows) == [["07QUITO214_a", "1", "0"], ["07QUITO215_a", str(one.count("\n") + 1), str(len(one))]]
    assert release.manifest["ledger"]["read"]["bytes"] == len(one + two)


def test_a_fault_of_a_reader_costs_one_record(tmp_path: Path, cable: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> str:
        raise ZeroDivisionError(text[:1])

    (tmp_path / "a.md").write_text(cable())
    monkeypatch.setattr("kg.readers.assembly.dates.stated", broken)
    release = build([tmp_path / "a.md"], tmp_path / "out", DAY)
    (row,) = ledger(release)
    assert (row["code"], "ZeroDivisionError" in row["reason"]) == ("internal", True)


@pytest.mark.parametrize(("number", "infos"), [("9" * 5000, 1), ("99999999", 2), ("1,000", 2)])
def test_numbers_of_a_cable_are_bounded(tmp_path: Path, cable: Make, number: str, infos: int) -> None:
    opening = f"C O N F I D E N T I A L SECTION 01 OF {number} QUITO 000214\n\nE.O. 12958: DECL: 03/14/2017"
    text = cable("1. (C) The bananas are here.", opening=opening)
    (tmp_path / "a.md").write_text(text.replace("**Date:**", f"**Document Character Count:** {number}\n\n**Date:**"))
    release = build([tmp_path / "a.md"], tmp_path / "out", DAY)
    assert release.manifest["validation"] == {"Violation": 0, "Warning": 0, "Info": infos}


@pytest.mark.parametrize("value", ["TEXTE PERDU, RE\u0301CUPE\u0301RE\u0301", ".", "\u0301"])
def test_an_odd_value_of_a_field_stops_nothing(tmp_path: Path, cable: Make, value: str) -> None:
    text = cable(subject=value).replace("**Date:**", f"**Locator:** {value}\n\n**Concepts:** {value}\n\n**Date:**")
    (tmp_path / "odd.md").write_text(text.replace("TAGS: PREL, EC", f"TAGS: PREL, {value}, EC"))
    (tmp_path / "good.md").write_text(cable(id="07QUITO215"))
    release = build([tmp_path / "odd.md", tmp_path / "good.md"], tmp_path / "out", DAY)
    assert totals(release)["published"] == 2


def test_a_cable_that_cannot_be_named_is_rejected_alone(
    tmp_path: Path, cable: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless(*_: object) -> None:
        raise TermError("no name")

    (tmp_path / "a.md").write_text(cable())
    monkeypatch.setattr("kg.entries.Entries.signatory", nameless)
    release = build([tmp_path / "a.md"], tmp_path / "out", DAY)
    assert [(row["bucket"], row["code"]) for row in ledger(release)] == [("rejected", "term")]


def test_store_is_filled_in_pieces_of_whole_lines(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOADED_AT_ONCE", 10_000)
    held = store.fill(tmp_path / "store", [dump for kind in GRAPHS for dump in release.dumps(kind)])
    assert held == release.manifest["counts"]["triples"]


# -- killed builds and full disks -------------------------------------------------------------------
def killed(public: Path, at: str) -> None:
    """Begin a build and kill it as soon as it has made a file."""
    command = [sys.executable, "-m", "kg", "build", str(SEEDS), "-o", str(public)]
    begun = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    while begun.poll() is None and not list((public / "releases").glob(f".tmp-*/{at}")):
        time.sleep(0.005)
    begun.kill()
    assert begun.wait() == -signal.SIGKILL


@pytest.mark.parametrize("at", ["store/CURRENT", "reports/validation.json"])
def test_killed_build_leaves_the_release_before_and_the_next_one_works(tmp_path: Path, at: str) -> None:
    before = build([SEEDS / "07QUITO214_a.md"], tmp_path, DAY)
    killed(tmp_path, at)
    assert Release.open(tmp_path).id == before.id
    after = build([SEEDS / "08QUITO610_a.md"], tmp_path, DAY)
    assert Release.open(tmp_path).id == after.id
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == sorted([before.id, after.id])


@pytest.mark.parametrize("kilobytes", [1, 120])
def test_full_disk_is_a_clear_error_and_leaves_the_release_before(tmp_path: Path, kilobytes: int) -> None:
    before = build([SEEDS / "07QUITO214_a.md"], tmp_path / "public", DAY)
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes * 1024},) * 2)\n"
        "import sys; from kg.cli import main; sys.argv = ['kg', *sys.argv[1:]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", SEEDS, "-o", tmp_path / "public"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith(f"kg: {tmp_path}/public")
    assert done.stderr.count("\n") == 1
    assert Release.open(tmp_path / "public").id == before.id
    assert [path.name for path in (tmp_path / "public" / "releases").iterdir()] == [before.id]
