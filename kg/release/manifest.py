"""The manifest: what a release is, what it holds, and the hash of every file.

Written last, so a folder with a manifest is whole. The release's id is its date and a hash of the
uncompressed dumps, the reports, the options and the version: the same input gives the same id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.release.opened import MANIFEST

SUMS = "SHA256SUMS"


def release_id(issued: str, contents: Mapping[str, str], options: Mapping[str, object], version: str) -> str:
    """Name a release.

    >>> release_id("2026-11-24", {}, {}, "0.1.0")[:11]
    '2026.11.24-'
    """
    whole = json.dumps([dict(sorted(contents.items())), dict(options), version], sort_keys=True)
    return f"{issued.replace('-', '.')}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def write(folder: Path, facts: Mapping[str, Any], contents: Mapping[str, str]) -> dict[str, Any]:
    """Write manifest.json and SHA256SUMS over all files of a release."""
    files = {name: _entry(folder / name, contents.get(Path(name).name)) for name in _names(folder)}
    manifest = {**facts, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sums = {name: entry["sha256"] for name, entry in files.items()} | {MANIFEST: sha256(folder / MANIFEST)}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (folder / SUMS).write_text(lines, encoding="utf-8")
    return manifest


def _names(folder: Path) -> Iterable[str]:
    paths = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return [name for name in paths if name not in {MANIFEST, SUMS}]


def _entry(path: Path, content: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"bytes": path.stat().st_size, "sha256": sha256(path)}
    return {**entry, "content_sha256": content} if content else entry


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
