"""Units and counters: what follows a number, the base unit it stands for, and its factor."""

from __future__ import annotations

MU = 666.6667  # square metres, as the annotation guide rounds it

CURRENCIES: dict[str, str] = {
    "元人民币": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
    "澳门元": "MOP",
    "澳门币": "MOP",
    "新台币": "TWD",
    "韩元": "KRW",
    "元": "CNY",
}

CURRENCIES_AHEAD: dict[str, str] = {
    "US$": "USD",
    "HK$": "HKD",
    "$": "USD",
    "＄": "USD",
    "€": "EUR",
    "USD": "USD",
    "HKD": "HKD",
    "EUR": "EUR",
    "美元": "USD",
    "美金": "USD",
    "港币": "HKD",
    "港元": "HKD",
    "港幣": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "人民币": "CNY",
    "RMB": "CNY",
    "￥": "CNY",
    "¥": "CNY",
}
"""Currencies that stand before a sum: 港币5亿元."""

MEASURES: dict[str, tuple[str, float]] = {
    "平方公里": ("m2", 1e6),
    "平方千米": ("m2", 1e6),
    "平方米": ("m2", 1),
    "平米": ("m2", 1),
    "㎡": ("m2", 1),
    "公顷": ("m2", 1e4),
    "亩": ("m2", MU),
    "立方米": ("m3", 1),
    "吨标准煤": ("tce", 1),
    "吨标煤": ("tce", 1),
    "千克标准煤": ("tce", 1e-3),
    "吨": ("tonne", 1),
    "公斤": ("tonne", 1e-3),
    "千克": ("tonne", 1e-3),
    "千瓦时": ("kWh", 1),
    "吉瓦时": ("kWh", 1e6),
    "兆瓦时": ("kWh", 1e3),
    "度电": ("kWh", 1),
    "度": ("kWh", 1),
    "GWh": ("kWh", 1e6),
    "MWh": ("kWh", 1e3),
    "kWh": ("kWh", 1),
    "吉瓦": ("W", 1e9),
    "兆瓦": ("W", 1e6),
    "千瓦": ("W", 1e3),
    "GW": ("W", 1e9),
    "MW": ("W", 1e6),
    "kW": ("W", 1e3),
    "KW": ("W", 1e3),
    "公里": ("m", 1e3),
    "千米": ("m", 1e3),
    "km": ("m", 1e3),
    "天": ("day", 1),
    "个工作日": ("day", 1),
    "工作日": ("day", 1),
}

COUNTERS: tuple[str, ...] = tuple(
    "人份 场次 家次 人次 户次 件次 辆次 架次 人年 平台 家 户 个 项 人 名 位 件 条 所 套 辆 台 座 种 支 只 宗 处 栋 幢 间 类 款 株 艘 架 枚 "
    "笔 例 份 张 场 次 批 对 组 片 颗 部 门 期 册 篇 席 课 床 列 班 尊 根 双 瓶 盒 箱 票 单 剂 头 羽 匹 桶 台套 标准箱 标箱".split()
)
"""Measure words, longest first where one begins another."""
