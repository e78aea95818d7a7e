"""The process that asks: it answers one query after the other, and is killed when one takes too long.

Run as a script with the folder of a store and the seconds that a query may take, so it imports nothing of kg. It
ends with its input, and by an alarm when a query outlives both its time and the process that asked. A query is a
line of JSON (a text), each row of its answer a line (an object: variable -> term in N-Triples form), and its end a
line that holds the number of rows, or a text that says why there is no answer.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyoxigraph


@cache
def opened(folder: str) -> pyoxigraph.Store:
    """Open the store (once)."""
    return pyoxigraph.Store.read_only(folder)


def answer(folder: str, query: str) -> Iterator[Any]:
    """Give the lines that answer a query."""
    number = 0
    try:
        found: Any = opened(folder).query(query, use_default_graph_as_union=True)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: str(term) for name, term in zip(names, row, strict=True) if term is not None}
            number += 1
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        yield str(error)
    else:
        yield number


def main(folder: str, seconds: str) -> None:
    """Answer the queries of stdin until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_REAL, float(seconds))
        for found in answer(folder, json.loads(line)):
            sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
