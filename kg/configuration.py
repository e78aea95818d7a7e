"""What a command is told by its surroundings: flags win, then variables `KG_*`, then `kg.toml`, then defaults.

`kg.toml` of the working folder has a table for each command, and in it the names of options as they are typed,
with or without the dashes between words: `[validate]`, `fail-on = "warning"`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

FILE: Final = "kg.toml"


def output() -> str:
    """Give the folder of releases that all commands share when none is named: KG_OUTPUT, else `public`."""
    return os.environ.get("KG_OUTPUT") or "public"


def tables() -> dict[str, dict[str, Any]]:
    """Read kg.toml of this folder: a table for each command; raises click.UsageError for one that is damaged."""
    path = Path(FILE)
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{FILE}: {error}") from error
    if wrong := [name for name, table in found.items() if not isinstance(table, dict)]:
        raise click.UsageError(f"{FILE}: {wrong[0]} is no table; write [build] and below it output = ..")
    return found


def defaults(group: click.Group) -> dict[str, dict[str, Any]]:
    """Give what kg.toml says under the names of click's parameters, for a context's `default_map`.

    Raises click.UsageError for a table that is no command and a key that is none of its options.
    """
    return {name: _defaults(group, name, table) for name, table in tables().items()}


def _defaults(group: click.Group, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    command = group.commands.get(name)
    if command is None:
        raise click.UsageError(f"{FILE}: there is no command {name!r}; there are {', '.join(sorted(group.commands))}")
    known = {_plain(max(one.opts, key=len)): one for one in command.params}
    for key, value in table.items():
        one = known.get(_plain(key))
        if one is None:
            raise click.UsageError(f"{FILE}: [{name}] has no option {key!r}; there are {', '.join(sorted(known))}")
        if isinstance(value, list | dict) and one.nargs == 1 and not one.multiple:
            raise click.UsageError(f"{FILE}: [{name}] {key} takes one value, not {value}")
    return {str(known[_plain(key)].name): value for key, value in table.items()}


def named(group: click.Group) -> None:
    """Let a variable be called as its option is typed: KG_VALIDATE_FAIL_ON, KG_QUERY_FORMAT."""
    for name, command in group.commands.items():
        for one in command.params:
            if isinstance(one, click.Option) and one.envvar is None:
                one.envvar = f"KG_{name}_{_plain(max(one.opts, key=len))}".upper()


def _plain(option: str) -> str:
    return option.lstrip("-").replace("-", "_")
