"""The command that holds a release against what it says of itself."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from kg import configuration
from kg.errors import CHECK_FAILED, FaultError


@click.command()
@click.argument("public", default="", metavar="[PUBLIC]")
@click.option("--endpoint", default="", help="Count what a SPARQL endpoint holds of it, too.")
def verify(public: str, endpoint: str) -> int:
    """Compare the files of a release with their checksums, and its statements with their counts."""
    from kg.release.opened import Release  # noqa: PLC0415
    from kg.release.verified import differences, elsewhere  # noqa: PLC0415

    folder = public or configuration.output()
    try:
        release = Release.open(folder)
    except FaultError as error:  # a damaged manifest is an answer, no obstacle
        click.echo(str(error))
        return CHECK_FAILED
    found = 0
    for one in chain(differences(release), elsewhere(release, endpoint) if endpoint else ()):
        found += 1
        click.echo(f"{one.where}: {one.what}")
    files, triples = len(release.manifest.get("files", {})), release.manifest.get("counts", {}).get("triples", 0)
    said = f"{found:,} differences" if found else "all as it was built"
    click.echo(f"{Path(folder)}: release {release.id}, {files:,} files, {triples:,} triples: {said}")
    return CHECK_FAILED if found else 0
