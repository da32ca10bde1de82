from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.values import Document, Told
from sources.readers import Limits
from tests.sources.pdfs import Page, pdf
from tests.sources.samples import FIRST, PROSE, SECOND, THIRD, blocks, document, reason


def read(*pages: Page, told: Told | None = None) -> Document:
    return document(pdf(*pages), "paper.pdf", told)


def flat(text: str) -> str:
    """The characters without the breaks of lines."""
    return text.replace("\n", "")


def article(width: int = 40) -> Page:
    """A page with one column under a headline."""
    page = Page().text(60, 690, "高新区跑出加速度", 22)
    at = 650.0
    for line in PROSE:
        at = page.column(60, at, line, width=width)
    return page


def in_columns(left: tuple[str, ...], right: tuple[str, ...]) -> Page:
    page = Page().text(60, 690, "两栏里的高新区", 22)
    for x, lines in ((60, left), (320, right)):
        at = 650.0
        for line in lines:
            at = page.column(x, at, line)
    return page


def test_a_column_is_read_in_lines_and_paragraphs() -> None:
    read_as = read(article())
    assert read_as.media_type == "application/pdf"
    assert (read_as.wrapped, read_as.places) == (True, None)
    assert [flat(text) for text in blocks(read_as, "paragraph")] == list(PROSE)
    assert blocks(read_as, "heading") == ["高新区跑出加速度"]
    lines = read_as.text.split("\n\n")[1].split("\n")
    assert [len(line) for line in lines] == [38, len(FIRST) - 38], "lines stay as they are printed, without the indent"


def test_blocks_are_slices_that_know_their_page() -> None:
    read_as = read(article(), article(width=30))
    assert [block.page for block in read_as.blocks] == [1] * 4 + [2] * 4
    assert read_as.text == "\n\n".join(read_as.text[block.start : block.end] for block in read_as.blocks)


def test_two_columns_are_read_one_after_the_other() -> None:
    read_as = read(in_columns((FIRST, SECOND), (THIRD, FIRST[::-1])))
    assert [flat(text) for text in blocks(read_as, "paragraph")] == [FIRST, SECOND, THIRD, FIRST[::-1]]


def test_a_left_column_that_begins_lower_is_still_read_first() -> None:
    page = Page().text(60, 690, "两栏里的高新区", 22).picture(60, 560, 200, 100)
    page.column(60, page.column(60, 540, FIRST), SECOND)
    page.column(320, 650, THIRD)
    assert [flat(text) for text in blocks(read(page), "paragraph")] == [FIRST, SECOND, THIRD]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    page = Page().text(60, 690, "两栏里的高新区", 22)
    at = page.column(60, 650, SECOND)
    page.column(60, at, FIRST[:38])  # fills its last line
    page.column(320, 650, FIRST[38:] + "然后补足两行文字。", indent=False)
    whole = FIRST + "然后补足两行文字。"
    assert [flat(text) for text in blocks(read(page), "paragraph")] == [SECOND, whole]


def test_a_centred_crosshead_parts_two_paragraphs_of_one_column() -> None:
    page = Page()
    at = page.column(60, 650, FIRST, width=24)
    page.text(60 + 90, at, "创新之城", 10)
    page.column(60, at - 15, SECOND, width=24)
    read_as = read(page)
    assert blocks(read_as, "heading") == ["创新之城"]
    assert [flat(text) for text in blocks(read_as, "paragraph")] == [FIRST, SECOND]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from("国家高新区营业收入增长亿元企业家"), min_size=25, max_size=90), st.integers(12, 24))
def test_no_character_of_a_column_is_lost_or_added(characters: list[str], width: int) -> None:
    paragraph = "".join(characters) + "。"
    page = Page()
    page.column(60, 600, paragraph, width=width)
    assert flat(read(page).text) == paragraph


def test_heads_and_feet_are_left_out_and_tell_paper_and_date() -> None:
    page = article()
    page.text(60, 770, "江城日报", 12).text(300, 770, "2024年5月20日 星期一", 10).text(520, 770, "第03版", 10)
    page.text(60, 30, "责任编辑：王六", 8)
    read_as = read(page)
    assert "江城日报" not in read_as.text
    assert "2024年5月20日" not in read_as.text
    assert "王六" not in read_as.text
    assert (read_as.told.newspaper, read_as.told.published_on) == ("江城日报", date(2024, 5, 20))
    assert read_as.told.title == "高新区跑出加速度"
    sender = Told(title="另题", newspaper="海州日报", published_on=date(2024, 5, 21))
    assert read(page, told=sender).told == replace(sender, edition="第03版")


def test_a_ruled_table_is_rows_with_bars() -> None:
    page = article()
    cells = (("指标", "2023年", "增速"), ("营业收入", "", "12.5%"), ("企业数", "320家", "8.1%"))
    xs, ys = (60, 200, 330, 460), (400, 376, 352, 328)
    for x in xs:
        page.rule(x, ys[0], x, ys[-1])
    for y in ys:
        page.rule(xs[0], y, xs[-1], y)
    for row, y in zip(cells, ys, strict=False):
        for cell, x in zip(row, xs, strict=False):
            if cell:
                page.text(x + 8, y - 16, cell)
    read_as = read(page)
    assert blocks(read_as, "table_row") == [" | ".join(row) for row in cells]
    assert [flat(text) for text in blocks(read_as, "paragraph")] == list(PROSE)


def test_a_boxed_article_is_read_after_the_main_one() -> None:
    page = article(width=22)
    page.frame(330, 520, 220, 140)
    page.text(345, 630, "链接", 14)
    page.column(345, 605, "海州高新区成立于1992年，去年产值突破千亿元，居全省第二。", width=19)
    page.column(60, 440, THIRD[::-1], width=48)
    text = flat(read(page).text)
    assert text.index(FIRST) < text.index(SECOND) < text.index(THIRD[::-1]) < text.index("海州高新区成立于1992年")


def test_a_caption_stands_outside_the_flow() -> None:
    page = article()
    page.picture(60, 300, 300, 150).text(60, 285, "图为园区企业生产线。 陈五 摄", 8)
    read_as = read(page)
    assert blocks(read_as, "caption") == ["图为园区企业生产线。 陈五 摄"]


def test_latin_words_and_numbers_keep_their_blanks() -> None:
    page = article()
    page.text(60, 400, "园区引进GE Healthcare项目，投资12.5亿元，占比8.3%，建成后产值可达30亿元。")
    assert "园区引进GE Healthcare项目，投资12.5亿元，占比8.3%，" in read(page).text


def test_scans_have_no_text_layer() -> None:
    scan = Page().picture(0, 0, 600, 800)
    assert reason(pdf(scan), "scan.pdf") == "no_text_layer"
    assert read(article(), scan).flags == ("partly_scanned",)


def test_fonts_that_do_not_say_what_they_print() -> None:
    private = "".join(chr(0xE000 + number) for number in range(60))
    page = Page()
    page.column(60, 600, private)
    assert reason(pdf(page), "paper.pdf") == "no_text_layer"


def test_empty_pages() -> None:
    assert reason(pdf(Page()), "paper.pdf") == "empty_source"


def test_broken_files() -> None:
    whole = pdf(article())
    assert reason(b"%PDF-1.6\nthis is no PDF", "paper.pdf") == "broken_file"
    assert reason(whole[:300], "paper.pdf") == "broken_file"


def test_a_locked_file() -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"ab" * 32,
        b"cd" * 32,
    )
    locked = pdf(article()).replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock)
    assert reason(locked, "paper.pdf") == "encrypted"


def test_limits_on_pages_characters_and_time() -> None:
    data = pdf(article(), article(), article())
    assert reason(data, "paper.pdf", Limits(pages=2)) == "too_many_pages"
    assert reason(data, "paper.pdf", Limits(characters=50)) == "too_large"
    assert reason(data, "paper.pdf", Limits(seconds=0)) == "too_slow"


@pytest.mark.parametrize("packing", ["large", "twice"])
def test_streams_that_swell_are_refused(packing: str) -> None:
    if packing == "large":
        page = article()
        page.drawn.append(" " * 2_000_000)
        assert reason(pdf(page), "paper.pdf", Limits(expanded=100_000)) == "decompression_bomb"
    else:
        assert reason(pdf(article(), filters="[/FlateDecode /FlateDecode]"), "paper.pdf") == "decompression_bomb"


def test_a_text_layer_in_another_language() -> None:
    page = Page()
    page.column(60, 600, "High-tech zones reported revenue of five trillion yuan last year.", width=60)
    assert reason(pdf(page), "paper.pdf") == "not_chinese"


def test_each_line_knows_its_page_and_box() -> None:
    read_as = read(article())
    first = read_as.lines[0]
    assert read_as.text[first.start : first.end] == read_as.text.split("\n")[0]
    assert all(line.page == 1 for line in read_as.lines)
    for line in read_as.lines:
        left, top, right, bottom = line.box
        assert 0 <= left < right <= 612
        assert 0 <= top < bottom <= 842
    tops = [line.box[1] for line in read_as.lines]
    assert tops == sorted(tops)
