"""A page that a browser set and printed, with embedded fonts: what a small writer of test pages cannot show."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sources.samples import FIRST, SECOND, THIRD, document

CHROMIUM = shutil.which("chromium")
PAGE = f"""<html><head><meta charset=utf-8><style>@page{{size:320mm 450mm;margin:12mm}}
body{{font-size:10pt;line-height:1.5}} p{{text-indent:2em;margin:0;text-align:justify}} h1,h2{{text-align:center}}
.side{{display:flex;gap:1.2em}} .box{{border:1px solid #333;padding:8px;margin-top:20px}}</style></head><body>
<div style="display:flex;justify-content:space-between"><span>第4版 要闻</span><span>2022年11月18日 星期五</span></div>
<h1>两地高新区竞相发力</h1><div class=side>
<div style="flex:2"><h2>甲州：做强光电产业</h2><div style="columns:2;column-gap:1.2em"><p>{FIRST}</p><p>{SECOND}</p></div></div>
<div style="flex:1"><h2>乙州：向绿而行</h2><p>{THIRD}长风青山齐鲁门见</p></div></div>
<div class=box><h2>丙州：人才引领</h2><p>{FIRST}完。</p><p>{SECOND}完。</p></div></body></html>"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_printed_page_is_read_in_order_and_to_the_letter(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    printed = tmp_path / "page.pdf"
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={printed}",
            str(tmp_path / "page.html"),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    found = document(printed.read_bytes(), "page.pdf")
    assert [found.text[block.start : block.end].replace("\n", "") for block in found.blocks] == [
        "两地高新区竞相发力",
        "甲州：做强光电产业",
        FIRST,
        SECOND,
        "乙州：向绿而行",
        THIRD + "长风青山齐鲁门见",
        "丙州：人才引领",
        FIRST + "完。",
        SECOND + "完。",
    ]
    assert str(found.told.published_on) == "2022-11-18"
