"""The command line: arguments in, one call of the library, an exit code out.

Exit codes: 0 done; 1 a check said no; 2 wrong call; 3 some input rejected or unreadable; 4 disk, lock,
network or store; 5 limit; 130 interrupted. Data goes to stdout, everything else to stderr.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import click
from click.core import ParameterSource

from kg import arguments, asking, building, configuration, endings, verifying
from kg.errors import CHECK_FAILED, INTERRUPTED, LIMITED, REJECTED, FaultError, InputError, KgError, UsageError
from kg.version import VERSION

_NOTHING = "the inputs hold no file: nothing was read"
RDF_FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "rdfxml", "schemaorg")
REPORT_FORMATS = ("text", "ttl", "json", "csv", "html", "sarif", "junit")


def main() -> None:
    """Run the program; every error of ours, of disk and of memory ends as one clear line and its exit code."""
    try:
        code = _called()
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except (KgError, OSError, MemoryError) as error:
        code = endings.told(error)
    sys.exit(code)


def _called() -> int:
    if "_KG_COMPLETE" in os.environ:
        cli.main()
    configuration.named(cli)
    with cli.make_context("kg", sys.argv[1:], default_map=configuration.defaults(cli)) as context:
        code = cli.invoke(context) or 0
    if sys.stdout is not None:
        sys.stdout.flush()
    return int(code)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "KG", "max_content_width": 100}
)
@click.version_option(VERSION, prog_name="kg")
def cli() -> None:
    """Publish diplomatic cables as linked data: read, map, validate, release, serve."""


cli.add_command(building.build)
cli.add_command(asking.query)
cli.add_command(asking.questions)
cli.add_command(verifying.verify)
cli.add_command(verifying.diff)

_release = asking.released


def _schema(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    """Print the contract of a record instead of records."""
    if asked:
        from kg.schema import schema  # noqa: PLC0415

        click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
        context.exit()


@cli.command()
@arguments.sources
@arguments.layout
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_schema,
    help="Print the JSON Schema of a record.",
)
def parse(sources: tuple[str, ...], layout: str) -> int:
    """Print the record of each cable as one line of JSON."""
    from kg.api import read  # noqa: PLC0415
    from kg.records import line  # noqa: PLC0415
    from kg.sources import Problem  # noqa: PLC0415

    code = 0
    for found in _noticed(read(*sources, layout=layout), _NOTHING):
        if isinstance(found, Problem):
            code = _report(found, code)
        else:
            click.echo(line(found))
    return code


def _report(problem: Any, code: int) -> int:
    """Say which input gave no record; only a rejected one changes the exit code."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    click.echo(f"kg: {place}: {problem.code}: {problem.reason}", err=True)
    return REJECTED if problem.bucket == "rejected" else code


@cli.command()
@arguments.sources
@click.option("--coverage", is_flag=True, help="Shares of text, header, furniture, skipped and unexplained.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@arguments.layout
def roundtrip(sources: tuple[str, ...], coverage: bool, form: str, layout: str) -> int:  # noqa: FBT001
    """Make the bytes of files again of what is known of each character, and compare."""
    from kg import roundtrip as accounting  # noqa: PLC0415
    from kg.sources import Problem  # noqa: PLC0415

    rejected, lost, whole = 0, False, accounting.Account("", "total")
    for line in accounting.head(form, coverage=coverage):
        click.echo(line)
    for found in _noticed(accounting.accounts(sources, layout), _NOTHING):
        if isinstance(found, Problem):
            rejected = _report(found, rejected)
            continue
        whole.add(found)
        lost = lost or found.state == accounting.LOST
        for line in accounting.lines(found, form, coverage=coverage):
            click.echo(line)
    for line in accounting.lines(whole, form, coverage=True) if coverage else ():
        click.echo(line)
    return CHECK_FAILED if lost else rejected


@cli.command("map")
@arguments.sources
@click.option("-f", "--format", "form", type=click.Choice(RDF_FORMATS), default="ttl", show_default=True)
@arguments.base
@arguments.layout
def map_(sources: tuple[str, ...], form: str, base: str, layout: str) -> int:
    """Print the RDF of cables, with the vocabulary entries that they use."""
    from kg import formats  # noqa: PLC0415
    from kg.api import mapped, read  # noqa: PLC0415
    from kg.entries import Entries  # noqa: PLC0415
    from kg.jsonld import label  # noqa: PLC0415
    from kg.sources import Problem  # noqa: PLC0415
    from kg.terms import Names  # noqa: PLC0415
    from kg.vocabulary import vocabulary  # noqa: PLC0415

    code, cables = 0, []
    for found in _noticed(read(*sources, layout=layout), _NOTHING):
        if isinstance(found, Problem):
            code = _report(found, code)
        else:
            cables.append(found)
    met = Entries(Names(base), vocabulary())
    rdf = formats.by_name(form, lambda term: label(term, met.used.get(term, ())))
    rdf.write(mapped(cables, base, met), sys.stdout.buffer, base)
    return code


@cli.command()
@click.argument("target", default="", metavar="[TARGET]")
@click.option("--shapes", type=str, default="", help="Shapes of your own; the data is then validated alone.")
@click.option("--endpoint", default="", help="Validate what a SPARQL endpoint holds, by queries.")
@click.option("--engine", type=click.Choice(["compiled", "pyshacl"]), default="compiled", show_default=True)
@click.option("-f", "--format", "form", type=click.Choice(REPORT_FORMATS), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(["violation", "warning", "info"]), default="violation", show_default=True)
@click.option("--max-results", type=click.IntRange(0), default=None, help="Report the worst N only.")
def validate(  # noqa: PLR0913, PLR0917 - each is an option
    target: str, endpoint: str, shapes: str, engine: str, form: str, fail_on: str, max_results: int | None
) -> int:
    """Validate an RDF file, `-` (Turtle), a folder of RDF files, a release or an --endpoint with SHACL."""
    from kg import validation  # noqa: PLC0415
    from kg.corpus.checked import unchecked  # noqa: PLC0415
    from kg.shacl.results import SEVERITIES  # noqa: PLC0415

    given = validation.load(shapes) if shapes else None
    if endpoint and (target or engine != "compiled"):
        raise UsageError("an --endpoint is validated by queries: name no file beside it, and no other engine")
    here = target or configuration.output()
    try:
        answer = validation.remote(endpoint, given) if endpoint else validation.answer(here, given, engine)
    except InputError as error:
        error.path = error.path or (shapes if error.code == "shapes" else "")
        raise
    results = answer.results
    click.echo(answer.written(form, max_results), nl=False)
    if max_results is not None and len(results) > max_results:
        click.echo(f"kg: the worst {max_results:,} of {len(results):,} results are reported", err=True)
    failing = SEVERITIES[: SEVERITIES.index(fail_on.capitalize()) + 1]
    if any(result.severity in failing for result in results):
        return CHECK_FAILED
    return LIMITED if any(map(unchecked, results)) else 0


@cli.command()
@_release
@click.option("-f", "--format", "form", type=click.Choice(RDF_FORMATS), default="ttl", show_default=True)
@click.option(
    "--where",
    multiple=True,
    help="Conditions: id=07QUITO214, or tag=PREL,year=2007,from='Ecuador Quito',classification=SECRET.",
)
@click.option("--entail", is_flag=True, help="Add the super-types and super-properties that the ontology entails.")
@click.option("-o", "--output", default="-", help="File to write (default: stdout); .gz is gzipped.")
def dump(public: str, form: str, where: tuple[str, ...], entail: bool, output: str) -> None:  # noqa: FBT001
    """Write the current release, or a part of it, in one RDF format."""
    from kg import formats  # noqa: PLC0415
    from kg.release.extract import extract  # noqa: PLC0415
    from kg.release.opened import Release  # noqa: PLC0415

    release = Release.open(public)
    quads = extract(release, where)
    if entail:
        from kg.entailment import entailed  # noqa: PLC0415

        quads = entailed(quads, release.base)
    quads = _noticed(quads, "no cable meets these conditions")
    with _output(output) as out:
        formats.by_name(form, release.label).write(quads, out, release.base)


def _noticed(things: Iterator[Any], none: str) -> Iterator[Any]:
    """Give things as they come, and say so when there are none: a misspelt condition or folder is no error."""
    first = next(things, None)
    if first is None:
        click.echo(f"kg: {none}", err=True)
        return
    yield first
    yield from things


@contextmanager
def _output(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        yield sys.stdout.buffer
        return
    try:
        with Path(path).open("wb") as file:
            if not path.endswith(".gz"):
                yield file
                return
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                yield cast("IO[bytes]", packed)
    except OSError as error:
        raise FaultError(f"{path}: cannot be written: {error.strerror}") from error


@cli.command()
@_release
@click.argument("cable_id", metavar="ID")
def show(public: str, cable_id: str) -> None:
    """Show one cable to read: facts, text, what it cites and who cites it."""
    from kg.release.opened import Release  # noqa: PLC0415
    from kg.release.shown import shown  # noqa: PLC0415

    for line in shown(Release.open(public), cable_id):
        click.echo(line)


@cli.command()
@click.argument("sources", nargs=-1, metavar="[PUBLIC | SOURCE...]")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
@click.option("--public-url", default="", help="Where clients reach this server, when that is another address.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0, min_open=True), help="Seconds for an answer."
)
def serve(sources: tuple[str, ...], host: str, port: int, public_url: str, timeout: float) -> None:
    """Serve the current release: SPARQL at /sparql, a page at /. Given sources, build first."""
    from kg.questions import questions  # noqa: PLC0415
    from kg.release.opened import MANIFEST  # noqa: PLC0415
    from kg.web.app import serve as run  # noqa: PLC0415
    from kg.web.current import followed  # noqa: PLC0415

    release = _served(sources or (configuration.output(),))

    def told(at: int) -> None:
        where = f"http://[{host}]:{at}/" if ":" in host else f"http://{host}:{at}/"
        click.echo(f"kg: release {release.id} on {where}  (SPARQL at /sparql; stop with Ctrl-C)", err=True)

    alone = (Path(sources[0]) / MANIFEST).exists() if sources else False
    run(
        release,
        questions(),
        host,
        port,
        public_url=public_url,
        public=None if alone else followed(release),
        timeout=timeout,
        listening=told,
    )


def _served(sources: tuple[str, ...]) -> Any:
    """Open the release that is named, or build one of the sources with what is configured for a build."""
    from kg.release.opened import CURRENT, MANIFEST, Release  # noqa: PLC0415

    first = Path(sources[0])
    if len(sources) == 1 and ((first / MANIFEST).exists() or (first / CURRENT).exists() or not first.exists()):
        return Release.open(first)
    options = building.build.make_context("build", ["--", *sources], click.get_current_context().parent).params
    return building.made(**options)


@cli.command()
@_release
def info(public: str) -> None:
    """Print what the current release says of itself, versions, and the effective configuration."""
    from importlib.metadata import version  # noqa: PLC0415

    from kg.release.opened import CURRENT, MANIFEST, Release  # noqa: PLC0415
    from kg.release.summary import told  # noqa: PLC0415

    named = click.get_current_context().get_parameter_source("public") is not ParameterSource.DEFAULT
    if named or any((Path(public) / name).exists() for name in (CURRENT, MANIFEST)):
        for line in told(Release.open(public)):
            click.echo(line)
        click.echo()
    click.echo(f"kg {VERSION}, Python {sys.version.split()[0]}")
    for name in ("rdflib", "pyshacl", "pyoxigraph", "sparqlwrapper", "starlette"):
        click.echo(f"{name} {version(name)}")
    for name, value in sorted(os.environ.items()):
        if name.startswith("KG_"):
            click.echo(f"{name}={value}  (environment)")
    for command, options in sorted(configuration.tables().items()):
        click.echo(f"[{command}] {options}  (kg.toml)")
