"""Clean text: the printing undone, and every character traced to its place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.clean import clean, normal
from extraction.lines import printed_lines
from schemas.offsets import OffsetMap
from schemas.values import Document, Rejected
from tests.extraction.reading import flat, read_text

PRINTED = st.text(
    st.sampled_from(
        list("高新区产值达到年月日增长突破力争亿元万家个%0123456789.，。；：、“”（）—— \n\u3000\r\tABg５％．王。\n\n")
    ),
    max_size=400,
)


def document(text: str, *, wrapped: bool = True) -> Document:
    return Document(text=text, media_type="text/plain", wrapped=wrapped, places=OffsetMap.identity(len(text)))


@given(PRINTED)
def test_every_character_stands_for_one_of_the_document(text: str) -> None:
    cleaned = clean(document(text))
    for offset, character in enumerate(cleaned.text):
        printed = text[cleaned.places.place(offset)]
        assert character == printed or normal(printed).translate({0xFF0E: "."}) or character in " .-%"
        assert character == printed or character in " .-%0123456789ABCDEFGabcdefg"


@given(PRINTED)
def test_nothing_but_blanks_and_page_furniture_is_dropped_or_invented(text: str) -> None:
    source = document(text)
    kept = "".join(line.text for line in printed_lines(source) if not line.furniture)
    levelled = clean(document(kept)).text
    assert len(flat(clean(source).text)) == len(flat(kept))
    assert len(flat(levelled)) <= len(flat(kept))


@given(PRINTED)
def test_the_rules_see_a_text_of_the_same_length(text: str) -> None:
    cleaned = clean(document(text))
    assert len(cleaned.norm) == len(cleaned.text) == cleaned.places.length


@settings(max_examples=150)
@given(st.text(max_size=300) | PRINTED.map(lambda words: "合肥高新区。国家高新区合肥高新区到2025年" + words))
def test_extraction_never_raises_on_any_text(text: str) -> None:
    try:
        reading = read_text(text, year=2023)
    except Rejected:
        return
    body = reading.rows["articles"][0]["text"]
    for table in ("targets", "facts", "industries"):
        for row in reading.rows[table]:
            assert body[row["quote_start"] : row["quote_end"]] == row["quote"]


BROKEN = """
济南高新区将聚焦关键核心技术，力争到2025

年营业收入突破6000

亿元，比 重 达 到 百 分 之 四 十 以 上 ，

建设“中国算谷 量

子大厦”，引领全省产业创新发展方向和格局

，高新技术企业数量达到1500家以上，为建设

世界一流高科技园区打下坚实的基础并为全省

作出示范。

"""


def test_words_and_numbers_broken_by_a_column_are_joined() -> None:
    text = clean(document(BROKEN)).text
    assert "到2025年营业收入突破6000亿元" in text
    assert "比重达到百分之四十以上，" in text
    assert "“中国算谷 量子大厦”" in text


def test_full_width_digits_and_signs_inside_numbers_become_half_width() -> None:
    assert clean(document("增长１３．６％，达到ＬＥＤ行业４６家。")).text == "增长13.6%，达到LED行业46家。"


def test_page_furniture_between_lines_is_left_out() -> None:
    lines = [
        "第05版 2023年5月8日 星期一 园区",
        "合肥高新区坚持创新。",
        "责任编辑：某某 版式：某某",
        "（下转第六版）",
        "- 5 -",
    ]
    assert clean(document("\n".join(lines))).text == "合肥高新区坚持创新。"


def test_short_lines_between_whole_paragraphs_are_headlines() -> None:
    body = (
        "到2025年，园区单位工业增加值综合能耗降到0.4吨标准煤以下，其中一半的企业低于0.3吨标准煤，部分企业率先实现碳达峰，"
        * 2
    )
    lines = ["第七版 2021年6月18日 星期五", "“双碳”目标下，国家高新区怎样率先突围", body + "。"]
    lines += [
        line
        for zone in ("苏州工业园区", "嘉兴秀洲高新区", "包头稀土高新区")
        for line in (f"{zone}  点亮园区的“零碳”之梦", body + "。")
    ]
    found = clean(document("\n\n".join(lines)))
    assert [piece.kind for piece in found.pieces] == ["heading", "paragraph"] * 4
