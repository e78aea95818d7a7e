"""The work table of a build: what has to be sorted, counted or looked up over the whole corpus.

A SQLite file in the build's temporary folder, so that memory stays flat however many cables there are.
It lives for one build and is removed with its folder.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kg.entries import Said
from kg.facts import Facts, gathered
from kg.formats import from_line
from kg.release.ledger import Row
from kg.release.met import EXAMPLES, Met, merged
from kg.release.parts import Kept, Text
from kg.reports.findings import Finding, ordered
from kg.shacl.results import Result
from kg.terms import LABEL, SKOS, Term, iri
from kg.vocabulary import Triple

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE cable (id TEXT, fullness INTEGER, content TEXT, path BLOB, sha256 TEXT, cable BLOB);
CREATE TABLE entry (line TEXT PRIMARY KEY, subject TEXT, name INTEGER) WITHOUT ROWID;
CREATE TABLE met (kind TEXT, label TEXT, entry TEXT, listed INTEGER, cables INTEGER, examples TEXT,
 PRIMARY KEY (kind, label, entry)) WITHOUT ROWID;
CREATE TABLE held (subject TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE result (key TEXT PRIMARY KEY, published INTEGER, severity TEXT, shape TEXT, message TEXT, cable TEXT,
 file TEXT, line INTEGER, column INTEGER, result BLOB) WITHOUT ROWID;
CREATE TABLE ledger (bucket TEXT, code TEXT, file TEXT, line INTEGER, id TEXT, bytes INTEGER, reason TEXT);
"""


class _Kept:
    """Results in the work table, read as they are gone through, as often as needed."""

    def __init__(self, table: sqlite3.Connection, which: str, values: tuple[str, ...]) -> None:
        self._table, self._which, self._values = table, which, values

    def __iter__(self) -> Iterator[Result]:
        rows = self._table.execute(f"SELECT result FROM result WHERE {self._which}", self._values)  # noqa: S608
        return (pickle.loads(row[0]) for row in rows)  # noqa: S301 - written by this process


class Work:
    """The work table."""

    def __init__(self, path: Path) -> None:
        self._table = sqlite3.connect(path, isolation_level=None)
        self._table.executescript(_SCHEMA)
        self._table.execute("BEGIN")
        self._table.create_function("merged", 2, merged, deterministic=True)
        self._said: dict[tuple[Said, Term, bool], tuple[int, str]] = {}

    def close(self) -> None:
        """Close the file."""
        self._table.close()

    def add_cable(self, one: Kept) -> None:
        """Keep a cable until all are read."""
        row = (one.identity, one.fullness, one.content, one.path.encode(errors="surrogateescape"), one.sha256)
        self._table.execute("INSERT INTO cable VALUES (?, ?, ?, ?, ?, ?)", (*row, one.cable))

    def cables(self) -> int:
        """Count the cables kept."""
        return int(self._table.execute("SELECT count(*) FROM cable").fetchone()[0])

    def sources_hash(self) -> str:
        """Give one SHA-256 for all records that hold a cable: of their own, in hexadecimal, sorted, one a line."""
        whole = hashlib.sha256()
        for (one,) in self._table.execute("SELECT sha256 FROM cable ORDER BY sha256"):
            whole.update(f"{one}\n".encode())
        return whole.hexdigest()

    def texts(self) -> Iterator[Text]:
        """Give the texts in the order of their ids: of several under one id the fuller first."""
        self._table.execute("CREATE INDEX by_id ON cable (id, fullness DESC, content, path)")
        cursor = self._table.cursor()
        rows = cursor.execute("SELECT id, content, cable FROM cable ORDER BY id, fullness DESC, content, path")
        for _, same_id in groupby(rows, key=lambda row: row[0]):
            for nth, (_, same) in enumerate(groupby(same_id, key=lambda row: row[1]), 1):
                yield Text(nth, tuple([row[2] for row in same]))

    def add_triples(self, triples: Iterable[Triple], graph: Term) -> None:
        """Keep triples of the vocabulary graph, each once."""
        lines = ((f"{one[0]} {one[1]} {one[2]} {graph} .\n", one[0], one[1] == LABEL) for one in triples)
        self._table.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", lines)

    def add_said(self, said: Iterable[tuple[Said, Term, bool]], cable_id: str) -> None:
        """Count what a cable says in place of entries: the words, the entry, whether a list holds it."""
        for key in said:
            number, examples = self._said.get(key, (0, ""))
            self._said[key] = number + 1, f"{examples} {cable_id}" if number < EXAMPLES else examples
        if len(self._said) > _REMEMBERED:
            self._count()

    def _count(self) -> None:
        rows = (
            (kind, label, entry, listed, number, merged("", examples))
            for ((kind, label), entry, listed), (number, examples) in self._said.items()
        )
        query = (
            "INSERT INTO met VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " cables = cables + excluded.cables, examples = merged(examples, excluded.examples)"
        )
        self._table.executemany(query, rows)
        self._said.clear()

    def met(self) -> Iterator[Met]:
        """Give what cables say in place of entries, most frequent first."""
        self._count()
        query = "SELECT kind, label, cables, entry, examples, listed FROM met ORDER BY cables DESC, kind, label, entry"
        yield from (Met(*row)._replace(listed=bool(row[-1])) for row in self._table.execute(query))

    def add_held(self, subject: Term) -> None:
        """Note a cable as held: its own graph describes it."""
        self._table.execute("INSERT OR IGNORE INTO held VALUES (?)", (subject,))

    def entries(self) -> Iterator[str]:
        """Give the lines of the vocabulary graph, sorted, without cables that are held."""
        self._name_once()
        query = "SELECT line FROM entry WHERE subject NOT IN (SELECT subject FROM held) ORDER BY line"
        yield from (row[0] for row in self._table.execute(query))

    def _name_once(self) -> None:
        """Leave one preferred label to an entry that was met in several writings."""
        several = "SELECT subject FROM entry WHERE name GROUP BY subject HAVING count(*) > 1"
        query = f"SELECT line, subject FROM entry WHERE name AND subject IN ({several}) ORDER BY subject, line"  # noqa: S608
        for _, writings in groupby(self._table.execute(query).fetchall(), key=lambda row: row[1]):
            for line, subject in list(writings)[1:]:
                self._table.execute("DELETE FROM entry WHERE line = ?", (line,))
                row = (line.replace(LABEL, _ALT_LABEL, 1), subject, False)
                self._table.execute("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", row)

    def entry(self, subject: Term) -> Facts:
        """Give the entry of one subject: its properties with their values."""
        query = "SELECT line FROM entry WHERE line >= ? AND line < ? ORDER BY line"
        lines = self._table.execute(query, (f"{subject} ", f"{subject}!"))
        return gathered(from_line(line)[1:3] for (line,) in lines)

    def linked(self, predicates: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
        """Give property and value of the entries that have one of these properties."""
        for line in self.entries():
            quad = from_line(line)
            if quad.predicate in predicates:
                yield quad.predicate, quad.object

    def add_results(self, results: Iterable[Result], *, published: bool) -> None:
        """Keep validation results; `published` ones go to the quality graph."""
        rows = (
            (
                one.key,
                int(published),
                one.severity,
                one.shape,
                one.message,
                one.cable,
                one.file,
                one.line,
                one.column,
                pickle.dumps(one),
            )
            for one in results
        )
        self._table.executemany("INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def publishes_violations(self) -> bool:
        """Tell whether a Violation is published: the results of a cable that has one are not, unless it is kept."""
        query = "SELECT EXISTS (SELECT 1 FROM result WHERE published AND severity = 'Violation')"
        return bool(self._table.execute(query).fetchone()[0])

    def published_results(self) -> Iterable[Result]:
        """Give the results of what is published, by cable and line."""
        return _Kept(self._table, "published ORDER BY cable, line, column, key", ())

    def failing(self) -> dict[str, int]:
        """Count the published cables that each shape (by its IRI) has results about."""
        query = "SELECT shape, count(DISTINCT nullif(cable, '')) FROM result WHERE published GROUP BY shape"
        return {shape[1:-1]: cables for shape, cables in self._table.execute(query)}

    def findings(self) -> list[Finding]:
        """Give all results, grouped; the results of a group are read when they are gone through."""
        query = (
            "SELECT severity, shape, message, count(*), count(DISTINCT nullif(cable, '')) FROM result GROUP BY 1, 2, 3"
        )
        place = "severity = ? AND shape = ? AND message = ? ORDER BY file, line, column, key"
        groups = self._table.execute(query).fetchall()
        return ordered(
            Finding(severity, shape, message, number, cables, _Kept(self._table, place, (severity, shape, message)))
            for severity, shape, message, number, cables in groups
        )

    def add_row(self, row: Row) -> None:
        """Keep a row of the ledger."""
        self._table.execute("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def rows(self) -> Iterator[Row]:
        """Give the rows of the ledger in the order of their files."""
        query = "SELECT * FROM ledger ORDER BY file, line, id, code"
        yield from (Row(*row) for row in self._table.execute(query))


_ALT_LABEL = iri(SKOS + "altLabel")
_REMEMBERED = 2_000
"""Labels that are counted in memory: most come again all the time."""
