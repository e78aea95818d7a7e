"""Builds by several processes: the same release, and an end in good order when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import FaultError
from kg.release.build import build
from kg.release.opened import Release
from tests.conftest import ROOT, SEEDS, missing
from tests.test_build import DAY, Make, hashes, ledger

PATIENCE = 30.0
"""Seconds until something that should happen soon must have happened."""


@pytest.fixture
def inputs(tmp_path: Path, cable: Make) -> list[Path]:
    """Make inputs for each bucket of the ledger beside the cables of the seeds."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "again.md").write_text((SEEDS / "07QUITO214_a.md").read_text())
    (folder / "other.md").write_text(cable("1. (U) Another text.", id="07QUITO214"))
    (folder / "bad.md").write_text(cable(id="1850QUITO214"))
    (folder / "empty.md").write_text("")
    (folder / "picture.md").write_bytes(bytes(range(256)) * 9)
    return [SEEDS, folder]


def test_several_processes_change_no_byte(tmp_path: Path, inputs: list[Path]) -> None:
    one, several = (build(inputs, tmp_path / str(jobs), DAY, jobs=jobs) for jobs in (1, 3))
    assert hashes(several) == hashes(one)
    assert ledger(several) == ledger(one)
    assert {row["bucket"] for row in ledger(one)} == {"duplicate", "rejected"}
    assert several.manifest["ledger"] == one.manifest["ledger"]
    assert several.manifest["overview"] == one.manifest["overview"]


def test_a_killed_worker_is_a_clear_error_and_leaves_the_release_before(tmp_path: Path) -> None:
    before = build([SEEDS / "07QUITO214_a.md"], tmp_path, DAY)

    def kill(*_: object) -> None:
        for worker in multiprocessing.active_children():
            os.kill(worker.pid or 0, signal.SIGKILL)

    with pytest.raises(FaultError, match="fewer --jobs"):
        build([SEEDS], tmp_path, DAY, kill, jobs=2)
    assert Release.open(tmp_path).id == before.id


def marked(mark: str) -> set[int]:
    """Give the processes that have a mark in their environment."""
    found = set[int]()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                found.add(int(process.name))
        except OSError:
            continue
    return found


def wait_until(mark: str, least: int, most: int) -> int:
    """Wait for a number of marked processes; gives how many there are."""
    end = time.monotonic() + PATIENCE
    while not least <= (number := len(marked(mark))) <= most and time.monotonic() < end:
        time.sleep(0.05)
    return number


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_workers_end_with_their_build(tmp_path: Path, number: signal.Signals, code: int) -> None:
    if not Path("/proc/self/environ").exists():
        missing("there is no /proc that names the processes of a build")
    mark = f"KG_OUTPUT={tmp_path}/public"
    # a shell that runs the tests behind others has them ignore Ctrl-C
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.cli import main; main()"
    command = [sys.executable, "-c", program, "build", str(SEEDS), "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KG_OUTPUT": f"{tmp_path}/public"}
    begun = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # the build, the server that starts its workers and the tracker of shared memory, and two workers
    assert wait_until(mark, 4, 9) >= 4
    begun.send_signal(number)
    assert begun.wait(PATIENCE) == code
    assert wait_until(mark, 0, 0) == 0
