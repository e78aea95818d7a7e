"""One question over HTTP and its answer: to http and https addresses alone, and within limits.

Facts
-----
* `urllib` opens file:, ftp: and data: addresses as well, and follows a redirect to ftp:. Who asks an endpoint must
  not be given a file of the own machine or network instead.
* It follows 301 and 302 with a GET that has lost the query, and 307 and 308 not at all. A query changes nothing, so
  it is sent again as it is (RFC 9110, section 15.4).
* Its timeout is for each wait on the socket: an answer that comes in drops, or never ends, is known by its clock
  and size only.
"""

from __future__ import annotations

import time
import urllib.request
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request

from kg.errors import FaultError, LimitError, UsageError

SCHEMES: Final = frozenset({"http", "https"})
WAIT: Final = 60
"""Seconds without a byte after which nobody is taken to answer."""
WITHIN: Final = 600
"""Seconds in which an answer must be whole."""
LARGEST: Final = 256_000_000
"""Bytes of an answer, which is held in memory."""
_PIECE: Final = 1 << 16
_SHOWN: Final = 300
"""Characters that are shown of why a server refuses."""
_BAD_REQUEST: Final = 400
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5


def checked(address: str) -> str:
    """Give an address that can be asked; raises UsageError for any but http and https.

    >>> checked("http://127.0.0.1:8080/sparql")
    'http://127.0.0.1:8080/sparql'
    """
    if not _is_http(address):
        raise UsageError(f"{address}: an endpoint is an http or https address, like http://127.0.0.1:8080/sparql")
    return address


def _is_http(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number, half an IPv6 address
        return False


def answer(request: Request, *, largest: int = LARGEST, within: float = WITHIN) -> bytes:
    """Send a request and give the body of its answer.

    Raises UsageError for a request that the server finds bad, FaultError when it cannot be reached or fails,
    LimitError for an answer of more bytes than the `largest`, or that is not whole `within` so many seconds.
    """
    wait, end = min(WAIT, within), time.monotonic() + within
    try:
        with _opened(request, wait) as response:
            return _read(response, largest, end)
    except (FaultError, LimitError, UsageError) as error:
        raise type(error)(f"{request.full_url}: {error}") from error
    except TimeoutError as error:
        raise LimitError(f"{request.full_url}: no answer within {wait:,.0f} s") from error
    except (HTTPException, OSError, ValueError) as error:
        said = str(error).strip()[:_SHOWN] or type(error).__name__
        raise FaultError(f"{request.full_url}: no answer: {said}") from error


def _opened(request: Request, wait: float) -> Any:
    for _ in range(_MOST_REDIRECTS):
        try:
            return _OPENER.open(request, timeout=wait)
        except HTTPError as error:
            with error:
                request = _elsewhere(request, error)
    raise FaultError("no answer: it leads from one address to the next without end")


def _elsewhere(request: Request, error: HTTPError) -> Request:
    """Give the same request to where a server sends it; raises UsageError or FaultError when it refuses it."""
    place = error.headers.get("Location")
    if error.code not in _REDIRECTS or not place:
        said = error.read(4 * _SHOWN).decode(errors="replace").strip()[:_SHOWN]
        if error.code == _BAD_REQUEST:
            raise UsageError(f"the query was refused: {said or error.reason}")
        raise FaultError(f"no answer: {error.code} {error.reason} {said}".rstrip())
    address = urljoin(request.full_url, place)
    if not _is_http(address):
        raise FaultError(f"no answer: it leads to {address[:_SHOWN]}, which is no http or https address")
    return Request(address, request.data, request.headers)  # noqa: S310 - looked at above


def _read(response: Any, largest: int, end: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise LimitError(f"the answer is larger than {largest / 1e6:,.0f} MB: ask for less, or read the dumps")
        if time.monotonic() > end:
            raise LimitError("the answer was not whole in time: ask for less, or read the dumps")
    if response.length:
        raise FaultError(f"no answer: it broke off {response.length:,} bytes before its end")
    return b"".join(pieces)


def _opener() -> urllib.request.OpenerDirector:
    """Give what opens http and https, through a proxy if the environment names one, and nothing else."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


_OPENER: Final = _opener()
