"""What can go wrong, told by who can act on it.

    KgError
    ├── UsageError     the call is wrong: an input that is not there, a bad option   exit 2
    ├── InputError     one input cannot be read or gives no record                   exit 3
    │   └── TermError  a text that no IRI or literal can be made of                  exit 3
    ├── FaultError     disk, permission, lock, store or network failed               exit 4
    └── LimitError     a stated limit or deadline was reached                        exit 5

Each error says what failed and what to do; none carries the text of a cable.
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that kg raises on purpose.

    `exit_code` is what the command line ends with (design contract, section 4).
    """

    exit_code = 4


class UsageError(KgError):
    """The call itself is wrong; nothing was done."""

    exit_code = 2


class InputError(KgError):
    """One input cannot be read; the rest of a corpus goes on.

    `code` is a stable short word (`no-id`, `binary`, ..) that stands in the ledger,
    `path` and `line` (1-based, 0 when it is the whole input) say where.
    """

    exit_code = 3

    def __init__(self, reason: str, *, code: str = "unreadable", path: str = "", line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return f"{place}{self.code}: {self.reason}"


class TermError(InputError):
    """A text that cannot become an IRI or a literal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, code="term")


class FaultError(KgError):
    """The world around the program failed: disk, permission, lock, store, network."""

    exit_code = 4


class LimitError(KgError):
    """A stated limit was reached before the work was done."""

    exit_code = 5


CHECK_FAILED, REJECTED, FAILED, LIMITED = 1, InputError.exit_code, FaultError.exit_code, LimitError.exit_code
INTERRUPTED = 130
"""How a command ends: a check that said no, refused input, a fault of the world around, a limit, Ctrl-C."""
