"""What is done with one article, and with a chunk of them; runs in this process or in a worker."""

from __future__ import annotations

import ctypes
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from schemas.values import Reading, Rejected, Rejection, Source

if TYPE_CHECKING:
    from schemas.derive.validate import References, Reparse

LIMIT = 60.0
"""Seconds that one article may take."""

Outcome = Reading | Rejection
"""What one source gave: a validated reading, or the rejection of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """How a source becomes a reading (`read` may raise `Rejected`), and what its rows are held against."""

    read: Callable[[Source], Reading]
    reparse: Reparse | None = None
    references: References | None = None


MakeEngine = Callable[[], Engine]
"""Builds an engine. Workers are given it by name, so it must be a function of a module."""


def make_engine() -> Engine:
    """The project's own: the readers, the extractor, and the zones and indicators that are known."""
    from extraction import Extractor, reparse
    from flows.versions import extractor_version
    from sources.readers import read
    from sources.reference import divisions, documents, indicator_terms, indicators, sectors, zones

    extractor = Extractor(zones(), indicator_terms(), documents(), indicators(), sectors(), divisions())
    version = extractor_version()

    def read_source(source: Source) -> Reading:
        reading = extractor.read(read(source), source)
        for row in reading.rows["articles"]:
            row["extractor_version"] = version
        return reading

    references = {
        "zones.zone_id": {row["zone_id"] for row in zones()},
        "indicators.indicator_id": {row["indicator_id"] for row in indicators()},
    }
    return Engine(read=read_source, reparse=reparse, references=references)


class TooSlow(BaseException):
    """Raised inside an article's reading when its time is over; no `except Exception` there can hold it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` inside the block once `seconds` are over.

    In the main thread a signal does it, which also ends waiting; in another it comes with the next line of Python.
    """
    if threading.current_thread() is not threading.main_thread():
        with _thread_limit(seconds):
            yield
        return

    def ring(signum: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _thread_limit(seconds: float) -> Iterator[None]:
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    here = ctypes.c_ulong(threading.get_ident())
    timer = threading.Timer(seconds, raise_in, (here, ctypes.py_object(TooSlow)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        raise_in(here, None)  # one that came after the last line of the block


def read_one(engine: Engine, source: Source, limit: float = LIMIT) -> Outcome:
    """Read one source. Whatever goes wrong in it becomes its rejection; only what stops the process comes through."""
    try:
        with time_limit(limit):
            return engine.read(source)
    except Rejected as rejected:
        return rejected.rejection
    except TooSlow:
        return too_slow(limit)
    except Exception as error:
        return internal_error("extract", error)


def read_many(
    engine: Engine,
    sources: Sequence[Source],
    limit: float = LIMIT,
    watch: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> list[Outcome]:
    """Read sources and validate what they gave together; one outcome for each, in their order.

    `watch` is entered around every article, and around the validation of all.
    """
    outcomes: list[Outcome] = []
    for source in sources:
        with watch():
            outcomes.append(read_one(engine, source, limit))
    places = [place for place, outcome in enumerate(outcomes) if isinstance(outcome, Reading)]
    readings = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
    with watch():
        for place, outcome in zip(places, _validated(engine, readings), strict=True):
            outcomes[place] = outcome
    return outcomes


def _validated(engine: Engine, readings: list[Reading]) -> list[Outcome]:
    """The readings, validated in one go; one by one where that breaks down, so that only the culprit is lost."""
    from schemas.derive.validate import validate_readings

    if not readings:
        return []
    try:
        return [*validate_readings(readings, engine.reparse, engine.references)]
    except Exception as error:
        if len(readings) == 1:
            return [internal_error("validate", error)]
        return [outcome for reading in readings for outcome in _validated(engine, [reading])]


def too_slow(limit: float) -> Rejection:
    """The rejection of an article that took longer than it may."""
    return Rejection(
        stage="extract",
        reason="too_slow",
        detail=f"not read within {limit:g} s; split the article, or report it with its file",
    )


def worker_died() -> Rejection:
    """The rejection of an article whose reading ended the process that read it."""
    return Rejection(
        stage="extract",
        reason="worker_died",
        detail="the process that read this article ended without an answer (out of memory, or a fault in a library); "
        "try again with more memory, or report it with its file",
    )


def internal_error(stage: str, error: Exception) -> Rejection:
    """The rejection of an article on which our own code failed, with the error's type and place."""
    return Rejection(
        stage=stage,
        reason="internal_error",
        detail=f"{type(error).__name__} at {_place(error)}: {str(error)[:300]}; this is a fault in gaoxin, "
        "please report it with the article's file",
    )


def _place(error: Exception) -> str:
    """Where an error was raised, as `extraction/times.py:42 in parse`, without the machine's folders."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "an unknown place"
    last = frames[-1]
    return f"{'/'.join(Path(last.filename).parts[-2:])}:{last.lineno} in {last.name}"
