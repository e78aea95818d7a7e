"""IRIs: minted and parsed back, whatever the text."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import terms
from kg.errors import TermError, UsageError
from kg.grammar import identifiers
from kg.grammar.identifiers import MessageReference
from kg.terms import PAIRED, THINGS, Names

NAMES = Names("https://example.org/kg/")
STATIONS = st.from_regex(r"[A-Z][A-Z.]{0,12}", fullmatch=True)
IDS = st.builds(MessageReference, st.integers(1900, 2100), STATIONS, st.integers(1, 999_999)).map(str)


@given(IDS, st.integers(1, 60))
def test_any_canonical_id_comes_back_unchanged(cable_id: str, nth: int) -> None:
    for minted in (NAMES.cable(cable_id, nth), NAMES.document(cable_id, nth), NAMES.part(cable_id, "p4-2", nth)):
        name = NAMES.parse(minted)
        assert (name.key, name.nth) == (cable_id, nth)
    assert str(identifiers.read(cable_id)) == cable_id


@given(st.sampled_from([kind for kind in THINGS if kind not in PAIRED]), st.text(), st.text())
def test_different_text_never_gets_the_same_iri(kind: str, one: str, other: str) -> None:
    try:
        first, second = NAMES.thing(kind, one), NAMES.thing(kind, other)
    except TermError:
        return
    assert (first == second) == (one == other)
    assert NAMES.parse(first).key == one
    assert rdflib.URIRef(first).n3()


@given(st.text(), st.text())
def test_two_labels_share_a_slug_only_when_they_fold_alike(one: str, other: str) -> None:
    try:
        first, second = terms.slug(one), terms.slug(other)
    except TermError:
        return
    assert (first == second) == (terms.fold(one) == terms.fold(other))


@given(st.text())
def test_parsing_an_iri_never_guesses(text: str) -> None:
    try:
        name = NAMES.parse(NAMES.base + text)
    except TermError:
        return
    minted = NAMES.thing(name.kind, name.key) if not name.second else NAMES.signatory(name.key, name.second)
    whole = minted + (f"~{name.nth}" if name.nth > 1 else "") + (f"#{name.part}" if name.part else "")
    assert whole == NAMES.base + text


@pytest.mark.parametrize("key", ["", " ", ".", "..", "a\nb", " a", "a\u0300", "\ud800"])
def test_refuses_keys_that_no_iri_can_carry(key: str) -> None:
    with pytest.raises(TermError, match="cannot be named"):
        NAMES.cable(key)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "w3id.org/",
        "https://x.org",
        "ftp://x.org/",
        "https://x.org/#",
        "http:///",
        "http://[::1/",
        "https://x:99999/",
        "http://x/%zz/",
    ],
)
def test_refuses_a_base_that_nobody_can_follow(base: str) -> None:
    with pytest.raises(UsageError, match="base"):
        Names(base)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_literal_is_read_back_by_rdflib(value: str) -> None:
    line = f"<urn:s> <urn:p> {terms.text(value)} .\n"
    (triple,) = rdflib.Graph().parse(data=line.encode(), format="nt")
    assert str(triple[2]) == value
