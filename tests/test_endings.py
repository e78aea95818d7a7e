"""How commands end when the world around them fails: one line on stderr, the exit code that says so, no trace."""

from __future__ import annotations

import gzip
import subprocess
import sys
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
