"""Engines for the tests of the steps: each reads a small text, and misbehaves where its words say so."""

from __future__ import annotations

import os
import signal
import time

from flows.work import Engine
from schemas.values import Reading, Rejected, Source
from tests.factory import Article


def read(source: Source) -> Reading:
    """A reading with one section and one fact, `N家`; or the trouble that the text's first word asks for."""
    text = source.data.decode()
    word = text.split()[0]
    if word in TROUBLE:
        TROUBLE[word]()
    return Article((None, text), name=source.name).fact("3家", value=3, unit="count", counter="家").reading()


def _raise() -> None:
    raise ZeroDivisionError("nothing to divide by")


def _refuse() -> None:
    raise Rejected("relevance", "no_zone", "it speaks of no zone")


def _spin() -> None:
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


def _hang() -> None:
    """As a C library does that no signal reaches."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(600)


TROUBLE = {"RAISE": _raise, "REFUSE": _refuse, "DIE": lambda: os._exit(9), "SPIN": _spin, "HANG": _hang}


def make() -> Engine:
    """An engine without checks of values."""
    return Engine(read=read)


def broken() -> Engine:
    """An engine that cannot be built."""
    raise LookupError("the table of zones is damaged")


def invalid() -> Engine:
    """An engine one of whose checks breaks down on one article, as a fault of ours would."""

    def reparse(quote: str, row: dict[str, object]) -> str | None:
        raise IndexError("no such group")

    return Engine(read=read, reparse=reparse)
