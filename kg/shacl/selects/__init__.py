"""Shapes as SELECT queries: each constraint asked once of a whole store, for all its focus nodes together.

For stores that are too large or too far away to read. Every query gives `?this`, the focus node, and `?value`
where the constraint is about one; a row is a result. Plain SPARQL 1.1 that Virtuoso and Oxigraph both accept.
"""

from __future__ import annotations

from kg.shacl.selects.asking import Ask, Row, finding, found, subclasses
from kg.shacl.selects.questions import Question, questions

__all__ = ["Ask", "Question", "Row", "finding", "found", "questions", "subclasses"]
