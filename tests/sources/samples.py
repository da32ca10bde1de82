"""What the tests of readers share: an article's sentences, a source around bytes, the reason of a rejection."""

from __future__ import annotations

import pytest

from schemas.values import Document, Rejected, Source, Told
from sources.readers import Limits, read

FIRST = "近日，国务院印发意见，提出到2025年，国家高新区布局更加优化，自主创新能力明显增强，体制机制持续创新。"
SECOND = "去年，合肥高新区实现营业收入5120亿元，同比增长12.5%，新增高新技术企业320家，研发投入占比达到8%。"
THIRD = "意见要求，各地要加强统筹协调，做好政策衔接，在土地、税收、人才等方面给予支持，推动园区高质量发展。"
PROSE = (FIRST, SECOND, THIRD)
ARTICLE = "推动高质量发展 国家高新区准备这么干\n" + "\n".join(PROSE) + "\n"


def source(data: bytes | str, name: str = "article.txt", told: Told | None = None) -> Source:
    """A source of these bytes; text is given in UTF-8."""
    held = data.encode() if isinstance(data, str) else data
    return Source(name=name, identity=name, data=held, told=told or Told())


def document(data: bytes | str, name: str = "article.txt", told: Told | None = None) -> Document:
    """What is read out of these bytes."""
    return read(source(data, name, told))


def reason(data: bytes | str, name: str = "article.txt", limits: Limits | None = None) -> str:
    """The reason for which these bytes are rejected; its detail says what to do."""
    with pytest.raises(Rejected) as caught:
        read(source(data, name), limits)
    rejection = caught.value.rejection
    assert rejection.stage == "read"
    assert ";" in rejection.detail, "a rejection says what is wrong, and what to do"
    return rejection.reason


def blocks(read_as: Document, kind: str) -> list[str]:
    """The text of each block of a kind."""
    return [read_as.text[block.start : block.end] for block in read_as.blocks if block.kind == kind]
