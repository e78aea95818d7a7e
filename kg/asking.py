"""Commands that ask: one SPARQL query of one's own, or one of the competency questions."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import click

from kg import aside
from kg.errors import INTERRUPTED, UsageError

RESULT_FORMATS = ("table", "json", "xml", "csv", "tsv", "ttl", "nt", "nq", "trig", "jsonld", "rdfxml")

released = click.option(
    "-r",
    "--release",
    "public",
    envvar="KG_OUTPUT",
    default="public",
    show_default=True,
    help="Output folder or release.",
)


@click.command()
@released
@click.option("--endpoint", default="", help="Ask a SPARQL endpoint instead of the release.")
@click.option("--question", default="", help="One of the questions that kg questions lists, by name or number.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for a parameter of the question.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(RESULT_FORMATS),
    default=None,
    help="Default: table, or ttl for triples.",
)
@click.argument("query", default="")
def query(public: str, endpoint: str, question: str, params: tuple[str, ...], form: str | None, query: str) -> None:  # noqa: PLR0913, PLR0917
    """Answer a SPARQL query, given as text, as a file or as `-`, or a question; our prefixes are declared."""
    asked = _asked(query, question, params)
    _interruptibly(partial(_print, public, endpoint, asked, form))


def _print(public: str, endpoint: str, asked: Callable[[str], str], form: str | None) -> None:
    from kg.release.opened import Release  # noqa: PLC0415
    from kg.results import table  # noqa: PLC0415
    from kg.terms import DEFAULT_BASE  # noqa: PLC0415

    if endpoint:
        from kg import remote  # noqa: PLC0415

        answer = remote.query(endpoint, asked(DEFAULT_BASE))
    else:
        release = Release.open(public)
        answer = release.query(asked(release.base))
    chosen = form or ("ttl" if answer.graph else "table")
    if chosen == "table":
        for line in table(*answer.rows()):
            click.echo(line)
        return
    answer.write(chosen, sys.stdout.buffer)
    if chosen in {"json", "xml"} and sys.stdout.isatty():
        click.echo()


def _interruptibly(work: Callable[[], None]) -> None:
    """Do work aside, and end at once on Ctrl-C: the engine heeds no signal, and Python would wait for it."""
    try:
        aside.begun(work).result()
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)


def _asked(query: str, question: str, params: Iterable[str]) -> Callable[[str], str]:
    """Give what makes the query for a base: its own words, or a question with its parameters."""
    if bool(query) == bool(question):
        raise UsageError("name a query or a --question, one of both; kg questions lists the questions")
    if question:
        from kg.questions import question as named  # noqa: PLC0415

        return partial(named(question).bound, _values(params))
    if params:
        raise UsageError("--param gives a value to a parameter of a --question; a query has none")
    text = _query_text(query)
    return lambda _: text


def _values(params: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise UsageError(f"--param {param!r} cannot be read; write NAME=VALUE")
        found[name.strip()].append(value)
    return found


_QUERY = re.compile(r"\s*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


def _query_text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if "{" in query or _QUERY.match(query):
        return query
    try:
        return Path(query).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"{query}: neither a query nor a file that can be read") from error


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def questions(form: str) -> None:
    """List the competency questions; `kg query --question NAME` answers one."""
    from kg.questions import described, questions  # noqa: PLC0415
    from kg.results import table  # noqa: PLC0415

    rows: list[dict[str, Any]] = [described(one) for one in questions()]
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    lines = ([str(row["number"]), row["name"], row["question"], _shown(row["parameters"])] for row in rows)
    for line in table(["", "name", "question", "parameters"], lines):
        click.echo(line)


def _shown(parameters: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"{one['name']}={' '.join(one['default'])}" for one in parameters)
