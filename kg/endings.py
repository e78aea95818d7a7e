"""How the program ends when something failed: one line for people, an exit code for programs.

Facts
-----
* A pipe that is closed (`kg parse seeds | head -1`) is no failure: its reader has seen enough.
* What a full disk did not take stays in Python's buffer, and Python tries again at its end, with a trace and
  an exit code of its own; so the output is let go of first.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from kg.errors import FAILED, LIMITED, KgError


def told(error: KgError | OSError | MemoryError) -> int:
    """Say on stderr why the program ends, and give the exit code (design contract, section 4)."""
    _let_go_of_output()
    if isinstance(error, BrokenPipeError):
        return 0
    reason, code = _reason(error)
    with suppress(OSError):
        click.echo(f"kg: {reason}", err=True)
    return code


def _reason(error: KgError | OSError | MemoryError) -> tuple[str, int]:
    if isinstance(error, KgError):
        return str(error), error.exit_code
    if isinstance(error, MemoryError):
        return "there is not enough memory for this: give fewer inputs at once, or allow more", LIMITED
    return f"{error.filename or 'the output cannot be written'}: {error.strerror or error}", FAILED


def _let_go_of_output() -> None:
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):  # no file stands behind it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
