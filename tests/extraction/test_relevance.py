from __future__ import annotations

import pytest

from schemas.values import Rejected
from tests.extraction.reading import read_text

OTHERS = {
    "a development zone of another kind": (
        "海安经济技术开发区：产值破千亿",
        "海安经济技术开发区2023年实现规上工业总产值1120亿元，同比增长9.8%。该区去年与苏州工业园区签订合作协议，共建产业园3平方公里。",
    ),
    "a provincial high-tech zone": (
        "滕州高新区获批省级高新区",
        "日前，滕州高新区获批省级高新技术产业开发区。2023年，滕州高新区实现营业收入260亿元。该区将对标济宁国家高新区，争创国家高新区。",
    ),
    "a football match": (
        "海港队主场三球取胜",
        "昨晚，在合肥高新区体育中心，海港队3:0战胜客队，现场观众2.3万人。主教练赛后说，球队下一步目标是进入前四。",
    ),
    "a company": (
        "科大讯飞发布年报",
        "科大讯飞2023年实现营业收入196.5亿元，同比增长4.4%。公司总部位于合肥高新区。公司计划2025年研发人员达到1万人。",
    ),
    "a province": (
        "安徽省2023年高新技术企业突破1.9万家",
        "2023年，安徽省高新技术企业突破1.9万家，增长25%。其中合肥市超过8400家，合肥高新区、芜湖高新区贡献突出。全省研发经费投入强度达2.6%。",
    ),
    "a new area": (
        "江北新区加快建设",
        "南京江北新区2023年GDP达到3000亿元，增长8%，与南京高新区错位发展，集成电路产业规模超800亿元。",
    ),
}
ZONES = {
    "an alias": ("光谷：一束光照亮未来", "光谷一季度GDP增长7.1%，新增科技型企业3600家，存量企业超过19万家。"),
    "all zones": ("国家高新区上半年平稳", "上半年，全国178家国家高新区实现营业收入26.3万亿元，同比增长5.8%。"),
    "named in the headline alone": (
        "南昌高新区管委会关于2024年工作要点的通知",
        "各部门：2024年主要目标：地区生产总值增长8%，规上工业增加值增长9%，固定资产投资增长10%。全区新增规上企业30家。",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_about_something_else_publishes_nothing(name: str) -> None:
    title, body = OTHERS[name]
    with pytest.raises(Rejected, match="relevance"):
        read_text(f"{title}\n{body}", title=title, year=2024, wrapped=False)


@pytest.mark.parametrize("name", ZONES)
def test_what_is_about_a_zone_is_read(name: str) -> None:
    title, body = ZONES[name]
    assert read_text(f"{title}\n{body}", title=title, year=2024, wrapped=False).rows["sections"]
