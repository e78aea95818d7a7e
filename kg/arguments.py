"""Arguments that several commands take, and those that are made of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kg.release.about import HELP

sources = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
base = click.option(
    "--base", envvar="KG_BASE", default="https://w3id.org/cables/", show_default=True, help="Base of new IRIs."
)
layout = click.option("--layout", default="", help="Force a layout instead of detecting it.")


def about(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for what people say about a dataset; one that is not given has the value None."""
    for name, meaning in reversed([*HELP.items()]):
        command = click.option(f"--{name.replace('_', '-')}", default=None, help=meaning)(command)
    return command
