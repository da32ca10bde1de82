from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from schemas.values import Document, Told
from sources.readers import Limits
from tests.sources.samples import ARTICLE, FIRST, PROSE, SECOND, THIRD, blocks, document, reason


def packed(word: Word) -> bytes:
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def article() -> Word:
    word = docx.Document()
    for line in PROSE:
        word.add_paragraph(line)
    return word


def read(word: Word, told: Told | None = None) -> Document:
    return document(packed(word), "article.docx", told)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return held.getvalue()


def test_paragraphs_are_lines_and_blocks() -> None:
    read_as = read(article())
    assert read_as.text == "\n".join(PROSE)
    assert blocks(read_as, "paragraph") == list(PROSE)
    assert (read_as.wrapped, read_as.places, read_as.encoding) == (False, None, None)
    assert read_as.media_type.endswith("wordprocessingml.document")


def test_a_number_split_over_runs_is_joined() -> None:
    word = article()
    paragraph = word.add_paragraph("园区营业收入")
    for number, piece in enumerate(("51", "20.", "5", "亿", "元。")):
        paragraph.add_run(piece).bold = number % 2 == 0
    assert read(word).text.endswith("园区营业收入5120.5亿元。")


def test_headers_footers_and_notices_are_left_out() -> None:
    word = article()
    word.sections[0].header.paragraphs[0].text = "江城日报2024年5月20日"
    word.sections[0].footer.paragraphs[0].text = "第3页，共9页，印数12000份"
    word.add_paragraph("责任编辑：王六")
    assert read(word).text == "\n".join(PROSE)


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_stays() -> None:
    word = article()
    paragraph = word.add_paragraph("产值")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>100亿元</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:moveFrom {nsdecls('w')}><w:r><w:t>90亿元</w:t></w:r></w:moveFrom>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>120亿元</w:t></w:r></w:ins>"))
    paragraph.add_run("（内部稿）").font.hidden = True
    paragraph.add_run("。")
    assert read(word).text.endswith("\n产值120亿元。")


def test_a_table_is_rows_with_bars_in_its_place() -> None:
    word = docx.Document()
    word.add_paragraph(FIRST)
    cells = (("指标", "2023年", "增速"), ("营业收入\n（亿元）", "5120", "12.5%"), ("", "", ""))
    table = word.add_table(rows=3, cols=3)
    for row, values in zip(table.rows, cells, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    word.add_paragraph(SECOND)
    read_as = read(word)
    assert blocks(read_as, "table_row") == ["指标 | 2023年 | 增速", "营业收入（亿元） | 5120 | 12.5%"]
    assert read_as.text.splitlines() == [FIRST, *blocks(read_as, "table_row"), SECOND]


def test_a_wide_cell_leaves_its_columns_empty() -> None:
    word = docx.Document()
    word.add_paragraph(FIRST)
    table = word.add_table(rows=3, cols=3)
    for row, values in zip(
        table.rows, (("指标", "2020年", "2025年"), ("营业收入", "", "500"), ("合计", "", "20")), strict=True
    ):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(2, 0).merge(table.cell(2, 1))
    assert blocks(read(word), "table_row") == ["指标 | 2020年 | 2025年", "营业收入 |  | 500", "合计 |  | 20"]


def test_a_table_that_only_lays_out_a_page_is_prose() -> None:
    word = docx.Document()
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text = FIRST
    table.cell(0, 1).text = SECOND
    read_as = read(word)
    assert blocks(read_as, "paragraph") == [FIRST, SECOND]
    assert " | " not in read_as.text


def test_a_text_box_is_read_once() -> None:
    word = article()
    box = f"<w:txbxContent><w:p><w:r><w:t>{THIRD[:20]}</w:t></w:r></w:p></w:txbxContent>"
    word.paragraphs[0].add_run()._r.append(
        parse_xml(
            f'<mc:AlternateContent {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:Choice Requires="wps">'
            f"<wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        )
    )
    assert read(word).text.splitlines() == [FIRST, THIRD[:20], SECOND, THIRD]


@pytest.mark.parametrize("by", ["style", "look"])
def test_a_headline_is_told_by_its_style_or_its_look(by: str) -> None:
    word = docx.Document()
    title = "高新区跑出加速度"
    if by == "style":
        word.add_heading(title, level=1)
    else:
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(title).font.size = Pt(22)
    word.add_paragraph("本报记者 陈五")
    for line in PROSE:
        word.add_paragraph(line)
    read_as = read(word)
    assert read_as.told.title == title
    assert (blocks(read_as, "heading"), blocks(read_as, "byline")) == ([title], ["本报记者 陈五"])
    assert read(word, Told(title="送稿人的题目")).told.title == "送稿人的题目"


def test_a_centred_line_in_the_size_of_the_text_is_no_headline() -> None:
    word = docx.Document()
    for line in ("甲乙丙三家企业", *PROSE):
        word.add_paragraph().add_run(line).font.size = Pt(16)
    word.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    assert blocks(read(word), "heading") == []


def test_a_line_break_ends_a_line_and_white_space_is_trimmed() -> None:
    word = article()
    run = word.add_paragraph().add_run("\u3000\u3000第一行，产值10亿元。")
    run.add_break(WD_BREAK.LINE)
    run.add_text("第二行，税收2亿元。\u200b ")
    assert read(word).text.splitlines()[-2:] == ["第一行，产值10亿元。", "第二行，税收2亿元。"]


def test_blocks_are_slices_in_order() -> None:
    word = article()
    word.add_heading("一个小标题", level=2)
    read_as = read(word)
    assert [read_as.text[block.start : block.end] for block in read_as.blocks] == read_as.text.split("\n")


def test_broken_files() -> None:
    whole = packed(article())
    assert reason(whole[: len(whole) // 2], "a.docx") == "broken_file"
    assert reason(b"PK\x03\x04" + ARTICLE.encode(), "a.docx") == "broken_file"
    assert reason(changed(whole, "word/document.xml", lambda xml: xml[:-20]), "a.docx") == "broken_file"
    assert reason(changed(whole, "[Content_Types].xml", lambda _: b"<Types/>"), "a.docx") == "broken_file"


def test_an_archive_that_is_no_word_document() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert reason(held.getvalue(), "table.xlsx") == "unsupported_format"


def test_locked_files() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    assert reason(ole, "a.docx") == "encrypted"
    locked = bytearray(packed(article()))
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1  # the archive's directory says that its first entry is encrypted
    assert reason(bytes(locked), "a.docx") == "encrypted"


def test_limits_on_what_it_unpacks_to_its_text_and_time() -> None:
    data = packed(article())
    assert reason(data, "a.docx", Limits(expanded=10_000)) == "decompression_bomb"
    assert reason(data, "a.docx", Limits(characters=100)) == "too_large"
    assert reason(data, "a.docx", Limits(seconds=0)) == "too_slow"


def test_nothing_in_it_and_nothing_chinese() -> None:
    assert reason(packed(docx.Document()), "a.docx") == "empty_source"
    english = docx.Document()
    english.add_paragraph("High-tech zones reported revenue of five trillion yuan.")
    assert reason(packed(english), "a.docx") == "not_chinese"


def test_entities_that_swell_are_refused() -> None:
    kinds = b'<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
    )
    assert reason(declaring(kinds, b"&j;"), "a.docx") == "broken_file"


def test_files_outside_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不应当读到的话。", encoding="utf-8")
    data = declaring(b'<!ENTITY o SYSTEM "%s">' % secret.as_uri().encode(), b"&o;")
    read_as = document(data, "a.docx")
    assert "不应当" not in read_as.text
    assert read_as.text.endswith(f"{SECOND}\n{THIRD}")


def declaring(entities: bytes, used: bytes) -> bytes:
    """A Word file whose main part declares entities and uses one before its first sentence."""

    def change(xml: bytes) -> bytes:
        head, mark, rest = xml.partition(b"?>")
        return (
            head + mark + b"<!DOCTYPE x [" + entities + b"]>" + rest.replace(FIRST.encode(), used + FIRST.encode(), 1)
        )

    return changed(packed(article()), "word/document.xml", change)
