"""What changes the bytes of a release."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from kg import terms
from kg.errors import UsageError
from kg.release.about import About


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a build."""

    base: str = terms.DEFAULT_BASE
    issued: str = ""
    keep_invalid: bool = False
    layout: str = ""
    about: About = field(default_factory=About)

    @property
    def day(self) -> str:
        """The date of issue: as stated, of SOURCE_DATE_EPOCH, or today (raises UsageError)."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        try:
            if self.issued:
                return datetime.strptime(self.issued, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007 - a date alone
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch else _today()
        except (ValueError, OverflowError, OSError):
            if self.issued:
                raise UsageError(f"--issued {self.issued!r} is no date of the form 2026-11-24") from None
            raise UsageError(f"SOURCE_DATE_EPOCH {epoch!r} is no date: give seconds since 1970") from None

    @property
    def recorded(self) -> dict[str, object]:
        """What the manifest records: all but the date."""
        return {
            "base": self.base,
            "keep_invalid": self.keep_invalid,
            "layout": self.layout,
            "about": asdict(self.about.settled(self.base)),
        }


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
