from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from schemas.values import Document, Rejected, Source
from sources.readers import Limits, read

TEXT = "江城高新区去年实现营业收入320亿元，同比增长12.5%。"


def saved(build: Callable[[WordDocument], object]) -> bytes:
    word = docx.Document()
    build(word)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def document(data: bytes, limits: Limits | None = None) -> Document:
    return read(Source(name="a.docx", identity="a", data=data), limits)


def blocks(data: bytes) -> list[tuple[str, str]]:
    found = document(data)
    assert not found.wrapped
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Rejected) as caught:
        document(data, limits)
    return caught.value.rejection.reason


def test_paragraphs_tables_and_headings_in_order() -> None:
    def build(word: WordDocument) -> None:
        word.add_heading("江城高新区工作报告", 0)
        centred = word.add_paragraph()
        centred.alignment = WD_ALIGN_PARAGRAPH.CENTER
        centred.add_run("一、工作回顾").bold = True
        word.add_paragraph("　　" + TEXT)
        table = word.add_table(2, 3)
        for cell, text in zip(
            (cell for row in table.rows for cell in row.cells),
            ("指标", "2022年", "2025年", "营业收入", "5600", "8000"),
            strict=True,
        ):
            cell.text = text
        word.add_heading("二、工作安排", 1)
        word.add_paragraph("本报记者 王一 通讯员 李二")
        word.add_paragraph("第一行\n第二行")
        word.sections[0].header.paragraphs[0].text = "页眉不读"
        word.sections[0].footer.paragraphs[0].text = "页脚不读"

    assert blocks(saved(build)) == [
        ("heading", "江城高新区工作报告"),
        ("heading", "一、工作回顾"),
        ("paragraph", TEXT),
        ("table_row", "指标 | 2022年 | 2025年"),
        ("table_row", "营业收入 | 5600 | 8000"),
        ("heading", "二、工作安排"),
        ("byline", "本报记者 王一 通讯员 李二"),
        ("paragraph", "第一行"),
        ("paragraph", "第二行"),
    ]
    assert document(saved(build)).told.title == "江城高新区工作报告"


def test_content_controls_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p><w:r><w:t>框里的文字：{TEXT}</w:t></w:r></w:p></w:txbxContent>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

    def build(word: WordDocument) -> None:
        paragraph = word.add_paragraph(TEXT)
        paragraph._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')} {names}><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
                f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
            )
        )
        word.element.body.insert(
            0,
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件里的文字。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            ),
        )

    assert [text for _, text in blocks(saved(build))] == ["控件里的文字。", TEXT, f"框里的文字：{TEXT}"]


def test_a_large_centred_line_is_a_heading_and_a_centred_date_is_not() -> None:
    def build(word: WordDocument) -> None:
        for text, size in (("江城高新区工作报告", 22), ("（2024年2月21日）", 10)):
            paragraph = word.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(text).font.size = Pt(size)
        word.add_paragraph().add_run(TEXT).font.size = Pt(10)

    assert [kind for kind, _ in blocks(saved(build))] == ["heading", "paragraph", "paragraph"]


def test_what_cannot_be_read_is_refused_by_name() -> None:
    good = saved(lambda word: word.add_paragraph(TEXT))
    assert reason(good[: len(good) // 2]) == "broken_file"
    assert reason(b"PK\x03\x04 and nothing else") == "broken_file"
    assert reason(good, Limits(expanded=1000)) == "decompression_bomb"
    assert reason(good, Limits(characters=5)) == "too_large"
    assert reason(good, Limits(seconds=0)) == "too_slow"
    assert reason(saved(lambda word: word.add_paragraph("The zone grew by ten per cent."))) == "not_chinese"
    assert reason(saved(lambda word: None)) == "empty_source"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ({"xl/workbook.xml": b"<x/>"}, "unsupported_format"),
        ({"word/document.xml": b"<x/>"}, "broken_file"),
        ({"word/document.xml": bytes(2_000_000)}, "decompression_bomb"),
    ],
)
def test_other_archives_are_refused(names: dict[str, bytes], why: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    assert reason(stream.getvalue(), Limits(expanded=1_000_000)) == why


def test_entities_in_the_xml_are_not_expanded() -> None:
    good = saved(lambda word: word.add_paragraph(TEXT))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as before, zipfile.ZipFile(stream, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == "word/document.xml":
                entities = (
                    b"<!DOCTYPE x [<!ENTITY a '"
                    + b"x" * 100
                    + b"'>"
                    + b"".join(
                        b"<!ENTITY a%d '%s'>" % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(8)
                    )
                    + b"]>"
                )
                head, _, rest = data.partition(b"?>")
                data = head + b"?>" + entities + rest.replace(TEXT.encode(), TEXT.encode() + b"&a7;")
            after.writestr(entry.filename, data)
    try:
        text = document(stream.getvalue()).text
    except Rejected as rejected:
        text = rejected.rejection.reason
    assert text in (TEXT, "broken_file")
