"""Numbers, units, operators and ranges, by pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.numerals import chinese
from extraction.quantities import quantities

CASES = [
    ("超过6000亿元", ">", 6e11, None, "CNY", None),
    ("近100家", "~", 100, None, "count", "家"),
    ("1300家次", "=", 1300, None, "count", "家次"),
    ("150多万件", ">", 1.5e6, None, "count", "件"),
    ("六百余家", ">", 600, None, "count", "家"),
    ("十几家", ">", 10, None, "count", "家"),
    ("1,126家", "=", 1126, None, "count", "家"),
    ("8—10家", "range", 8, 10, "count", "家"),
    ("25至30家", "range", 25, 30, "count", "家"),
    ("100—200亿元", "range", 1e10, 2e10, "CNY", None),
    ("控制在200家以内", "<=", 200, None, "count", "家"),
    ("不低于3亿元", ">=", 3e8, None, "CNY", None),
    ("1.92亿美元", "=", 1.92e8, None, "USD", None),
    ("0.42吨标准煤", "=", 0.42, None, "tce", None),
    ("30亿千瓦时以上", ">=", 3e9, None, "kWh", None),
    ("1.2GW", "=", 1.2e9, None, "W", None),
    ("420亩", "=", 420 * 666.6667, None, "m2", None),
    ("三分之一", "=", 100 / 3, None, "percent", None),
    ("百分之三十", "=", 30, None, "percent", None),
    ("六成半", "=", 65, None, "percent", None),
    ("七成以上", ">=", 70, None, "percent", None),
    ("约占全市的三分之一", "~", 100 / 3, None, "percent", None),
    ("不足全市4%", "<", 4, None, "percent", None),
    ("翻两番", "=", 4, None, "times", None),
    ("翻一番以上", ">=", 2, None, "times", None),
    ("千亿级", "=", 1e11, None, "CNY", None),
    ("两千亿级", "=", 2e11, None, "CNY", None),
    ("突破万亿元", ">", 1e12, None, "CNY", None),
    ("4,233.2亿", "=", 4.2332e11, None, "CNY", None),
    ("312个亿", "=", 3.12e10, None, "CNY", None),
    ("1亿2000万元", "=", 1.2e8, None, "CNY", None),
    ("12亿5千万元", "=", 1.25e9, None, "CNY", None),
    ("3万6千平方米", "=", 36000, None, "m2", None),
    ("1万2000家", "=", 12000, None, "count", "家"),
    ("港币5亿元", "=", 5e8, None, "HKD", None),
    ("超过US$2000万", ">", 2e7, None, "USD", None),
    ("8个多百分点", ">", 8, None, "pp", None),
    ("1.2个 百分点", "=", 1.2, None, "pp", None),
]


@pytest.mark.parametrize(
    ("text", "operator", "value", "value_max", "unit", "counter"), CASES, ids=[c[0] for c in CASES]
)
def test_a_printed_quantity(text, operator, value, value_max, unit, counter) -> None:
    (found,) = quantities(text)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.value_max == (pytest.approx(value_max) if value_max else None)
    assert (found.operator, found.unit, found.counter) == (operator, unit, counter)
    assert found.refused is None


def test_the_verb_of_signing_is_no_approximation() -> None:
    (found,) = quantities("促成签约46项")
    assert found.operator == "="


@given(
    st.integers(1, 99999),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from([("", "="), ("超过", ">"), ("不低于", ">="), ("约", "~"), ("不足", "<")]),
    st.sampled_from([("元", "CNY"), ("家", "count"), ("美元", "USD"), ("亩", "m2"), ("%", "percent")]),
)
def test_reading_what_is_printed_gives_the_quantity(number, scale, operator, unit) -> None:
    printed = f"{operator[0]}{number}{scale}{unit[0]}"
    (found,) = quantities(printed)
    factor = {"": 1, "万": 1e4, "亿": 1e8}[scale] * (666.6667 if unit[0] == "亩" else 1)
    assert found.value == pytest.approx(number * factor, rel=1e-9)
    assert (found.operator, found.unit) == (operator[1], unit[1])
    assert printed[found.start : found.end] == printed


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(number: int) -> None:
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    printed, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            printed += ("零" if zero and printed else "") + digits[digit] + places[place]
            zero = False
        else:
            zero = True
    assert chinese(printed) == number


@pytest.mark.parametrize(
    ("text", "value"), [("612.3亿元", 61_230_000_000), ("2630.7亿元", 263_070_000_000), ("4.2万吨", 42_000)]
)
def test_scaling_leaves_no_binary_remainder(text: str, value: float) -> None:
    (found,) = quantities(text)
    assert found.value == value
