from __future__ import annotations

from pathlib import Path

import pytest

from schemas.values import Rejected, Source
from sources.readers import ocr, read
from tests.extraction.reading import claims, extractor
from tests.sources.samples import document, reason

SCAN = (Path(__file__).parent / "files" / "scan.pdf").read_bytes()
"""An invented page of two columns, drawn, turned a little, blurred and packed as a picture."""


def test_a_scan_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(Rejected, match=r"no_text_layer: .*gaoxin\[ocr\]"):
        document(SCAN, "scan.pdf")


def test_more_scanned_pages_than_are_recognised_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "PAGES", 0)
    assert reason(SCAN, "scan.pdf") == "too_many_pages"


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra `ocr` is not installed: make ocr")
def test_a_scan_is_read_column_by_column_with_less_confidence() -> None:
    source = Source(name="scan.pdf", identity="scan.pdf", data=SCAN)
    read_as = read(source)
    assert read_as.flags == ("recognised",)
    assert read_as.text.startswith("鞍山高新区：老钢城的新赛道\n")
    assert read_as.text.index("高新技术企业达到268家") < read_as.text.index("到2025年")
    rows = {row["quote"]: row for row in claims(extractor().read(read_as, source))}
    assert rows["186.4亿元"]["indicator"] == "地区生产总值"
    assert rows["突破220亿元"]["year"] == 2025
    assert all(row["page"] == 1 and row["page_box"] and row["confidence"] < 0.9 for row in rows.values())
