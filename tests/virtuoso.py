"""A Virtuoso of its own for the tests that need another store than ours: started in a folder, on loopback only."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.conftest import missing

_CONFIGURATION: Final = """
[Database]
DatabaseFile = store.db
ErrorLogFile = store.log
LockFile = store.lck
TransactionFile = store.trx
xa_persistent_file = store.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DisableUnixSocket = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
_QUADS: Final = 512
"""The flag of TTLP for N-Quads."""
_START_SECONDS: Final = 60


@contextmanager
def virtuoso(folder: Path, dumps: Iterable[Path]) -> Iterator[str]:
    """Load N-Quads dumps into a new store and give the address of its endpoint."""
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        missing("virtuoso-t is not installed (Debian: virtuoso-opensource)")
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_CONFIGURATION.format(sql=sql, http=http))
    server = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],  # noqa: S607 - found above
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(sql, server)
        _load(folder, sql, dumps)
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"virtuoso-t did not start (exit code {server.poll()})")


def _load(folder: Path, port: int, dumps: Iterable[Path]) -> None:
    lines = []
    for number, dump in enumerate(dumps):
        (folder / f"{number}.nq").write_bytes(gzip.decompress(dump.read_bytes()))
        lines.append(f"DB.DBA.TTLP(file_to_string_output('{number}.nq'), '', 'urn:x', {_QUADS});")
    (folder / "load.sql").write_text("\n".join([*lines, "checkpoint;", ""]))
    done = subprocess.run(
        ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "load.sql"],  # noqa: S607 - found above
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    if "Error" in done.stdout + done.stderr:
        raise RuntimeError(f"virtuoso did not load: {done.stderr[:500]}")
