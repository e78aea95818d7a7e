"""The commands that compare: a release with what it says of itself, and with another one."""

from __future__ import annotations

from collections import Counter
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


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("-f", "--format", "form", type=click.Choice(["text", "patch"]), default="text", show_default=True)
def diff(old: str, new: str, form: str) -> int:
    """Tell what changed from one release to another: cables, vocabulary, validation results.

    As text each cable that came (+), went (-) or changed (~), and how many statements; as an RDF patch every statement.
    """
    from kg.release.changed import BELONGING, changes  # noqa: PLC0415
    from kg.release.opened import Release  # noqa: PLC0415

    before, after = Release.open(old), Release.open(new)
    totals = {kind: Counter[str]() for kind in BELONGING}
    for one in changes(before, after):
        totals[one.kind].update({one.sign: 1, "gone": len(one.gone), "come": len(one.come)})
        if form == "patch":
            for sign, lines in (("D", one.gone), ("A", one.come)):
                for line in lines:
                    click.echo(f"{sign} {line}", nl=False)
        elif one.kind == "cables":
            name = one.thing.strip("<>").removeprefix(after.base).removeprefix("doc/cable/")
            click.echo(f"{one.sign} {name}  +{len(one.come)} -{len(one.gone)}")
    for kind, total in totals.items() if form == "text" else ():
        many = f"{total['+']:,} came, {total['-']:,} went, {total['~']:,} changed"
        click.echo(f"{kind:11} {many}; statements +{total['come']:,} -{total['gone']:,}")
    return CHECK_FAILED if any(map(len, totals.values())) else 0
