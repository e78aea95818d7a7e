r"""The competency questions: queries with a question in words, read from `ontology/questions/`.

One file each, in the form in which SIB publishes SPARQL examples: `sh:SPARQLExecutable` and
`sh:SPARQLSelectExecutable`, the question as `rdfs:comment`, the query as `sh:select` without PREFIX lines,
`sh:prefixes` for those, `schema:keywords`, `schema:target`. A query runs as it stands, by any tool: each of its
parameters is a block `VALUES ?name { default }`, and only what stands in the braces is exchanged.

>>> question("cables-per-post-and-year").number
5
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import attrgetter
from typing import Any, Final

from kg import resources
from kg.errors import FaultError, UsageError
from kg.parameters import Parameter, nearest
from kg.terms import DCTERMS, DEFAULT_BASE, RDFS, SCHEMA, SH, TYPE, Term, iri
from kg.vocabulary import plain

FIRST: Final = (
    "cables-per-post-and-year",
    "most-cited-missing-cables",
    "spread-of-an-acronym",
    "secret-paragraphs-in-sensitive-cables",
    "unanswered-instructions",
    "what-the-validation-found",
)
"""Questions that a newcomer is shown first: in the README and on the first page."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name and number, a few words, one sentence, the query, its parameters."""

    name: str
    number: int
    title: str
    question: str
    keywords: tuple[str, ...]
    query: str
    parameters: tuple[Parameter, ...] = ()

    def bound(self, values: Mapping[str, Sequence[str]], base: str = DEFAULT_BASE) -> str:
        """Give the query with values for its parameters; one that is not named keeps its default.

        Raises UsageError for a name or a value that cannot be.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if wrong := [name for name in values if name not in known]:
            raise UsageError(f"question {self.name} has no parameter {wrong[0]!r}: {nearest(wrong[0], known)}")
        query = self.query
        for name, several in values.items():
            found = dict.fromkeys(known[name].term(value, base) for value in several)
            if found:
                # a function, since `re.sub` reads escapes in a text
                query = block(name).sub(partial(_filled, f"VALUES ?{name} {{ {' '.join(found)} }}"), query)
        return query


def block(name: str) -> re.Pattern[str]:
    """Give the pattern of the block that holds the values of a parameter."""
    return re.compile(rf"VALUES \?{name} \{{([^{{}}]*)\}}")


def _filled(text: str, _: re.Match[str]) -> str:
    return text


Statements = dict[Term, dict[Term, list[Term]]]


@cache
def questions() -> tuple[Question, ...]:
    """Read all questions that come with kg, in the order of their numbers."""
    import pyoxigraph  # noqa: PLC0415 - keeps `import kg` light

    said: Statements = defaultdict(lambda: defaultdict(list))
    for path in resources.turtle_files("ontology/questions"):
        for quad in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
            said[Term(str(quad.subject))][Term(str(quad.predicate))].append(Term(str(quad.object)))
    found = [_question(subject, said) for subject in list(said) if _EXECUTABLE in said[subject][TYPE]]
    return tuple(sorted(found, key=lambda one: one.number))


def question(name: str) -> Question:
    """Give a question by its name or number; raises UsageError with near names."""
    for one in questions():
        if name in {one.name, str(one.number)}:
            return one
    raise UsageError(f"there is no question {name[:80]!r}: {nearest(name, [one.name for one in questions()])}")


_EXECUTABLE: Final = iri(SH + "SPARQLExecutable")
_ORDER: Final = attrgetter("order")


def _question(subject: Term, said: Statements) -> Question:
    facts = said[subject]
    name = subject[1:-1].rpartition("/")[2]
    try:
        return Question(
            name,
            int(plain(facts[iri(DCTERMS + "identifier")][0])),
            plain(facts[iri(RDFS + "label")][0]),
            plain(facts[iri(RDFS + "comment")][0]),
            tuple(sorted(map(plain, facts[iri(SCHEMA + "keywords")]))),
            plain(facts[iri(SH + "select")][0]).strip(),
            tuple(sorted((_parameter(said[one]) for one in facts[iri(SH + "parameter")]), key=_ORDER)),
        )
    except IndexError:
        raise FaultError(f"question {name}: label, comment, identifier or query is missing") from None


def _parameter(facts: Mapping[Term, list[Term]]) -> Parameter:
    def words(name: str) -> str:
        return plain(facts[iri(SH + name)][0]) if iri(SH + name) in facts else ""

    (kind,) = facts.get(iri(SH + "class")) or facts[iri(SH + "datatype")]
    path = facts[iri(SH + "path")][0][1:-1]
    return Parameter(
        path.rpartition("/")[2],
        words("name"),
        words("description"),
        kind[1:-1],
        words("pattern"),
        tuple(facts[iri(SH + "defaultValue")]),
        int(words("order") or 0),
    )


def described(one: Question) -> dict[str, Any]:
    """Give a question as JSON has it: name, question, parameters, and what else there is to say."""
    parameters = [
        {
            "name": parameter.name,
            "label": parameter.label,
            "description": parameter.description,
            "type": parameter.type,
            "default": list(parameter.shown),
        }
        for parameter in one.parameters
    ]
    return {
        "number": one.number,
        "name": one.name,
        "title": one.title,
        "question": one.question,
        "keywords": list(one.keywords),
        "parameters": parameters,
        "query": one.query,
    }
