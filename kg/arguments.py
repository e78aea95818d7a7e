"""Arguments of commands that are made of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kg.release.about import HELP


def about(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for what people say about a dataset; one that is not given has the value None."""
    for name, meaning in reversed([*HELP.items()]):
        command = click.option(f"--{name.replace('_', '-')}", default=None, help=meaning)(command)
    return command
