"""The output folder: one build at a time, the old release served until the new one is whole.

Facts
-----
* rename is atomic within a file system: a release is built in `.tmp-..`, renamed, and `current` is switched
  by renaming a new symbolic link over the old one. Parents are fsynced, or a power cut may undo it.
* flock is freed by the kernel when a build is killed, so no stale lock can remain.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import FaultError
from kg.release.opened import CURRENT


@contextmanager
def locked(public: Path) -> Iterator[Path]:
    """Hold the lock of an output folder and give a fresh temporary folder for one build.

    Raises FaultError when another build holds the lock or the folder cannot be written.
    """
    releases = public / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with (public / ".lock").open("w") as lock:
            _take(lock.fileno(), public)
            for left_over in releases.glob(".tmp-*"):
                shutil.rmtree(left_over)
            temporary = releases / f".tmp-{os.getpid()}"
            temporary.mkdir()
            try:
                yield temporary
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise FaultError(f"{error.filename or public}: {_reason(error)}") from error
    except sqlite3.OperationalError as error:
        raise FaultError(f"{public}: the table of the build cannot be written: {error}") from error


def _reason(error: OSError) -> object:
    """Give what the system says; copying a folder gathers what it says of each file."""
    return error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror or error


def _take(descriptor: int, public: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FaultError(f"{public}: another build is writing here; wait for it to end") from None


def switch(public: Path, temporary: Path, release_id: str, *, current: bool = True) -> Path:
    """Put a finished build in its place and let `current` point at it; a release that is there is kept."""
    target = public / "releases" / release_id
    if not target.exists():
        for path in sorted(temporary.rglob("*")):
            _sync(path)
        _sync(temporary)
        temporary.rename(target)
    _sync(public / "releases")
    if current:
        _link(public, release_id)
    return target


def _link(public: Path, release_id: str) -> None:
    link = public / f".{CURRENT}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / release_id)
    link.replace(public / CURRENT)
    _sync(public)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
