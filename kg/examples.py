"""Example queries: those of the README and of the first page of an endpoint, tested on `seeds/`."""

from __future__ import annotations

from typing import Final, NamedTuple


class Example(NamedTuple):
    """One query: a short name, a title, the question in plain words, SPARQL without PREFIX lines."""

    name: str
    title: str
    question: str
    query: str


EXAMPLES: Final = (
    Example(
        "posts",
        "Who sends, and when",
        "How many cables did each post send in each year?",
        """SELECT ?post ?year (COUNT(?cable) AS ?cables) WHERE {
  ?cable a ck:Cable ; ck:sender/skos:prefLabel ?post ; ck:year ?year .
} GROUP BY ?post ?year ORDER BY ?post ?year""",
    ),
    Example(
        "missing",
        "Cited, but missing",
        "Which cables are cited most and are not held here?",
        """SELECT ?missing (COUNT(DISTINCT ?citing) AS ?citations) WHERE {
  ?citing ck:cites ?cited .
  ?cited dcterms:identifier ?missing .
  FILTER NOT EXISTS { ?cited a ck:Cable }
} GROUP BY ?missing ORDER BY DESC(?citations) ?missing LIMIT 10""",
    ),
    Example(
        "spread",
        "How a word spreads",
        "Which cables use the word GLOBO, from the first one on?",
        """SELECT ?date ?cable ?post WHERE {
  ?cable ck:date ?date ; ck:sender/skos:prefLabel ?post ; ck:paragraph/ck:text ?text .
  FILTER CONTAINS(?text, "GLOBO")
} GROUP BY ?date ?cable ?post ORDER BY ?date""",
    ),
    Example(
        "secret",
        "Secret among the unclassified",
        "Which SECRET paragraphs stand in cables whose other paragraphs are mostly SBU?",
        """SELECT ?paragraph ?text WHERE {
  { SELECT ?cable (COUNT(?sbu) AS ?sensitive) WHERE {
      ?cable ck:paragraph ?sbu . ?sbu ck:portionLevel classification:sbu } GROUP BY ?cable }
  { SELECT ?cable (COUNT(?any) AS ?all) WHERE { ?cable ck:paragraph ?any } GROUP BY ?cable }
  FILTER(2 * ?sensitive > ?all)
  ?cable ck:paragraph ?paragraph .
  ?paragraph ck:portionLevel classification:secret ; ck:text ?text .
} ORDER BY ?paragraph""",
    ),
    Example(
        "unanswered",
        "Instructions without an answer",
        "Which cables of the Department did nobody cite within a month?",
        """SELECT ?cable ?date ?subject WHERE {
  ?cable a ck:Cable ; ck:station station:STATE ; ck:date ?date ; dcterms:title ?subject ; ck:sent ?sent .
  FILTER NOT EXISTS {
    ?answer ck:cites ?cable ; ck:sent ?later .
    FILTER(?later - ?sent <= "P30D"^^xsd:dayTimeDuration)
  }
} ORDER BY ?date""",
    ),
    Example(
        "quality",
        "What the archive got wrong",
        "Which cables did the validation flag, why, and on which line of the source?",
        """SELECT ?severity ?cable ?file ?line ?message WHERE {
  ?result sh:resultSeverity ?severity ; ck:inCable ?cable ; ck:path ?file ; ck:line ?line ; sh:resultMessage ?message .
} ORDER BY ?file ?line""",
    ),
)
