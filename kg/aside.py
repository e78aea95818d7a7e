"""Work done aside: in a thread of its own, so that who waits for it can heed Ctrl-C, a deadline or another client.

Facts
-----
* The engine cannot be told to stop, and while it computes no Python code of its thread runs, a handler of signals
  neither (pyoxigraph 0.5.13).
* Python waits at its end for all threads but daemons (an executor's are none): one endless query would keep a
  program alive that was told to stop.
* Rows of the engine may be dropped only by the thread that made them; an error's traceback would carry them into
  another one.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_T = TypeVar("_T")


def begun(work: Callable[[], _T]) -> Future[_T]:
    """Begin to do work in a thread, and give what will hold its result, or the error that it raised.

    >>> begun(lambda: 6 * 7).result()
    42
    """
    result: Future[_T] = Future()
    result.set_running_or_notify_cancel()
    threading.Thread(target=_settle, args=(result, work), daemon=True).start()
    return result


def _settle(result: Future[_T], work: Callable[[], _T]) -> None:
    """Do work in this thread; when it fails, let go of all that its frames hold before the error leaves it."""
    try:
        result.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
        cause: BaseException | None = error
        while cause is not None:
            traceback.clear_frames(cause.__traceback__)
            cause = cause.__cause__ or cause.__context__
        result.set_exception(error)
