"""How processes of our own are started.

Facts
-----
* They are started clean (forkserver, or spawn where there is none): a fork of a process with threads can hang.
* The forkserver can load beforehand what they need; a new one is there in milliseconds then.
"""

from __future__ import annotations

import multiprocessing
from typing import Any


def clean(*loaded: str) -> Any:
    """Give the context of `multiprocessing` that starts clean processes, with some modules loaded."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    if loaded:
        context.set_forkserver_preload([*loaded])
    return context
