"""The command that builds a release, and the bar that shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from kg import arguments
from kg.errors import CHECK_FAILED, LIMITED, REJECTED, UsageError

if TYPE_CHECKING:
    from kg.release.opened import Release


@click.command()
@arguments.sources
@click.option("-o", "--output", envvar="KG_OUTPUT", default="public", show_default=True, help="Output folder.")
@arguments.base
@arguments.layout
@click.option("--issued", default="", help="Date of issue (default: SOURCE_DATE_EPOCH or today).")
@click.option("--keep-invalid", is_flag=True, help="Publish cables with a Violation all the same.")
@click.option(
    "-j",
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Processes that read, map and validate.",
)
@arguments.about
def build(**options: Any) -> int:
    """Build a release of files, folders and archives and make it the current one."""
    from kg.release.summary import summary  # noqa: PLC0415

    release = made(**options)
    for line in summary(release, options["output"]):
        click.echo(line)
    if not release.manifest["counts"]["cables"] and not release.manifest["validation"]["Violation"]:
        return REJECTED
    if release.manifest["validation"]["Violation"]:
        return CHECK_FAILED
    if release.manifest["ledger"]["rejected"]["records"]:
        return REJECTED
    return LIMITED if release.manifest.get("unchecked") else 0


def made(  # noqa: PLR0913 - each is an option
    *,
    sources: tuple[str, ...],
    output: str,
    base: str,
    layout: str,
    issued: str,
    keep_invalid: bool,
    jobs: int,
    **given: str | None,
) -> Release:
    """Build the release that the options of the command ask for."""
    from kg.release.about import About  # noqa: PLC0415
    from kg.release.build import Options  # noqa: PLC0415
    from kg.release.build import build as run  # noqa: PLC0415

    if not output:
        raise UsageError("--output names no folder")
    said = About(**{name: value for name, value in given.items() if value is not None})
    with progress_bar() as progress:
        return run(sources, output, Options(base, issued, keep_invalid, layout, said), progress, jobs)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar on a terminal; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    names = {
        "read": "reading",
        "validate": "mapping and validating",
        "publish": "publishing",
        "load": "loading the store",
        "check": "validating across cables",
    }
    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(names[stage], total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield show
