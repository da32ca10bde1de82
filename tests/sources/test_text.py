from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import Limits
from sources.readers.decode import Decoded
from sources.readers.text import read_text
from tests.sources.samples import ARTICLE, FIRST, PROSE, SECOND, document, reason

RARE = "㐂𠀀𠮷"
"""Characters that GB18030 writes with four bytes."""
TRADITIONAL = (
    "近日，國務院印發意見，提出到2025年，國家高新區佈局更加優化，自主創新能力明顯增強。\n"
    "去年，園區實現營業收入5120億元，新增高新技術企業320家。\n"
)
LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
INVISIBLE = "\u200b\ufeff\u00ad\u200e\x00\x7f"

lines = st.text(st.sampled_from("国家高新区亿元2025.%，。 \t\n𠮷" + LINE_ENDS + INVISIBLE), max_size=80)


@pytest.mark.parametrize(
    ("codec", "spoken"),
    [("utf-8", "utf-8"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("gb18030", "gb18030")],
)
def test_an_encoding_is_found_out(codec: str, spoken: str) -> None:
    read_as = document(ARTICLE.encode(codec))
    assert (read_as.text, read_as.encoding, read_as.flags) == (ARTICLE, spoken, ())


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, codec: str) -> None:
    read_as = document(mark + ARTICLE.encode(codec))
    assert (read_as.text, read_as.encoding) == (ARTICLE, codec)
    assert read_as.places is not None
    assert read_as.places.place(0) == 0, "places count from the first character after the mark"


def test_gbk_is_read_as_gb18030() -> None:
    read_as = document(ARTICLE.encode("gbk"))
    assert (read_as.text, read_as.encoding) == (ARTICLE, "gb18030")


def test_gb18030_of_four_bytes() -> None:
    text = f"记者{RARE}报道。\n" + ARTICLE
    assert len(RARE.encode("gb18030")) == 4 * len(RARE)
    assert document(text.encode("gb18030")).text == text


def test_big5() -> None:
    read_as = document(TRADITIONAL.encode("big5"))
    assert read_as.text == TRADITIONAL
    assert read_as.encoding in ("big5", "big5-hkscs")


def test_one_damaged_byte_does_not_lose_an_article() -> None:
    data = bytearray((ARTICLE * 5).encode("gb18030"))
    data[-3] = 0xFF
    read_as = document(bytes(data))
    assert SECOND in read_as.text
    assert "mojibake" in read_as.flags


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x0c"])
def test_line_ends_become_line_feeds(end: str) -> None:
    assert document(ARTICLE.replace("\n", end)).text == ARTICLE


def test_what_prints_nothing_is_dropped() -> None:
    assert document(ARTICLE.replace("高新区", "高\u200b新\u00ad区")).text == ARTICLE


@given(lines)
def test_every_character_has_its_place(text: str) -> None:
    read_as = read_text(Decoded(text=text, encoding="utf-8"))
    assert read_as.places is not None
    assert read_as.places.length == len(read_as.text)
    origins = [read_as.places.place(at) for at in range(len(read_as.text))]
    assert origins == sorted(set(origins)), "places rise, and none is used twice"
    for character, origin in zip(read_as.text, origins, strict=True):
        assert character == text[origin] or (character == "\n" and text[origin] in LINE_ENDS)
    dropped = set(range(len(text))) - set(origins)
    assert all(text[at] in INVISIBLE or text[at : at + 2] == "\r\n" for at in dropped)


@given(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]), lines)
def test_places_hold_through_every_encoding(codec: str, text: str) -> None:
    printable = ARTICLE + "".join(character for character in text if character not in "\x00\x7f")
    read_as = document(printable.encode(codec))
    assert read_as.places is not None
    assert read_as.text.startswith(ARTICLE)
    for at, character in enumerate(read_as.text):
        assert printable[read_as.places.place(at)] == character or character == "\n"


def test_mojibake_in_a_part_is_flagged() -> None:
    spoiled = FIRST.encode("utf-8").decode("gb18030", "replace")
    assert document(ARTICLE * 3 + spoiled).flags == ("mojibake",)
    assert document(ARTICLE * 3).flags == ()


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252", "gb18030"])
def test_mojibake_throughout_is_rejected(wrong: str) -> None:
    assert reason(ARTICLE.encode("utf-8").decode(wrong, "replace")) == "unknown_encoding"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, "\u200b\u3000\n".encode()])
def test_nothing_is_an_empty_source(data: bytes) -> None:
    assert reason(data) == "empty_source"


def test_limits_on_bytes_and_characters() -> None:
    assert reason(ARTICLE, limits=Limits(bytes=len(ARTICLE.encode()) - 1)) == "too_large"
    assert reason(ARTICLE, limits=Limits(characters=len(ARTICLE) - 1)) == "too_large"


def test_binary() -> None:
    assert reason(bytes(range(256)) * 8) == "binary"
    assert reason(b"\x01\x02\x03\x04\x05\x06abc" * 20) == "binary"


def test_bytes_that_no_encoding_explains() -> None:
    noise = bytes((37 * number + number * number // 7) % 95 + 160 for number in range(2000))
    assert reason(noise) == "unknown_encoding"


@pytest.mark.parametrize(
    "text",
    [
        "National high-tech zones reported revenue of 5 trillion yuan last year. " * 5,
        "国家ハイテク産業開発区は昨年の売上高が大きく伸びたと発表しました。" * 5,
        "국가 고신구는 작년 매출이 크게 늘었다고 발표했다. 國家" * 5,
    ],
)
def test_other_languages_are_not_chinese(text: str) -> None:
    assert reason(text) == "not_chinese"


def test_another_language_in_its_own_encoding_is_not_chinese() -> None:
    assert (
        reason(("Les zones nationales ont été développées à l’échelle du pays. " * 9).encode("cp1252")) == "not_chinese"
    )


@pytest.mark.parametrize(
    "head",
    [
        b"{\\rtf1",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"\x1f\x8b\x08",
        b"Rar!",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_other_formats_are_told_by_their_first_bytes(head: bytes) -> None:
    assert reason(head + ARTICLE.encode()) == "unsupported_format"


def test_content_decides_before_the_name() -> None:
    assert document(ARTICLE, "article.html").media_type == "text/plain", "a page without a tag is text"
    page = "<!DOCTYPE html><html><body>" + "".join(f"<p>{line}</p>" for line in PROSE) + "</body></html>"
    assert document(page, "article.txt").media_type == "text/html"
