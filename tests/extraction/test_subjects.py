"""Of whom a number is said, where a text speaks of several zones, of a city, or of a province."""

from __future__ import annotations

import datetime

import pytest

from schemas.values import Document, Source, Told
from tests.extraction.measure import NAMES
from tests.extraction.reading import extractor

OTHER = "other"
CASES: dict[str, list[tuple[str, str]]] = {
    # Several zones and as many numbers: each has its own.
    "长沙高新区、株洲高新区和湘潭高新区去年地区生产总值分别达到1602亿元、1085亿元和640亿元，同比分别增长5.6%、5.1%和4.8%。": [
        ("1602亿元", "changsha"),
        ("1085亿元", "zhuzhou"),
        ("640亿元", "xiangtan"),
        ("增长5.6%", "changsha"),
        ("5.1%", "zhuzhou"),
        ("4.8%", "xiangtan"),
    ],
    "长沙、株洲、湘潭三个国家高新区营业收入分别为7800亿元、3200亿元、1508亿元，合计超过1.2万亿元。": [
        ("7800亿元", "changsha"),
        ("3200亿元", "zhuzhou"),
        ("1508亿元", "xiangtan"),
        ("超过1.2万亿元", OTHER),
    ],
    "苏州、无锡高新区2022年实际使用外资12.4亿美元、9.8亿美元。": [("12.4亿美元", "suzhou"), ("9.8亿美元", "wuxi")],
    "西安高新区和宝鸡高新区产值双双突破两千亿元，分别达到2380亿元、2015亿元。": [
        ("2380亿元", "xian"),
        ("2015亿元", "baoji"),
    ],
    # Things and not zones stand in the list: all are of the one zone.
    "长沙高新区、株洲高新区长期合作。长沙高新区营业收入、利润总额分别增长8%和9.5%。": [
        ("增长8%", "changsha"),
        ("9.5%", "changsha"),
    ],
    # The former and the latter.
    "芜湖高新区和慈湖高新区隔江相望。去年，前者规上工业产值700亿元，后者达到560亿元，分别增长18.2%和21.5%。": [
        ("700亿元", "wuhu"),
        ("560亿元", "maanshan-cihu"),
        ("增长18.2%", "wuhu"),
        ("21.5%", "maanshan-cihu"),
    ],
    "成都高新区、厦门火炬高新区各有所长。两家园区的高新技术企业分别为4800家和1380家。": [
        ("4800家", "chengdu"),
        ("1380家", "xiamen"),
    ],
    # A city, a province or another kind of zone beside the zone.
    "西安高新区地区生产总值3100亿元，而西咸新区地区生产总值为646亿元，增速8.5%。": [
        ("3100亿元", "xian"),
        ("646亿元", OTHER),
        ("8.5%", OTHER),
    ],
    "2021年，衢州市实现地区生产总值1875.6亿元，比上年增长8.7%。衢州高新区规上工业总产值968.4亿元。": [
        ("1875.6亿元", OTHER),
        ("增长8.7%", OTHER),
        ("968.4亿元", "quzhou"),
    ],
    "按照规划，全市规上工业营业收入2026年要突破4000亿元，园区规上工业总产值达到2000亿元。衢州高新区正在加速。": [
        ("突破4000亿元", OTHER),
        ("2000亿元", "quzhou"),
    ],
    "全省7个国家高新区去年实现营业总收入逾7000亿元，厦门火炬高新区实现2046亿元。": [
        ("逾7000亿元", OTHER),
        ("2046亿元", "xiamen"),
    ],
    # A company by its own name; not a trade that only ends like one, nor what several of them do for the zone.
    "潍坊高新区一季度工业产值增长11%。石药集团、以岭药业去年营收都突破100亿元，其中石药集团研发投入43亿元。": [
        ("增长11%", "weifang"),
        ("突破100亿元", OTHER),
        ("43亿元", OTHER),
    ],
    "潍坊高新区龙头企业歌尔股份去年营收300亿元，全区规上企业达到320家；健康医药业产值增长9%。": [
        ("300亿元", OTHER),
        ("320家", "weifang"),
        ("增长9%", "weifang"),
    ],
    "潍坊高新区投资有限公司牵头，园区公司超过300家。投资增长12%，园区产值增长9%，器械出口增长5%。": [
        ("增长12%", "weifang"),
        ("增长9%", "weifang"),
        ("增长5%", "weifang"),
    ],
    "去年，潍坊高新区生物医药、电子信息双双增长20%，产值、税收双双翻番。": [
        ("增长20%", "weifang"),
        ("翻番", "weifang"),
    ],
    "石药集团营收突破100亿元，带动2021年全区医药产业产值达到283亿元。石家庄高新区稳中向好。": [
        ("突破100亿元", OTHER),
        ("283亿元", "shijiazhuang"),
    ],
    "记者走进四川华芯微电子有限公司。华芯去年营收6.3亿元，同比增长47%。去年绵阳高新区汽车电子营收500亿元，潍柴集团、歌尔股份等企业实现产值80亿元。": [
        ("6.3亿元", OTHER),
        ("增长47%", OTHER),
        ("500亿元", "mianyang"),
        ("80亿元", "mianyang"),
    ],
    # In a text about many zones a paragraph that says 该区 or 园区 goes on about the one before, until all are meant.
    "近年来，国家高新区加速崛起，国家高新区营收增长9%。\n合肥高新区去年营业收入突破1万亿元。\n“量子大道”上，全区已聚集量子企业62家。\n"
    "长沙高新区工业总产值2450亿元。\n岳麓山下，园区集聚了上市公司58家。\n差距仍在：西部国家高新区研发强度为4.1%，一位园区负责人坦言。": [
        ("突破1万亿元", "hefei"),
        ("62家", "hefei"),
        ("2450亿元", "changsha"),
        ("58家", "changsha"),
        ("4.1%", "national"),
    ],
    # ... which only begins the zone's own name, or is what it is compared with.
    "江苏省南京高新区2021年实现地区生产总值500亿元。": [("500亿元", "nanjing")],
    "到2030年，天津滨海高新区工业总产值将超过1166亿元。": [("超过1166亿元", "tianjin-binhai")],
    "衢州高新区去年规上工业总产值增长26.3%，占全市工业总产值的四成。": [
        ("增长26.3%", "quzhou"),
        ("四成", "quzhou"),
    ],
}


@pytest.mark.parametrize("text", CASES)
def test_each_number_is_of_its_own_subject(text: str) -> None:
    zone = next(zone for _, zone in CASES[text] if zone != OTHER)
    told = Told(title=f"{NAMES[zone]}：向新而行", published_on=datetime.date(2022, 6, 1))
    document = Document(text=text, media_type="text/plain", told=told)
    source = Source(name="a.txt", identity="a.txt", data=text.encode(), told=told)
    rows = extractor().read(document, source).rows
    found = {row["quote"]: row["zone_id"] or row["scope"] for name in ("targets", "facts") for row in rows[name]}
    assert {quote: found.get(quote) for quote, _ in CASES[text]} == dict(CASES[text])
