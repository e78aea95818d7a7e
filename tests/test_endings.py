"""How commands end when the world around them fails: one line on stderr, the exit code that says so, no trace."""

from __future__ import annotations

import gzip
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.release.opened import Release
from tests.conftest import ROOT, SEEDS, Run

ONE = SEEDS / "05STATE44120_a.md"

COMMANDS: dict[str, list[object]] = {
    "parse": ["parse", ONE],
    "schema": ["parse", "--schema"],
    "map": ["map", ONE],
    "roundtrip": ["roundtrip", ONE],
    "questions": ["questions"],
    "query": ["query", "-r", "{release}", "-f", "csv", "ASK {}"],
    "dump": ["dump", "-r", "{release}"],
    "show": ["show", "-r", "{release}", "05STATE44120"],
    "validate": ["validate", "{release}"],
    "info": ["info", "-r", "{release}"],
    "help": ["--help"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_full_disk_under_the_output_is_a_fault(name: str, release: Release, tmp_path: Path) -> None:
    arguments = [str(one).replace("{release}", str(release.path)) for one in COMMANDS[name]]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (4, "kg: the output cannot be written: No space left on device\n")


def test_file_that_cannot_be_written_is_a_fault(run: Run, release: Release) -> None:
    done = run("dump", "-r", release.path, "-o", "nowhere/dump.ttl")
    assert (done.returncode, done.stderr) == (
        4,
        "kg: nowhere/dump.ttl: cannot be written: No such file or directory\n",
    )


def test_file_called_gz_is_gzipped(run: Run, release: Release, tmp_path: Path) -> None:
    assert run("dump", "-r", release.path, "-f", "nt", "-o", "a.nt.gz").returncode == 0
    assert (
        gzip.decompress((tmp_path / "a.nt.gz").read_bytes()).decode()
        == run("dump", "-r", release.path, "-f", "nt").stdout
    )


@pytest.mark.parametrize("arguments", [["build", ""], ["parse", ""], ["build", ONE, "-o", ""]])
def test_empty_name_is_no_folder(run: Run, arguments: list[object], tmp_path: Path) -> None:
    """An unset variable of a shell must not become the working folder."""
    (tmp_path / "cable.md").write_bytes(ONE.read_bytes())
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert {path.name for path in tmp_path.iterdir()} == {"cable.md"}


@pytest.mark.parametrize("command", ["parse", "map", "roundtrip"])
def test_folder_without_files_is_told(run: Run, command: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(command, "empty")
    assert (done.returncode, done.stderr) == (0, "kg: the inputs hold no file: nothing was read\n")


def test_build_of_a_folder_without_files_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("build", "empty")
    assert done.returncode == 3
    assert "the inputs hold no file: nothing was read" in done.stdout


def test_release_that_is_named_and_not_there_is_a_wrong_call(run: Run) -> None:
    assert run("info").returncode == 0
    done = run("info", "-r", "nowhere")
    assert (done.returncode, "nowhere: no release here" in done.stderr) == (2, True)


@pytest.mark.parametrize("form", ["table", "csv"])
def test_endless_query_heeds_ctrl_c(release: Release, form: str, tmp_path: Path) -> None:
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    heeding = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.cli import main; main()"
    )
    command = [sys.executable, "-c", heeding, "query", "-r", str(release.path), "-f", form, product]
    process = subprocess.Popen(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    try:
        said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, *said) == (130, "", "")


READING = {
    "query": ["query", "-r", "public", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"],
    "show": ["show", "-r", "public", "05STATE44120"],
    "dump": ["dump", "-r", "public", "-f", "nq"],
    "validate": ["validate", "public"],
}


def flip(path: Path, at: float = 0.5) -> int:
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0xFF
    return path.write_bytes(data)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "manifest-list": lambda folder: (folder / "manifest.json").write_text("[]"),
    "manifest-empty": lambda folder: (folder / "manifest.json").write_text("{}"),
    "manifest-bytes": lambda folder: flip(folder / "manifest.json"),
    "cables-byte": lambda folder: flip(folder / "dumps/cables-0000.nq.gz"),
    "cables-gone": lambda folder: (folder / "dumps/cables-0000.nq.gz").unlink(),
    "vocabulary-byte": lambda folder: flip(folder / "dumps/vocabulary.nq.gz"),
    "store-gone": lambda folder: shutil.rmtree(folder / "store"),
    "store-manifest": lambda folder: flip(next((folder / "store").glob("MANIFEST-*"))),
    "store-current": lambda folder: (folder / "store/CURRENT").write_text(""),
    "store-tables": lambda folder: [flip(path) for path in (folder / "store").glob("*.sst")],
    "store-half": lambda folder: [
        path.write_bytes(path.read_bytes()[:-99]) for path in (folder / "store").glob("*.sst")
    ],
}
TOUCHED = {"cables": {"dump", "validate"}, "vocabulary": {"dump", "validate"}, "store": {"query", "show", "validate"}}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_release_is_a_fault_to_who_needs_what_is_damaged(
    run: Run, release: Release, damage: str, tmp_path: Path
) -> None:
    shutil.copytree(release.path, tmp_path / "public")
    DAMAGE[damage](tmp_path / "public")
    for name in TOUCHED.get(damage.split("-", maxsplit=1)[0], READING):
        done = run(*READING[name])
        assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr
        assert done.stderr.startswith("kg: ")


def test_vocabulary_of_another_beside_the_data_is_a_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vocabulary.nq.gz").write_bytes(gzip.compress(b"<urn:a>\t<urn:b>\t<urn:c> .\n"))
    (tmp_path / "data.ttl").write_text(run("map", ONE).stdout)
    done = run("validate", "data.ttl")
    assert (done.returncode, "vocabulary.nq.gz:1: no line of N-Quads" in done.stderr) == (4, True)
