"""What a written query knows of its variables, at one place of the text."""

from __future__ import annotations

from typing import Final, NamedTuple


class Value(NamedTuple):
    """What stands for a variable or an expression: a text of Python, and whether it is surely a term.

    What is not sure is None for a variable without a value, or for an expression with an error.
    """

    text: str
    sure: bool = True


NOTHING: Final = Value("None", sure=False)
"""What stands for a variable that nothing binds."""

Known = dict[str, Value]
"""Variable -> what stands for it."""
