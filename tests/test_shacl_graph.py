"""The index of a graph and its background: each triple once, in whichever of the two it stands."""

from __future__ import annotations

from kg.shacl.graph import Graph

OWN = [("<s>", "<p>", "<a>"), ("<s>", "<p>", "<b>"), ("<t>", "<p>", "<a>")]
BEHIND = [("<s>", "<p>", "<b>"), ("<s>", "<p>", "<c>"), ("<u>", "<q>", "<a>")]


def test_gives_each_pair_once() -> None:
    graph = Graph(OWN, Graph(BEHIND))
    assert sorted(graph.pairs("<p>")) == [("<s>", "<a>"), ("<s>", "<b>"), ("<s>", "<c>"), ("<t>", "<a>")]
    assert list(graph.pairs("<q>")) == [("<u>", "<a>")]


def test_gives_the_predicates_of_both_and_of_what_is_added() -> None:
    graph = Graph(OWN, Graph(BEHIND))
    assert list(graph.predicates) == ["<p>", "<q>"]
    graph.add([("<s>", "<r>", "<a>")])
    assert list(graph.predicates) == ["<p>", "<r>", "<q>"]
    assert list(graph.pairs("<r>")) == [("<s>", "<a>")]
