"""The printed lines of a document, and what each of them looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.script import SIMPLIFY
from schemas.values import Block, Document

_FINAL = re.compile(r"[。！？!?…][”’」』」）)】》]*(?:[（(][^（）()]{1,14}[）)])?$|(?:供稿|整理|报道|编辑)[）)]$")
_FURNITURE = re.compile(
    r"""^[\s　]*(?:
      第?\s*(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?:[\s　：:].*)?                        # page head: 第5版 2022年11月8日 星期二
    | \d{4}年\d{1,2}月\d{1,2}日[\s　]+星期[一二三四五六日天].*
    | .{0,12}星期[一二三四五六日天][\s　]+.{0,20}第\s*[A-Z]?\d+\s*版.*
    | [-—·\s]*\d{1,3}[-—·\s]*                                            # a page number alone
    | [（(](?:本版|本组|图片|照片|资料图|均为)[^）)]{0,30}(?:图片|摄影|摄|图|提供|来源|图片库)[^）)]{0,20}[）)]
    | (?:图为|图[①-⑨]|[上下左右]图).{2,80}(?:摄|供图|[/／]图|制图|提供)
    | [▲△▼◀▶].{1,30}
    | [（(](?:下转|上接|紧接|转)第?[^）)]{1,12}版?[）)]
    | [（(]?(?:责任编辑|责编|编辑|本版编辑|版式设计|版式|美编|校对|值班主任|值班主编|审核|主编)[\s：:　].{0,60}
    | [（(]?(?:发布时间|发布日期|索引号|来源|信息来源|稿源|浏览次数|字号|分享到|打印|关闭)[：:].{0,80}
    )$""",
    re.VERBOSE,
)
_BYLINE = re.compile(
    r"^[□■◆●◎▲◇【\[（(]?\s*(?:[一-鿿]{1,10})?(?:讯?】)?(?:本[报刊网])?(?:全媒体)?(?:记者|通讯员|特约记者|实习生|见习记者|作者|文/|图/)[\s　：:/]*[一-鿿].{0,40}$"
)
_SIGNED = re.compile(
    r"^[□■]\s?[一-鿿]{2,8}高新区[一-鿿、]{2,14}\s+[一-鿿·]{2,4}$|^[□■]\s?[一-鿿]\s?[一-鿿·]{1,9}(?:\s+(?:本[报刊]记者|通讯员|实习生|摄影|文并图)\s?[一-鿿 ]{2,8})?$"
)
_AT_WORK = re.compile(r"记者(?:从|在|了解|走进|看到|日前|昨|近日|采访|获悉|随|问|来到|发现|[：:])")
_BYLINE_HINT = re.compile(r"^[□■]|者|通[讯訊][员員]|[实實][习習]生|[文图]/")
_ENDS = frozenset("。！？!?…”’」』）)】》")
_DIGITS_TABLE_ROW = re.compile(r"[|｜\t].*[|｜\t]")


def _is_byline(body: str) -> bool:
    if not _BYLINE_HINT.search(body) or "，" in body:
        return False
    words = body.translate(SIMPLIFY)
    if _SIGNED.match(words):
        return True
    return bool(_BYLINE.match(words)) and not _AT_WORK.search(words)


@dataclass(slots=True)
class Line:
    """One printed line: its place in the document without blanks at the ends, its width in half characters."""

    start: int
    end: int
    text: str
    width: int
    indented: bool
    blank_before: bool
    kind: str | None
    final: bool = False
    furniture: bool = False
    byline: bool = False
    block: int = -1


def width(text: str) -> int:
    """The printed width in half characters: a Chinese character is 2, a Latin letter or digit 1."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _block_finder(blocks: tuple[Block, ...]) -> list[tuple[int, int, int]]:
    return sorted((b.start, b.end, i) for i, b in enumerate(blocks))


def printed_lines(document: Document) -> list[Line]:
    """All lines that hold anything, in order, with the kind of the block that holds them."""
    lines: list[Line] = []
    blank, at = False, 0
    blocks = _block_finder(document.blocks)
    cursor = 0
    for raw in document.text.split("\n"):
        start, at = at, at + len(raw) + 1
        body = raw.strip(" \t\r\u3000\u00a0\ufeff\u200b")
        if not body:
            blank = True
            continue
        begin = start + raw.index(body[0])
        end = begin + len(body)
        while cursor < len(blocks) and blocks[cursor][1] <= begin:
            cursor += 1
        inside = cursor < len(blocks) and blocks[cursor][0] < end
        block = document.blocks[blocks[cursor][2]] if inside else None
        line = Line(
            start=begin,
            end=end,
            text=body,
            width=width(body),
            indented=begin - start >= 2 or (begin > start and raw[0] == "\u3000"),
            blank_before=blank,
            kind=block.kind if block else None,
            block=blocks[cursor][2] if inside else -1,
        )
        line.final = body[-1] in _ENDS and bool(_FINAL.search(body))
        if line.kind is None or line.kind in ("paragraph", "box"):
            line.furniture = not line.final and len(body) < 100 and bool(_FURNITURE.match(body))
            line.byline = not line.final and len(body) < 50 and _is_byline(body)
            if not line.final and _DIGITS_TABLE_ROW.search(body):
                line.kind = "table_row"
        line.byline = line.byline or line.kind == "byline"
        lines.append(line)
        blank = False
    return lines
