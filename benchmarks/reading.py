"""How fast articles are read beside what segmenting them costs, and what peers find in the same pages.

`python -m benchmarks.reading [ROUNDS]` reads the bundled article and the project's test pages on one core, in rounds
that alternate with the peers, and prints the best round of each as characters a second and as a multiple of jieba. Then
each peer's quantities (place and value) are scored on the test pages. `--memory ARTICLES` instead reads
that many generated articles in one process and prints how much memory it has held.

The peers are no part of the project: `.venv/bin/uv pip install -e '.[bench]'` installs them, and one that is
missing is left out.
"""

from __future__ import annotations

import importlib
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.numerals import SCALE
from schemas.values import Document, Rejected, Source
from sources import BUNDLED
from sources.connectors.folder import discover
from sources.readers import read
from tests.extraction.measure import PAGES, page
from tests.extraction.reading import extractor, overlap, same_value

TEST_PAGES = Path(__file__).parents[1] / "tests" / "extraction" / "pages"
Span = tuple[str, float]
"""What a peer finds: the words, and their value in the base unit."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another project: `segment` is timed over the text, `quantities` is scored as well."""

    name: str
    run: Callable[[str], Any]
    quantities: Callable[[str], list[Span]] | None = None


def articles(folder: Path) -> list[tuple[Document, Source]]:
    """The readable articles of a folder, as documents."""
    found = []
    for source in discover([folder]):
        if isinstance(source, Source):
            document = read(source)
            try:
                extractor().read(document, source)
            except Rejected:
                continue
            found.append((document, source))
    return found


def peers() -> Iterator[Peer]:
    """Those that are installed."""
    for name, make in (
        ("jieba", _jieba),
        ("rjieba", _rjieba),
        ("jionlp.algorithm.ner", _jionlp),
        ("recognizers_suite", _recognizers),
    ):
        try:
            yield make(importlib.import_module(name))
        except ImportError as error:
            print(f"{name} is left out ({error}); install the extra: bench", file=sys.stderr)
    yield Peer("a plain expression", _plain, _plain)


def _jieba(module: Any) -> Peer:
    module.setLogLevel(60)
    module.initialize()
    return Peer("jieba", module.lcut)


def _rjieba(module: Any) -> Peer:
    return Peer("rjieba", module.cut)


def _jionlp(module: Any) -> Peer:
    def quantities(text: str) -> list[Span]:
        found = module.extract_money(text, with_parsing=True, ret_all=True) or []
        return [(m["text"], _first(m["detail"]["num"])) for m in found if m.get("detail")]

    return Peer("jionlp (money)", quantities, quantities)


def _recognizers(module: Any) -> Peer:
    culture = module.Culture.Chinese
    models = (
        module.recognize_currency,
        module.recognize_dimension,
        module.recognize_percentage,
        module.recognize_number,
    )

    def quantities(text: str) -> list[Span]:
        found: dict[tuple[int, int], Span] = {}
        for recognize in models:
            for result in recognize(text, culture):
                value = re.sub(r"[%,]", "", str((result.resolution or {}).get("value") or ""))
                if re.fullmatch(r"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?", value):
                    within = any(a <= result.start and result.end <= b for a, b in found)
                    if not within:
                        found[result.start, result.end] = (result.text, float(value))
        return list(found.values())

    return Peer("Recognizers-Text", quantities, quantities)


_NUMBER = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)(万亿|亿|万)?(?:多|余)?(?:%|个百分点|倍|[家个项件人名户条亩吨套所元美]|平方)"
)


def _plain(text: str) -> list[Span]:
    return [(m[0], float(m[1].replace(",", "")) * SCALE[m[2] or ""]) for m in _NUMBER.finditer(text)]


def _first(number: Any) -> float:
    return float(number[0] if isinstance(number, list) else number)


def measure_speed(rounds: int, known: Sequence[Peer]) -> None:
    """Print characters a second, best of the rounds."""
    for title, folder in (("bundled article", BUNDLED), ("test pages", TEST_PAGES)):
        documents = articles(folder)
        texts = [document.text for document, _ in documents]
        runs: dict[str, Callable[[], object]] = {
            "gaoxin": lambda documents=documents: [extractor().read(d, s) for d, s in documents],  # type: ignore[misc]
        }
        for peer in known:
            runs[peer.name] = lambda peer=peer, texts=texts: [peer.run(text) for text in texts]  # type: ignore[misc]
        size, best = sum(map(len, texts)), dict.fromkeys(runs, float("inf"))
        for number in range(rounds):
            for name, run in runs.items():
                if number >= 2 and best[name] > 1.0:
                    continue  # two rounds are enough of what takes seconds
                began = time.process_time()
                run()
                best[name] = min(best[name], time.process_time() - began)
        print(f"\n{title}: {size:,} characters")
        base = best.get("jieba")
        for name, seconds in best.items():
            ratio = f"{base / seconds:6.2f} x jieba" if base else ""
            print(f"  {name:20} {size / seconds:14,.0f} characters/s  {ratio}")


def measure_quality(known: Sequence[Peer]) -> None:
    """Print precision, recall and F1 of quantities found: words that overlap, and the same value."""
    print("\nquantities found in the test pages (place and value)")
    ours: list[list[Span]] = []
    golds = []
    texts = []
    for name in PAGES:
        gold, rows, sections = page(name)
        golds.append([c for c in gold["claims"] if c["kind"] in ("amount", "growth")])
        ours.append([(r["quote"], r["value"]) for r in rows if r["kind"] in ("amount", "growth")])
        texts.append("\n".join(section["text"] for section in sections))
    _score("gaoxin", ours, golds)
    for peer in known:
        if peer.quantities is not None:
            _score(peer.name, [peer.quantities(text) for text in texts], golds)


def _score(name: str, found: Sequence[list[Span]], golds: Sequence[list[dict[str, Any]]]) -> None:
    hits = published = required = 0
    for spans, gold in zip(found, golds, strict=True):
        left = list(spans)
        for claim in sorted(gold, key=lambda c: bool(c["optional"])):
            match = next((s for s in left if overlap(s[0], claim["quote"]) and _alike(s[1], claim["value"])), None)
            if match:
                left.remove(match)
            if not claim["optional"]:
                required += 1
                hits += match is not None
                published += match is not None
        published += len(left)
    f1 = 2 * hits / (published + required)
    print(f"  {name:20} P {hits / max(1, published):.3f}  R {hits / required:.3f}  F1 {f1:.3f}")


def _alike(a: float, b: float | None) -> bool:
    """The same number; a peer that knows no sign and no base unit of an area is not blamed for it."""
    return b is not None and any(same_value(abs(a) * factor, abs(b)) for factor in (1.0, 1e4, 1e6, 666.6667, 1e-4))


def measure_memory(count: int) -> None:
    """Read generated articles in this process, and print the memory that it has held at most."""
    from benchmarks.corpus import Corpus

    print(f"reading {count:,} articles in one process")
    steps = {max(1, count * share // 100) for share in (1, 10, 50, 100)}
    for number, made in enumerate(Corpus()(count), start=1):
        data = made.text.encode()
        document = Document(text=made.text, media_type="text/plain", wrapped=False)
        extractor().read(document, Source(name=f"{number}.txt", identity=str(number), data=data))
        if number in steps:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  after {number:9,}: at most {peak:,.0f} MiB", flush=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--memory"]:
        measure_memory(int(words[1]) if len(words) > 1 else 100_000)
    else:
        chosen = list(peers())
        measure_speed(int(words[0]) if words else 7, chosen)
        measure_quality(chosen)
