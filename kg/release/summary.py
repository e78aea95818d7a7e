"""The last words of a build: what there is now, where it lies, and what to type next."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from typing import Final

from kg.release import described
from kg.release.opened import CURRENT, Release


def summary(release: Release, public: str) -> Iterator[str]:
    """Give the lines of the summary: what the validation found, then counts, then what to type."""
    yield from findings(release, public)
    manifest = release.manifest
    counts, ledger, checks = manifest["counts"], manifest["ledger"], manifest["validation"]
    folder = os.path.join(public, CURRENT)  # noqa: PTH118 - as the user wrote it
    period = f", {' to '.join(manifest['period'])}" if manifest["period"] else ""
    yield f"release     {release.id}"
    if not _is_current(release, folder):
        yield f"            {_why_not(release)}, so {folder} is what it was before"
        folder = public = str(release.path)
    yield f"cables      {counts['cables']:,}{period}"
    yield f"paragraphs  {counts['paragraphs']:,}"
    yield f"triples     {counts['triples']:,}"
    yield "validation  " + ", ".join(f"{number:,} {severity}" for severity, number in checks.items())
    if unchecked := manifest.get("unchecked"):
        yield f"            not checked for all cables: {', '.join(unchecked)}"
    if known := ", ".join(_known(manifest["labels"])):
        yield f"labels      {known}"
    if unresolved := sum(one["unresolved"] for one in manifest["labels"].values()):
        yield f"            {unresolved:,} that no list knows: {folder}/reports/unresolved.csv"
    yield from _accounted(ledger, folder)
    yield f"dumps       {folder}/dumps/"
    kg, named, here = program(), shlex.quote(public), public == "public"
    yield f"serve       {kg} serve{'' if here else f' {named}'}"
    yield f"query       {kg} query{'' if here else f' -r {named}'} '{_FIRST_QUERY}'"


def _accounted(ledger: dict[str, dict[str, int]], folder: str) -> Iterator[str]:
    """Give the equation of the ledger, and where to read why something was not published."""
    read = ledger["read"]["records"]
    rest = ", ".join(f"{ledger[name]['records']:,} {name}" for name in ledger if name != "read")
    yield f"ledger      {read:,} read = {rest}"
    if not read:
        yield "            the inputs hold no file: nothing was read"
    if read != ledger["published"]["records"]:
        yield f"            why: {folder}/reports/ledger.csv"


def told(release: Release) -> Iterator[str]:
    """Give what a release says of itself, a fact a line."""
    rows = described.facts(release)
    width = max((len(row.label) for row in rows), default=0)
    for row in rows:
        yield f"{row.label:{width}}  {row.words}" + (f"  <{row.link}>" if row.link not in {"", row.words} else "")


def _is_current(release: Release, folder: str) -> bool:
    return os.path.exists(folder) and os.path.samefile(release.path, folder)  # noqa: PTH110, PTH121


def _why_not(release: Release) -> str:
    if not release.manifest["counts"]["cables"]:
        return "it holds no cable"
    return "a constraint across cables is violated (--keep-invalid publishes all the same)"


def _known(labels: dict[str, dict[str, int]]) -> Iterator[str]:
    """Give the share of what each kind of label stands for that the lists know."""
    for kind, one in labels.items():
        if kind in {"agency", "tag", "station"} and one["uses"]:
            yield f"{kind} {100 * one['known'] / one['uses']:.1f} % of {one['uses']:,}"


MOST: Final = 5
"""Places of one finding that a terminal shows; all of them stand in the report."""


def findings(release: Release, public: str) -> Iterator[str]:
    """Give the validation report, shortened where one finding has many places."""
    lines = (release.path / "reports" / "validation.txt").read_text(encoding="utf-8").splitlines()[:-1]
    shown = 0
    for line in filter(None, lines):
        shown = shown + 1 if line.startswith("  ") else 0
        if shown == MOST + 1:
            yield f"  .. all of them: {public}/{CURRENT}/reports/validation.txt"
        elif shown <= MOST:
            yield line
    if lines:
        yield ""


_FIRST_QUERY = "SELECT ?cable ?subject { ?cable a ck:Cable ; dcterms:title ?subject } LIMIT 5"


def program() -> str:
    """Give what to type to run this very program: its name, or its path when the shell would not find it."""
    name = os.path.basename(sys.argv[0])  # noqa: PTH119
    if name == "__main__.py":
        return f"{shlex.quote(_typed(sys.executable))} -m kg"
    return shlex.quote(_typed(sys.argv[0]))


def _typed(path: str) -> str:
    name = os.path.basename(path)  # noqa: PTH119
    found = shutil.which(name)
    return name if found and os.path.samefile(found, path) else path  # noqa: PTH121
