"""Inputs as people have them: files of many records, archives, folders, pipes; nothing lost in silence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import readers, sources
from kg.errors import InputError
from kg.release.build import Options, build
from kg.sources import Blob, Problem, Stream
from kg.sources.cuts import CUTS, parts
from kg.sources.streams import CHUNK
from tests.conftest import ROOT, SEEDS, Run

Found = list[Blob | Problem]
Make = Callable[..., str]

RULES = {rule.layout: rule for rule in CUTS}


def row(number: int, body: str = "1. TEXT.") -> bytes:
    """A made-up row of cables.csv."""
    head = f'"{number}","2/5/1988 9:30","88QUITO{number}","Embassy Quito","UNCLASSIFIED","",'
    return f'{head}"R 050930Z FEB 88\nFM AMEMBASSY QUITO","SUBJECT: \\"ROUND\\"\n\n{body}\nDOE"\n'.encode()


def found(path: Path | str, layout: str = "") -> Found:
    return list(sources.read([path], layout))


def unpacked(data: bytes, name: str = "in") -> Found:
    return list(sources.contents(name, Stream.of(data)))


def blobs(them: Iterable[Blob | Problem]) -> list[Blob]:
    return [one for one in them if isinstance(one, Blob)]


def problems(them: Iterable[Blob | Problem]) -> list[tuple[str, str, str]]:
    return [(one.bucket, one.code, one.path) for one in them if isinstance(one, Problem)]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, stream: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(Pipe(out) if stream else out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """A file that can be written in order alone."""

    def __init__(self, out: io.BytesIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._out.write(bytes(data))  # type: ignore[call-overload]


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def tarred_entry(kind: bytes, name: str = "odd.md", **facts: str) -> bytes:
    """An archive with one entry that is no file, and a file behind it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.type = kind
        entry.linkname = facts.get("to", "")
        archive.addfile(entry)
        entry = tarfile.TarInfo("good.md")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"good"))
    return out.getvalue()


# -- files of many records ------------------------------------------------------------------------------------
def test_cuts_a_table_of_cables_into_its_rows(tmp_path: Path) -> None:
    rows = [row(1), row(2, "1. HE SAID:\\\n2. NO."), row(3).replace(b"\n", b"\r\n")]
    (tmp_path / "cables.csv").write_bytes(b"".join(rows))
    cut = blobs(found(tmp_path / "cables.csv"))
    assert [one.data for one in cut] == rows
    assert [one.offset for one in cut] == [0, len(rows[0]), len(rows[0] + rows[1])]
    assert [(one.path, one.line, one.layout) for one in cut] == [("cables.csv", n, "cablegate-csv") for n in (1, 6, 12)]


def test_a_row_begins_with_number_and_date_alone() -> None:
    body = '"7","not a date","x",\n17","2/5/1988 9:30",\n \\"8\\",\\"2/5/1988 9:30\\",\n"8", "2/5/1988 9:30",'
    data = row(1, body) + row(2)
    assert [one.data for one in blobs(unpacked(data))] == [row(1, body), row(2)]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\r\n", b"\xef\xbb\xbf\n"])
def test_a_mark_or_empty_lines_belong_to_the_first_row(before: bytes) -> None:
    assert [one.data for one in blobs(unpacked(before + row(1) + row(2)))] == [before + row(1), row(2)]


@pytest.mark.parametrize("before", [b'"id","date","reference"\n', b'THE END OF A ROW CUT BY SIZE."\n'])
def test_what_stands_before_the_first_row_is_a_part_by_itself(before: bytes) -> None:
    first, *rest = blobs(unpacked(before + row(1) + row(2)))
    assert (first.data, first.layout) == (before, "")
    assert [(one.data, one.line, one.layout) for one in rest] == [
        (row(1), 2, "cablegate-csv"),
        (row(2), 7, "cablegate-csv"),
    ]


def test_cuts_an_aad_text_at_message_text() -> None:
    one = b"Message Text\n\nPAGE 01 QUITO 01234\n\nMessage Attributes\n\nCopy: SINGLE\n"
    stamp = b"Declassified/Released\n\n"
    cut = blobs(unpacked(stamp + one + one.replace(b"\n", b"\r\n") + b" " + one))
    assert [len(part.data) for part in cut] == [len(stamp + one), len(one) + 7, len(one) + 1]
    assert {part.layout for part in cut} == {"aad-text"}


def test_the_words_message_text_in_a_sentence_start_nothing() -> None:
    data = b"Message Text\n\n1. Message Text WAS GARBLED.\nMessage Text AS FOLLOWS\n"
    assert [one.data for one in blobs(unpacked(data))] == [data]


def test_a_record_in_a_file_knows_its_own_bytes(cable: Make, tmp_path: Path) -> None:
    texts = [cable(id=f"07QUITO{number}").encode() for number in (1, 2, 3)]
    (tmp_path / "all.md").write_bytes(b"".join(texts))
    alone = [kg.parse(text)[0] for text in texts]
    for read, single, text in zip(kg.parse(tmp_path / "all.md"), alone, texts, strict=True):
        assert (read.source.sha256, read.source.bytes) == (single.source.sha256, len(text))
        assert (read.id, read.paragraphs[0].start) == (single.id, single.paragraphs[0].start)
    assert [one.source.line for one in kg.parse(tmp_path / "all.md")] == [1, 30, 59]


def test_a_file_name_is_the_id_of_the_first_record_alone(tmp_path: Path) -> None:
    (tmp_path / "07QUITO214.txt").write_bytes(b"Message Text\n\n1. FIRST.\nDOE\n" * 2)
    first, second = sources.read([tmp_path / "07QUITO214.txt"])
    assert isinstance(first, Blob)
    assert isinstance(second, Blob)
    assert [cable.id for cable in readers.read(first.path, first.data)] == ["07QUITO214"]
    with pytest.raises(InputError, match="nothing gives an id"):
        readers.read(second.path, second.data, second.layout, second.line, second.offset)


def test_records_of_two_encodings_in_one_file_are_read_each_in_its_own(cable: Make) -> None:
    joined = cable("1. (C) Café.").encode() + cable("1. (C) Señor.", id="07QUITO2").encode("cp1252")
    first, second = kg.parse(joined)
    assert [first.source.encoding, second.source.encoding] == ["utf-8", "cp1252"]
    assert (second.paragraphs[0].text, second.notes[0].line) == ("Señor.", second.source.line)


def test_markup_is_one_record_whatever_lines_it_holds() -> None:
    page = b"<html><pre>\n" + row(1) + row(2) + b"</pre></html>"
    assert [one.data for one in blobs(unpacked(page))] == [page]


def test_a_forced_layout_alone_decides_where_to_cut(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(row(1) + row(2))
    counts = [len(found(tmp_path / "in", layout)) for layout in ("", "cablegate-csv", "telegram-text")]
    assert counts == [2, 2, 1]


def test_a_part_without_an_end_is_told_and_reading_goes_on(tmp_path: Path) -> None:
    endless = row(2, "X" * 1023 + "\n" * 17 * 1024 * 1024)
    (tmp_path / "cables.csv").write_bytes(row(1) + endless + row(3))
    first, problem, last = found(tmp_path / "cables.csv")
    assert [one.data for one in blobs((first, last))] == [row(1), row(3)]
    assert problem == Problem("rejected", "too-large", "cables.csv", 6, len(endless), getattr(problem, "reason", ""))
    assert getattr(last, "line", 0) == 6 + endless.count(b"\n")


def test_a_volume_may_be_larger_than_a_telegram() -> None:
    volume = b'<?xml version="1.0"?>\n<TEI>' + b" " * 17 * 1024 * 1024
    assert [len(one.data) for one in blobs(unpacked(volume))] == [len(volume)]
    assert problems(unpacked(volume[6:])) == [("rejected", "too-large", "in")]


lines = st.sampled_from(
    [row(7), b'"8","1/2/1980 0:00",', b"\n", b'"', b"text\n", b'\n"1","x",', b"\r\n", b"\xff", b"9" * 300]
)


@given(st.lists(lines, max_size=40).map(b"".join), st.integers(1, 700), st.integers(1, 400))
def test_parts_tile_the_bytes_wherever_chunks_end(data: bytes, chunk: int, most: int) -> None:
    start = RULES["cablegate-csv"].start
    cut = list(parts(io.BytesIO(data).read, start, chunk=chunk, most=most))
    ends = [*(match.end() for match in start.finditer(data)), len(data)]
    tiles = [data[begin:end] for begin, end in zip([0, *ends], ends, strict=False) if end > begin]
    assert [(part.size, part.lines) for part in cut] == [(len(tile), tile.count(b"\n")) for tile in tiles]
    assert [part.data for part in cut] == [tile if len(tile) <= most else b"" for tile in tiles]


def test_a_large_table_is_cut_in_flat_memory(tmp_path: Path) -> None:
    many = b"".join(row(number, "1. THE TALKS WENT ON.\n" * 200) for number in range(250))
    with (tmp_path / "cables.csv").open("wb") as file:
        while file.tell() < 60 * CHUNK:
            file.write(many)
    tracemalloc.start()
    size = sum(len(one.data) for one in sources.read([tmp_path / "cables.csv"]) if isinstance(one, Blob))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == (tmp_path / "cables.csv").stat().st_size
    assert peak < 20 * CHUNK


# -- archives -------------------------------------------------------------------------------------------------
MEMBERS = {"b/one.md": b"first", "a.md": b"second", f"{'long/' * 40}two.md": b"third"}
ARCHIVES = {
    "zip": zipped(MEMBERS),
    "zip-stored": zipped(MEMBERS, zipfile.ZIP_STORED),
    "zip-streamed": zipped(MEMBERS, stream=True),
    "zip-stored-streamed": zipped(MEMBERS, zipfile.ZIP_STORED, stream=True),
    "zip-shifted": b"PK\x03\x04 of a program" + zipped(MEMBERS),
    "tar-pax": tarred(MEMBERS),
    "tar-gnu": tarred(MEMBERS, tarfile.GNU_FORMAT),
    "tar-ustar": tarred(MEMBERS, tarfile.USTAR_FORMAT),
    "tar-gz": gzip.compress(tarred(MEMBERS)),
    "tar-bz2": bz2.compress(tarred(MEMBERS)),
    "tar-xz": lzma.compress(tarred(MEMBERS)),
}


@pytest.mark.parametrize("data", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_reads_the_members_of_an_archive_in_its_order(data: bytes) -> None:
    expected = [(f"in!/{name}", content) for name, content in MEMBERS.items()]
    assert [(one.path, one.data) for one in blobs(unpacked(data))] == expected
    through_a_pipe = list(sources.contents("in", Stream(io.BytesIO(data).read)))
    assert through_a_pipe == unpacked(data)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_reads_a_compressed_file_by_its_first_bytes(pack: Callable[[bytes], bytes]) -> None:
    assert [one.data for one in blobs(unpacked(pack(row(1)) + pack(row(2))))] == [row(1), row(2)]
    assert blobs(unpacked(pack(b"text"), "a.md.gz")) == [Blob("a.md.gz", b"text")]


def test_cuts_a_table_inside_an_archive() -> None:
    cut = blobs(unpacked(zipped({"x/cables.csv": row(1) + row(2)}), "pack.zip"))
    assert [(one.path, one.line, one.offset) for one in cut] == [
        ("pack.zip!/x/cables.csv", 1, 0),
        ("pack.zip!/x/cables.csv", 6, len(row(1))),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/etc/passwd", "name"),
        ("../up.md", "name"),
        ("a/../../up.md", "name"),
        ("a\\b.md", "name"),
        ("C:/a.md", "name"),
        (".git/config", "hidden"),
        ("__MACOSX/._a.md", "hidden"),
    ],
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_elsewhere_is_refused(pack: Callable[..., bytes], name: str, code: str) -> None:
    read = unpacked(pack({name: b"bad", "good.md": b"good"}))
    assert [one.data for one in blobs(read)] == [b"good"]
    assert [code for _, code, _ in problems(read)] == [code]


def test_a_name_with_a_nul_or_escape_is_refused_or_shown_harmless() -> None:
    data = zipped({"aXb.md": b"bad", "c\x1b[2J.md": b"good"}).replace(b"aXb.md", b"a\0b.md")
    bad, good = unpacked(data)
    assert problems([bad]) == [("rejected", "name", "in!/a%00b.md")]
    assert good.path == "in!/c%1B[2J.md"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (tarfile.SYMTYPE, [("skipped", "link", "in!/odd.md")]),
        (tarfile.LNKTYPE, [("skipped", "link", "in!/odd.md")]),
        (tarfile.FIFOTYPE, [("rejected", "no-file", "in!/odd.md")]),
        (tarfile.CHRTYPE, [("rejected", "no-file", "in!/odd.md")]),
        (tarfile.BLKTYPE, [("rejected", "no-file", "in!/odd.md")]),
        (tarfile.GNUTYPE_SPARSE, [("rejected", "sparse", "in!/odd.md")]),
        (tarfile.DIRTYPE, []),
    ],
)
def test_what_is_no_file_in_an_archive_is_told(kind: bytes, expected: list[tuple[str, str, str]]) -> None:
    read = unpacked(tarred_entry(kind, to="/etc/passwd"))
    assert (problems(read), [one.data for one in blobs(read)]) == (expected, [b"good"])


def test_links_and_encrypted_members_of_a_zip_are_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.md", b"good")
    data = bytearray(out.getvalue())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert problems(unpacked(bytes(data))) == [
        ("skipped", "link", "in!/link.md"),
        ("rejected", "encrypted", "in!/secret.md"),
    ]


def test_an_archive_in_an_archive_is_passed_over() -> None:
    inner = zipped({"a.md": b"text"})
    members = {"a.zip": inner, "b.tgz": gzip.compress(tarred(MEMBERS)), "c.tar": tarred(MEMBERS), "d.md": b"text"}
    read = unpacked(zipped(members))
    assert problems(read) == [("skipped", "nested", f"in!/{name}") for name in ("a.zip", "b.tgz", "c.tar")]
    assert [one.path for one in blobs(read)] == ["in!/d.md"]
    assert problems(unpacked(gzip.compress(inner))) == [("skipped", "nested", "in")]


def test_members_of_one_name_are_both_read() -> None:
    data = zipped({"a.md": b"first", "b.md": b"second"}).replace(b"b.md", b"a.md")
    assert blobs(unpacked(data)) == [Blob("in!/a.md", b"first"), Blob("in!/a.md", b"second")]


ZEROS = bytes(8 * CHUNK)
BOMBS = {
    "gz": gzip.compress(ZEROS),
    "bz2": bz2.compress(ZEROS),
    "xz": lzma.compress(ZEROS),
    "zip": zipped({"a.md": b"text", "zeros": ZEROS}),
    "zip-of-many": zipped({f"{number}.md": ZEROS[:CHUNK] for number in range(8)}),
    "tgz": gzip.compress(tarred({"a.md": b"text", "zeros": ZEROS})),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_ends_with_one_row(data: bytes) -> None:
    assert problems(unpacked(data)) == [("rejected", "ratio", "in")]


def test_members_that_share_their_bytes_are_no_bomb() -> None:
    """Pythons after 3.11.7 and 3.12.1 see that they overlap and refuse each; before, their sum is too much."""
    data = zipped({"a.md": os.urandom(CHUNK // 200) + ZEROS[:CHUNK]})
    entry = data[data.rfind(b"PK\x01\x02") : data.rfind(b"PK\x05\x06")]
    begin = data.rfind(b"PK\x01\x02")
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 500, 500, len(entry) * 500, begin, 0)
    read = unpacked(data[:begin] + entry * 500 + end)
    assert {code for _, code, _ in problems(read)} in ({"ratio"}, {"damaged"})
    assert len(blobs(read)) < 20


LONG = {f"{number}.md": os.urandom(3000).hex().encode() for number in range(3)}


@pytest.mark.parametrize(
    "data",
    [tarred(LONG), tarred(LONG, tarfile.GNU_FORMAT), gzip.compress(tarred(LONG)), lzma.compress(tarred(LONG))],
    ids=["tar", "tar-gnu", "tgz", "tar-xz"],
)
def test_a_truncated_tar_gives_its_complete_members_and_one_row(data: bytes) -> None:
    whole = blobs(unpacked(data))
    counts = set()
    for end in (*range(600, len(data.rstrip(b"\0")), 61), *range(1024, len(data.rstrip(b"\0")), 512)):
        read = unpacked(data[:end])
        assert blobs(read) == whole[: len(blobs(read))]
        assert problems(read) == [("rejected", "truncated", "in")]
        counts.add(len(blobs(read)))
    assert {0, 1} < counts


@pytest.mark.parametrize(
    "data",
    [zipped(LONG), zipped(LONG, zipfile.ZIP_STORED), zipped(LONG, stream=True)],
    ids=["zip", "zip-stored", "zip-streamed"],
)
def test_a_truncated_zip_gives_its_complete_members_and_one_row(data: bytes) -> None:
    whole = blobs(unpacked(data))
    counts = set()
    for end in range(4, len(data), 61):
        read = unpacked(data[:end])
        assert blobs(read) == whole[: len(blobs(read))]
        assert problems(read) == [("rejected", "truncated", "in")]
        counts.add(len(blobs(read)))
    assert counts == {0, 1, 2, 3}


def test_rows_of_a_table_in_a_truncated_zip_are_read() -> None:
    rows = [row(number, os.urandom(90).hex()) for number in range(200)]
    read = unpacked(zipped({"cables.csv": b"".join(rows)})[:9000])
    assert len(blobs(read)) > 50
    assert [one.data for one in blobs(read)] == rows[: len(blobs(read))]
    assert problems(read)[-1][:2] == ("rejected", "truncated")


def test_a_damaged_member_of_a_truncated_zip_costs_itself_alone() -> None:
    data = bytearray(zipped(LONG, zipfile.ZIP_STORED))
    data[data.index(LONG["0.md"]) + 7] ^= 1
    read = unpacked(bytes(data[:-9]))
    assert problems(read) == [("rejected", "damaged", "in!/0.md"), ("rejected", "truncated", "in")]
    assert [one.path for one in blobs(read)] == ["in!/1.md", "in!/2.md"]


def test_the_end_of_an_inner_zip_is_not_that_of_a_truncated_one() -> None:
    inner = zipped({"a.md": b"text"})
    data = zipped({"inner.zip": inner, "b.md": b"text"}, zipfile.ZIP_STORED)
    read = unpacked(data[: data.index(inner) + len(inner) + 9])
    assert problems(read) == [("skipped", "nested", "in!/inner.zip"), ("rejected", "truncated", "in")]
    assert not blobs(read)


def test_a_directory_that_would_fill_the_memory_is_told() -> None:
    size = 64 * CHUNK + 1
    data = b"PK\x03\x04" + bytes(size) + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, size, 4, 0)
    assert problems(unpacked(data)) == [("rejected", "too-large", "in")]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_cannot_be_unpacked_in_steps_is_told(method: int) -> None:
    assert problems(unpacked(zipped({"a.md": b"text"}, method))) == [("rejected", "unreadable", "in!/a.md")]


@pytest.mark.parametrize(
    ("name", "shown"), [("caf\xe9.md".encode(), "café.md"), (b"caf\x82.md", "café.md"), (b"cafe.md", "cafe.md")]
)
def test_a_name_in_a_zip_is_utf_8_or_of_code_page_437(name: bytes, shown: str) -> None:
    plain = "X" * len(name)
    assert [one.path for one in unpacked(zipped({plain: b"text"}).replace(plain.encode(), name))] == [f"in!/{shown}"]


HEADER = tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT)


def ahead(kind: bytes, data: bytes) -> bytes:
    """What stands ahead of a member: a header of a kind of its own and its data."""
    header = tarfile.TarInfo("ahead")
    header.type, header.size = kind, len(data)
    return header.tobuf(tarfile.USTAR_FORMAT) + data + bytes(-len(data) % tarfile.BLOCKSIZE)


def far(size: int) -> bytes:
    header = tarfile.TarInfo("far.md")
    header.size = size
    return header.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    ("then", "code"),
    [
        (HEADER.replace(b"x", b"y", 1), "damaged"),
        (far(-512), "damaged"),
        (far(1 << 70), "truncated"),
        (ahead(tarfile.XHDTYPE, b"0 path=a\n") + HEADER, "damaged"),
        (ahead(tarfile.XHDTYPE, b"12 size=-99\n") + HEADER, "damaged"),
        (ahead(tarfile.XHDTYPE, b"2 " * 8000 + b"=") + HEADER, "damaged"),
        (ahead(tarfile.XHDTYPE, b"7" * 9000) + HEADER, "damaged"),
        (ahead(tarfile.GNUTYPE_LONGNAME, b"x" * 20_000) + HEADER, "damaged"),
        (ahead(tarfile.XGLTYPE, b"14 comment=ab\n") * 20 + HEADER, "damaged"),
    ],
    ids=["checksum", "negative", "far", "pax", "pax-size", "pax-many", "pax-digits", "long", "chain"],
)
def test_a_header_that_makes_no_sense_ends_a_tar_with_one_row(then: bytes, code: str) -> None:
    read = unpacked(tarred({"a.md": b"text"})[:2048].rstrip(b"\0").ljust(1024, b"\0") + then + bytes(1024))
    assert [one.data for one in blobs(read)] == [b"text"]
    assert [code for _, code, _ in problems(read)] == [code]


def test_rows_before_the_damage_are_read_and_the_last_one_is_counted() -> None:
    data = gzip.compress(b"".join(row(number, os.urandom(90).hex()) for number in range(200)))
    read = unpacked(data[: len(data) // 2])
    *rows, problem = read
    assert len(rows) > 50
    assert isinstance(problem, Problem)
    whole = zlib.decompressobj(31).decompress(data[: len(data) // 2])
    assert b"".join(one.data for one in blobs(rows)) == whole[: len(whole) - problem.bytes]


def test_a_damaged_member_costs_itself_alone() -> None:
    data = bytearray(zipped(LONG, zipfile.ZIP_STORED))
    data[data.index(LONG["1.md"]) + 7] ^= 1
    read = unpacked(bytes(data))
    assert problems(read) == [("rejected", "damaged", "in!/1.md")]
    assert [one.path for one in blobs(read)] == ["in!/0.md", "in!/2.md"]


def test_a_zip_without_sizes_in_32_bits_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.md", "w", force_zip64=True) as member:
        member.write(b"text")
    assert blobs(unpacked(out.getvalue())) == [Blob("in!/a.md", b"text")]


def test_joined_archives_are_read_one_after_the_other() -> None:
    read = unpacked(tarred({"a.md": b"first"}) + tarred({"b.md": b"second"}))
    assert [one.path for one in blobs(read)] == ["in!/a.md", "in!/b.md"]


def test_an_archive_of_nothing_is_told() -> None:
    assert problems(unpacked(zipped({}))) == [("rejected", "empty", "in")]
    assert problems(unpacked(zipped({"folder/": b""}))) == [("rejected", "empty", "in")]


@given(st.sampled_from(list(ARCHIVES.values())), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=6))
def test_any_bytes_of_an_archive_end_in_blobs_and_rows(data: bytes, changes: list[tuple[int, int]]) -> None:
    changed = bytearray(data)
    for place, byte in changes:
        changed[place % len(data)] = byte
    assert all(isinstance(one, Blob | Problem) for one in unpacked(bytes(changed)))


# -- files and folders ----------------------------------------------------------------------------------------
def test_walks_folders_and_the_archives_in_them_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.md").write_bytes(b"x")
    (tmp_path / "b" / "pack.zip").write_bytes(zipped({"m.md": b"m"}))
    (tmp_path / "a.md.gz").write_bytes(gzip.compress(b"a"))
    (tmp_path / "b.md").write_bytes(b"b")
    assert [one.path for one in blobs(found(tmp_path))] == ["a.md.gz", "b/pack.zip!/m.md", "b/x.md", "b.md"]


def test_a_deep_folder_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.md").write_bytes(b"text")
    assert [one.data for one in blobs(found(tmp_path))] == [b"text"]
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # noqa: S607 - shutil.rmtree gives up so deep


def test_names_that_are_no_utf_8_are_percent_encoded(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.md")).write_bytes(b"text")
    (tmp_path / "x.tar").write_bytes(tarred({"caf\udce9.md": b"text"}))
    assert [one.path for one in found(tmp_path)] == ["caf%E9.md", "x.tar!/caf%E9.md"]


@pytest.mark.parametrize("size", [100, 17 * CHUNK])
def test_a_file_that_never_rests_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(row(1) * (size // len(row(1)) + 1))
    times = iter(range(100))
    monkeypatch.setattr("kg.sources.files._state", lambda _: (size, next(times)))
    assert problems(found(path)) == [("rejected", "changed", "growing.csv")]


def test_a_file_that_changed_once_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"text")
    states = iter([(4, 1), (4, 2), (4, 2), (4, 2)])
    monkeypatch.setattr("kg.sources.files._state", lambda _: next(states))
    assert found(tmp_path / "a.md") == [Blob("a.md", b"text")]


def test_devices_and_pipes_hang_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert problems(found(tmp_path / "pipe")) == [("rejected", "no-file", "pipe")]
    assert problems(found("/dev/null")) == [("rejected", "no-file", "null")]


# -- the library and the program ------------------------------------------------------------------------------
def seeds() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(SEEDS.glob("*.md"))}


PACKS = {
    "pack.zip": zipped(seeds()),
    "pack.tar.gz": gzip.compress(tarred(seeds())),
    "all.md": b"".join(seeds().values()),
}


@pytest.mark.parametrize("name", PACKS)
def test_a_build_of_a_pack_adds_up(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PACKS[name])
    release = build([tmp_path / name], tmp_path / "public", Options(issued="2026-11-24"))
    totals = release.manifest["ledger"]
    size = sum(map(len, seeds().values()))
    assert totals["read"] == totals["published"] == {"records": len(seeds()), "bytes": size}


def test_the_ledger_counts_every_byte_of_a_cut_file(tmp_path: Path, cable: Make) -> None:
    texts = [cable(), cable(), cable(id="nothing", opening="UNCLAS"), cable(id="07QUITO9")]
    (tmp_path / "all.md").write_text("".join(texts))
    totals = build([tmp_path / "all.md"], tmp_path / "public", Options(issued="2026-11-24")).manifest["ledger"]
    assert {name: one["records"] for name, one in totals.items()} == {
        "read": 4,
        "published": 2,
        "duplicate": 1,
        "rejected": 1,
        "skipped": 0,
    }
    assert totals["read"]["bytes"] == (tmp_path / "all.md").stat().st_size


def test_parse_gives_all_cables_of_an_archive_or_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(zipped(seeds()))
    assert len(kg.parse(tmp_path / "pack.zip")) == len(kg.parse(zipped(seeds()))) == len(seeds())
    with (tmp_path / "pack.zip").open("rb") as file:
        assert kg.parse(file)[0].source.path == f"pack.zip!/{min(seeds())}"
    with pytest.raises(InputError, match="nested"):
        kg.parse(gzip.compress(zipped(seeds())))
    with pytest.raises(InputError, match="truncated"):
        kg.parse(zipped(seeds())[:-100])


@pytest.mark.parametrize("name", PACKS)
def test_the_program_reads_a_pack_by_its_name(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PACKS[name])
    parsed, mapped = run("parse", name), run("map", name, "-f", "nq")
    assert (parsed.returncode, parsed.stdout.count("\n")) == (0, len(seeds()))
    assert (mapped.returncode, mapped.stdout.count("<https://w3id.org/cables/ns#Cable> <")) == (0, len(seeds()))


@pytest.mark.parametrize("name", PACKS)
def test_the_program_reads_a_pack_from_a_pipe(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", "kg", "parse", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=PACKS[name], capture_output=True, check=True, cwd=tmp_path, env=environment)
    assert done.stdout.count(b"\n") == len(seeds())
    assert (b'"path": "-!/' in done.stdout) == name.startswith("pack")
