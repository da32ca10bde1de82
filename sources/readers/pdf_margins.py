"""What is printed at the head and the foot of a page, and what it says; advertisements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from schemas.values import Told
from sources.readers.furniture import edition, single_date
from sources.readers.pdf_glyphs import PdfLine, Sheet
from sources.readers.pdf_layout import PdfBlock

_HEAD = 0.89
_FOOT = 0.08
"""Heads stand above, feet below these shares of the page's height."""
_MARK = re.compile(
    r"第?\s?[A-Z]?\d{1,3}\s?版|^[A-Z]?\s?\d{1,3}$|^[-—–·•\s]*\d{1,4}[-—–·•\s/]*\d*[-—–·•\s]*$|第\s?\d+\s?页|共\s?\d+\s?页"
    r"|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|星期[一二三四五六日天]"
    r"|责编|责任编辑|美编|版式|校对|编辑[：:／/]|邮箱|电话[：:]|热线|传真|许可证|国内统一|邮发代号|www\.|https?:|E-?mail"
    r"|总第\s?\d+\s?期|第\s?\d+\s?期|^[\u4e00-\u9fff]{2,10}(?:日报|晚报|时报|早报|商报|导报|科技报|晨报|都市报|周报|周刊)$"
)
_PAPER = re.compile(
    r"^[\u4e00-\u9fff]{2,12}(?:报|報|周刊)$|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,10}(?:日报|晚报|时报|早报|商报|导报|晨报|周报|科技报)"
    r"(?![\u4e00-\u9fff社])"
)
_ADVERT = re.compile(r"^[·•◆■【\[（(\s]*(?:公益|形象|整版)?广\s?告[·•◆■】\]）)\s]*$")


def margin_lines(sheet: Sheet, lines: Sequence[PdfLine], body: float, repeated: Counter[str]) -> set[int]:
    """The numbers of the lines that are head or foot of a page. `repeated` counts margin lines over all pages."""
    zone = [n for n, line in enumerate(lines) if in_margin(sheet, line)]
    found = {n for n in zone if _MARK.search(lines[n].text) and len(lines[n].text) < 80}
    found |= {n for n in zone if repeated[without_digits(lines[n].text)] > 1}
    found |= {n for n in zone if _over_rule(sheet, lines[n])}
    marked = [lines[n] for n in found]
    for number in zone:
        line = lines[number]
        if line.size <= 1.6 * body and any(
            abs(other.box.middle - line.box.middle) < 0.8 * line.size for other in marked
        ):
            found.add(number)
    return found


def in_margin(sheet: Sheet, line: PdfLine) -> bool:
    """Whether a line stands where heads and feet are printed."""
    return line.box.middle > _HEAD * sheet.height or line.box.middle < _FOOT * sheet.height


def _over_rule(sheet: Sheet, line: PdfLine) -> bool:
    """Whether a line stands above a level rule across the head of the page, or below one across its foot."""
    for rule in sheet.rules:
        if rule.width < 0.5 * sheet.width:
            continue
        if _HEAD * sheet.height < rule.middle < line.box.middle:
            return True
        if line.box.middle < rule.middle < _FOOT * sheet.height:
            return True
    return False


def without_digits(text: str) -> str:
    """A line as it is compared between pages."""
    return re.sub(r"[\d\s]+", "#", text)


def told_by(margins: Sequence[str]) -> Told:
    """What heads and feet say: the newspaper, and the date if there is only one."""
    found = [match[0] for text in margins for part in re.split(r"[\s　]+", text) if (match := _PAPER.search(part))]
    return Told(
        newspaper=Counter(found).most_common(1)[0][0] if found else None,
        edition=edition(margins),
        published_on=single_date("\n".join(margins)),
    )


def without_adverts(blocks: Sequence[PdfBlock]) -> list[PdfBlock]:
    """Blocks without advertisements: what shares a frame with the word 广告, or stands under it and is no prose."""
    labels = [block for block in blocks if any(_ADVERT.match(line.text) for line in block.lines)]
    if not labels:
        return list(blocks)
    framed = {label.frame for label in labels if label.frame is not None}
    loose = [label for label in labels if label.frame is None]
    kept = []
    for block in blocks:
        prose = block.text.count("。") + block.text.count("，") >= 3
        under = any(
            block.box.top <= label.box.top + 2 * label.size and label.box.top - block.box.top < 14 * label.size
            for label in loose
        )
        if block not in labels and block.frame not in framed and (prose or not under):
            kept.append(block)
    return kept
