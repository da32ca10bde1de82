"""The words of the pages in both languages. Titles of tables and columns come from the declarations, not from here."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.registry import TABLES
from schemas.table import Field, Table

WORDS: dict[str, tuple[str, str]] = {
    "site": ("高新", "gaoxin"),
    "tagline": ("国家高新区开放数据", "Open data on China's national high-tech zones"),
    "lead": (
        "报刊上说的目标与事实，一个数字一行，点开即见原文。",
        "Targets and facts from the press, one number a row; click a number to see the words that say it.",
    ),
    "skip": ("跳到正文", "Skip to content"),
    "home": ("首页", "Home"),
    "search": ("搜索", "Search"),
    "search_hint": ("高新区、指标或文中的字，如 杭州、量子", "A zone, an indicator, or words of a text (in Chinese)"),
    "articles": ("文章", "Articles"),
    "downloads": ("下载", "Downloads"),
    "codebook": ("数据字典", "Codebook"),
    "docs": ("接口", "API"),
    "browse": ("浏览表格", "Browse tables"),
    "rejections": ("拒收", "Rejections"),
    "releases": ("发布", "Releases"),
    "runs": ("运行", "Runs"),
    "zones": ("高新区", "zones"),
    "targets": ("目标", "targets"),
    "facts": ("事实", "facts"),
    "release": ("发布", "Release"),
    "licence": ("数据 CC BY 4.0 · 代码 MIT", "Data CC BY 4.0 · Code MIT"),
    "no_zone": ("不专指某一个高新区", "of no single zone"),
    "with_data": ("有数据的高新区", "Zones with data"),
    "all_zones": ("全部高新区", "All zones"),
    "no_claims": (
        "已读的文章尚未说到这里的目标或事实。",
        "No article read so far gives a target or a fact of this zone.",
    ),
    "approved": ("批准年份", "Approved in"),
    "aliases": ("又称", "Also known as"),
    "no_year": ("未说年份", "No year given"),
    "show_all": ("查看全部", "Show all"),
    "next_page": ("下一页", "Next page"),
    "nothing_found": ("没有找到。", "Nothing was found."),
    "results": ("条", "results"),
    "read_from": ("说到这里的文章", "Articles on this zone"),
    "evidence": ("原文", "Evidence"),
    "as_printed": ("原字", "As printed"),
    "base_value": ("以基本单位计", "In base units"),
    "sentence": ("所在句子", "Sentence"),
    "offsets": ("净文本位置", "Place in the clean text"),
    "source_offsets": ("来源位置", "Place in the source"),
    "untitled": ("（无题）", "(untitled)"),
    "no_newspaper": ("报刊未印出", "newspaper not printed"),
    "no_date": ("日期未印出", "date not printed"),
    "cite": ("引用", "Cite"),
    "cite_as": (
        "{title}，{newspaper}，{date}。引自 gaoxin 发布 {release}，{id}。",
        "{title}, {newspaper}, {date}. Cited after gaoxin, release {release}, {id}.",
    ),
    "elsewhere": ("其他入口", "Elsewhere"),
    "in_article": ("在全文中看", "In the whole article"),
    "original": ("原网页", "Original page"),
    "outside": ("未归入段落的文字", "Words outside the sections"),
    "marked": ("点带底色的字看它成了哪一行。", "Click marked words to see the row that they gave."),
    "preparing": ("数据准备中", "The data are being prepared"),
    "preparing_more": (
        "还没有任何发布。第一批文章读完后，本页会自动打开。",
        "There is no release yet. This page opens by itself once the first articles are read.",
    ),
    "not_found": ("没有这一页", "There is no such page"),
    "not_found_more": (
        "地址可能写错了，或这一行已不在最新发布中。",
        "The address may be mistyped, or the row is no longer in the newest release.",
    ),
    "damaged": ("数据文件已损坏", "The data are damaged"),
    "damaged_more": (
        "本次发布的文件在发布之后被改动，因此不再提供；请管理员运行 gaoxin verify。",
        "A file of this release was changed after it was published, so it is not served; gaoxin verify says which.",
    ),
    "broken": ("出错了", "Something went wrong"),
    "broken_more": ("已记入日志。", "It was written to the log."),
    "too_slow": ("查询太慢", "The query took too long"),
    "too_slow_more": ("请把条件收窄一些。", "Please narrow it."),
    "rejections_lead": (
        "来了而未发布的，都在这里，各有原因。",
        "Everything that came in and was not published, each with its reason.",
    ),
    "releases_lead": (
        "发布一经做成永不改变；同一地址永远给同样的字节。",
        "A release never changes; the same address always gives the same bytes.",
    ),
    "changes": (
        "新增 {added}，变更 {changed}，移除 {removed} 行",
        "{added} rows added, {changed} changed, {removed} removed",
    ),
    "files": ("文件", "Files"),
    "not_kept": ("此处不再保存其文件", "its files are not kept here any more"),
    "newest": ("最新", "newest"),
    "downloads_lead": (
        "每张表都有 Parquet 与 CSV；整库有 SQLite 与 DuckDB。",
        "Every table as Parquet and CSV, the whole as SQLite and DuckDB.",
    ),
    "rows": ("行", "rows"),
    "csv_excel": ("CSV（Excel）", "CSV for Excel"),
    "whole": ("整库", "The whole"),
    "use_it": ("三行上手", "In three lines"),
    "use_it_more": (
        "这些地址总给最新发布；要可复现，请用某次发布的文件地址。",
        "These addresses give the newest release; for work that others can repeat, use the files of one release.",
    ),
    "codebook_lead": (
        "一切表格、接口与文件都出自同一份声明。",
        "All tables, the API and the files follow from one declaration.",
    ),
    "key": ("主键", "Key"),
    "values": ("取值", "Values"),
    "may_be_empty": ("可空", "may be empty"),
    "docs_lead": (
        "只读的 JSON 接口，无需登记。机器可读的描述：",
        "A read-only JSON API, open to everyone. Its description for machines:",
    ),
    "docs_more": (
        "每个目标、每个事实都带着说出它的原字及其位置。每次回答都出自同一个不变的发布，并写明是哪一个。"
        "列表用 next 翻页：即使其间有新发布，一路翻完每行恰好见一次。不认识的参数一律拒绝，绝不忽略。",
        "Every target and fact carries the exact characters that say it, with their place in the article. Each answer "
        "comes out of one immutable release, which it names. Lists are paged by next: a walk along it meets each row "
        "once, also when a newer release appears meanwhile. Unknown parameters are refused, never ignored.",
    ),
    "parameters": ("参数", "Parameters"),
    "try_it": ("试一试", "Try it"),
    "problems": ("错误", "Problems"),
    "problems_lead": (
        "错误一律为 application/problem+json（RFC 9457）。",
        "Every error is application/problem+json (RFC 9457).",
    ),
}

CHOICES: dict[str, tuple[str, str]] = {
    "amount": ("数额", "amount"),
    "growth": ("增长", "growth"),
    "rank": ("位次", "rank"),
    "ambition": ("愿景", "ambition"),
    "yoy": ("同比", "year on year"),
    "annual_average": ("年均", "annual average"),
    "cumulative": ("累计", "cumulative"),
    "multiple": ("倍数", "multiple"),
    "unreviewed": ("未审", "unreviewed"),
    "confirmed": ("已确认", "confirmed"),
    "corrected": ("已更正", "corrected"),
    "zone": ("高新区", "zone"),
    "national": ("全国", "national"),
    "other": ("其他", "other"),
    "read": ("读取", "read"),
    "relevance": ("切题", "relevance"),
    "extract": ("提取", "extract"),
    "validate": ("校验", "validate"),
    "base": ("起点", "base"),
    "later": ("其后", "later"),
}
"""The values of closed lists, as people read them; those missing here are shown as they are."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: its tag, the prefix of its paths, and whether it is Chinese."""

    tag: str
    prefix: str
    zh: bool

    def __call__(self, key: str, **parts: object) -> str:
        """The words called `key`. Raises KeyError for a key that is not in `WORDS`."""
        said = WORDS[key][0 if self.zh else 1]
        return said.format(**parts) if parts else said

    def count(self, number: int, key: str) -> str:
        """A number of things whose plural is called `key`."""
        return f"{number:,} {self.one(key) if number == 1 else self(key)}"

    def one(self, key: str) -> str:
        """One of the things whose plural is called `key`."""
        return self(key) if self.zh else self(key).removesuffix("s").lower()

    def choice(self, value: str | None) -> str:
        """A value of a closed list."""
        if value is None:
            return ""
        return CHOICES[value][0 if self.zh else 1] if value in CHOICES else value

    def title(self, declared: Field | Table) -> str:
        """The title of a column or table."""
        return declared.zh if self.zh else declared.en

    def about(self, declared: Field | Table) -> str:
        """What is said of a column or table; empty where it is no more than the title."""
        said = declared.about_zh if self.zh else declared.about_en
        return "" if said.rstrip("。.") == self.title(declared) else said

    def column(self, table: str, name: str) -> str:
        """The title of a column by its name."""
        return self.title(TABLES[table][name])

    def path(self, path: str) -> str:
        """A path of the site in this language."""
        return f"{self.prefix}{path}"


ZH = Language("zh-Hans", "", True)
EN = Language("en", "/en", False)
LANGUAGES = (ZH, EN)
