"""Python in the making: the text of functions that shapes and queries are turned into, and the objects that they name.

Facts
-----
* Nothing of a shapes graph gets into the text: terms and names of variables are constants of the module that is made.
* Python nests no more than 20 loops, 100 blocks and 200 brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, Final

DEEPEST: Final = 18
"""Loops within loops."""


class Unwritable(Exception):  # noqa: N818 - no error: the query is solved another way
    """A query has a part that is not turned into Python, or that nests deeper than Python reads."""


class Code:
    """The text of one module; `about` names the shape that it is made from, in tracebacks and profiles."""

    def __init__(self, about: str) -> None:
        self._about = about
        self.constants: dict[str, Any] = {}
        self._named: dict[Any, str] = {}
        self._functions: list[list[str]] = []
        self._open: list[tuple[list[str], int]] = []
        self._depth = self._loops = 0
        self._numbers = count()

    def name(self) -> str:
        """Give a name that nothing has yet."""
        return f"v{next(self._numbers)}"

    def constant(self, value: Any) -> str:
        """Give the name of an object; equal ones have one."""
        if value not in self._named:
            self._named[value] = f"k{len(self._named)}"
            self.constants[self._named[value]] = value
        return self._named[value]

    def own(self, value: Any) -> str:
        """Give the name of an object that no other place shares."""
        name = f"o{next(self._numbers)}"
        self.constants[name] = value
        return name

    def line(self, text: str) -> None:
        """Write a line."""
        self._functions[-1].append("    " * self._depth + text)

    def first(self, text: str) -> None:
        """Write a line at the beginning of the function that is under way."""
        self._functions[-1].insert(1, f"    {text}")

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write what follows into a block."""
        loop = head.startswith("for ")
        if loop and self._loops >= DEEPEST:
            raise Unwritable
        self.line(f"{head}:")
        self._depth += 1
        self._loops += loop
        before = len(self._functions[-1])
        yield
        if len(self._functions[-1]) == before:
            self.line("pass")
        self._depth -= 1
        self._loops -= loop

    @contextmanager
    def function(self, name: str, parameters: Sequence[str]) -> Iterator[None]:
        """Write what follows into a function of its own, before the one that is under way."""
        self._open.append((self._functions.pop() if self._open else [], self._depth))
        outer = self._loops
        self._functions.append([f"def {name}({', '.join(parameters)}):"])
        self._depth, self._loops = 1, 0
        yield
        before, self._depth = self._open.pop()
        self._loops = outer
        if before:
            self._functions.append(before)

    def compiled(self, name: str) -> Callable[..., Any]:
        """Make the module; gives one of its functions. Raises Unwritable when it nests too deep."""
        text = "\n".join(line for function in self._functions for line in function)
        made = dict(self.constants)
        try:
            code = compile(text, f"<shape {self._about!a}>", "exec")
        except (SyntaxError, MemoryError, RecursionError) as error:
            # what nests too deep for Python: "too many nested parentheses", "too many statically nested blocks"
            raise Unwritable from error
        exec(code, made)  # noqa: S102 - the text is made of our own words alone
        return made[name]  # type: ignore[no-any-return]
