"""The store: everything that was ever read, in one DuckDB file, and the sources' bytes beside it.

Each input that is put gets a number; its rows carry that number. A new version of an input gets a new number
and supersedes the old, whose rows stay. What is current is said in one place, the table `inputs`.
Rows are only ever appended, so that storing a batch costs what the batch is, not what the store has become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from schemas.derive.arrow import plain, to_arrow
from schemas.registry import EXTRACTED, TABLES
from schemas.values import Rejection, Row
from warehouse import duck
from warehouse.blobs import Blobs
from warehouse.errors import WarehouseError, unwritable
from warehouse.files import sync
from warehouse.journal import Entry, Journal
from warehouse.keys import rejection_digest
from warehouse.layout import INPUTS_ARROW, STORED, prepare
from warehouse.lock import WriterLock
from warehouse.places import Places
from warehouse.results import Outcome, Result
from warehouse.settle import Settled, settle

_REBUILD = "Make it again from the kept sources: gaoxin rebuild"
_ASKED = ("key", "identity")


class Store:
    """The store of one data folder, open for its one writer. A context manager.

    A second writer waits up to `patience` seconds, saying so through `say`, and then gets `StoreBusy`.
    Raises WarehouseError where the folder cannot be written or the database cannot be opened.

    With `rebuilding` a new database is filled beside the old, which it replaces at `put_back`.
    """

    def __init__(
        self,
        data: Path,
        *,
        patience: float = 60.0,
        say: Callable[[str], None] | None = None,
        rebuilding: bool = False,
    ) -> None:
        self.data = data
        self.places = Places(data)
        self.rebuilding = rebuilding
        self.journal = Journal(self.places.journal)
        self.blobs = Blobs(self.places.blobs, self.places.parts)
        self._lock = WriterLock(self.places.lock, patience=patience, **({"say": say} if say else {}))
        self._duck: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        try:
            for folder in (self.places.blobs, self.places.parts, self.places.releases):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.data, error) from error
        self._lock.__enter__()
        try:
            self._open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _open(self) -> None:
        try:
            self.blobs.clear_parts()
            self.journal.mend()
            self.places.rebuilding.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.places.parts, error) from error
        if not (self.rebuilding or self.places.database.exists()) and self.places.journal.exists():
            raise WarehouseError("is missing", where=self.places.database, mend=_REBUILD)
        connection = duck.connect()
        self._duck = connection
        try:
            duck.attach(connection, self.places.rebuilding if self.rebuilding else self.places.database, "store")
        except duckdb.Error as error:
            raise _unopenable(self.places.database, error) from error
        connection.execute("USE store")
        prepare(connection)

    def _close(self) -> None:
        try:
            if self._duck is not None:
                self._duck.close()
                self._duck = None
        finally:
            self._lock.__exit__(None, None, None)

    @property
    def duck(self) -> duckdb.DuckDBPyConnection:
        """The connection to the store's database. Raises WarehouseError where the store is not open."""
        if self._duck is None:
            raise WarehouseError("the store is not open", where=self.data, mend="Use it in a `with` statement.")
        return self._duck

    def put_back(self) -> None:
        """Let the rebuilt database take the place of the old one, by one rename. The store is closed then."""
        if self._duck is None or not self.rebuilding:
            raise WarehouseError("no store is being rebuilt", where=self.data, mend="Open it with `rebuilding`.")
        self._duck.close()
        self._duck = None
        self.places.database.with_name(self.places.database.name + ".wal").unlink(missing_ok=True)
        sync(self.places.rebuilding)
        self.places.rebuilding.replace(self.places.database)
        sync(self.places.store)

    def refused(self, reason: str | None = None) -> set[str]:
        """The identities of current inputs of which anything was refused, for `reason` where one is given."""
        found = self.duck.execute(
            """SELECT DISTINCT i.identity FROM inputs i JOIN rejections r ON r.input = i.input
               WHERE i.current AND r.reason <> 'duplicate' AND r.reason = coalesce(?, r.reason)""",
            [reason],
        ).fetchall()
        return {identity for (identity,) in found}

    def articles_among(self, ids: Iterable[str]) -> set[str]:
        """Those of the articles that the next release would hold."""
        found = self.duck.execute(
            """SELECT article_id FROM articles a JOIN inputs i ON i.input = a.input AND i.current
               WHERE list_contains(?, article_id)""",
            [list(ids)],
        ).fetchall()
        return {article for (article,) in found}

    def known(self, key: str, identity: str | None = None) -> bool:
        """Whether nothing needs to run for this key: some current input has it, or the one with that identity.

        A second input with the bytes of a first is known too, as a duplicate, for as long as the first stays.
        Ask with the identity where two inputs may hold the same bytes, so that none of them goes unrecorded.
        """
        return bool(self.known_among([(key, identity)]))

    def known_among(self, asked: Sequence[tuple[str, str | None]]) -> set[tuple[str, str | None]]:
        """The same for many at once, as keys and identities: those for which nothing needs to run."""
        by_place = {(key, plain(identity)): (key, identity) for key, identity in asked}
        keys, identities = [key for key, _ in by_place], [identity for _, identity in by_place]
        self.duck.register("_asked", pa.table([pa.array(keys, pa.string()), pa.array(identities, pa.string())], _ASKED))
        try:
            found = self.duck.execute(
                """
                SELECT DISTINCT a.key, a.identity FROM _asked a JOIN inputs i ON i.key = a.key AND i.current
                WHERE (a.identity IS NULL AND i.outcome <> 'duplicate')
                   OR (i.identity = a.identity AND (i.outcome <> 'duplicate' OR EXISTS (
                        SELECT 1 FROM inputs h
                        WHERE h.current AND h.outcome = 'accepted' AND h.source_sha256 = i.source_sha256)))
                """
            ).fetchall()
        finally:
            self.duck.unregister("_asked")
        return {by_place[pair] for pair in found}

    def put(self, results: Sequence[Result]) -> None:
        """Store what became of a batch of inputs, in their order, in one transaction.

        Sources' bytes are durable before the rows that came from them. A result whose identity and key are
        already current changes nothing. Raises WarehouseError where the disk or the database refuses.
        """
        if not results:
            return
        results = [result.cleaned() for result in results]
        try:
            self.blobs.keep((r.source.sha256, r.source.data) for r in results if r.source.sha256 and r.source.data)
            if not self.rebuilding:
                self.journal.append(map(_entry, results))
        except OSError as error:
            raise unwritable(self.places.blobs, error) from error
        try:
            self.duck.execute("BEGIN")
            settled = settle(self.duck, results)
            self._append(settled)
            self.duck.execute("COMMIT")
        except BaseException as error:
            self._undo()
            if isinstance(error, duckdb.Error):
                raise WarehouseError(
                    f"the batch was not stored ({error})",
                    where=self.places.database,
                    mend="Make room on the disk or mend the folder's rights, and run again.",
                ) from error
            raise

    def _undo(self) -> None:
        try:
            self.duck.execute("ROLLBACK")
        except duckdb.Error:
            return  # the transaction had not begun, or the database gave it up itself

    def _append(self, settled: Settled) -> None:
        if settled.superseded:
            self.duck.execute(
                "UPDATE inputs SET current = false WHERE list_contains(?, input)", [list(settled.superseded)]
            )
        duck.append(self.duck, "inputs", pa.Table.from_pylist(settled.inputs, schema=INPUTS_ARROW))
        for name in EXTRACTED:
            rows: list[Row] = []
            numbers: list[int] = []
            for number, reading, ingested_at in settled.readings:
                found = reading.rows.get(name, [])
                rows += [{**row, "ingested_at": ingested_at} for row in found] if name == "articles" else found
                numbers += [number] * len(found)
            self._append_rows(name, numbers, to_arrow(TABLES[name], rows))
        self._append_rejections(settled)

    def _append_rejections(self, settled: Settled) -> None:
        rows: list[Row] = []
        numbers: list[int] = []
        for number, result, rejection in settled.rejections:
            rows.append(_rejection_row(result, rejection))
            numbers.append(number)
        self._append_rows("rejections", numbers, to_arrow(TABLES["rejections"], rows))

    def _append_rows(self, name: str, numbers: list[int], rows: pa.Table) -> None:
        whole = rows.add_column(0, "input", pa.array(numbers, pa.int64()))
        duck.append(self.duck, STORED[name], whole)


def _entry(result: Result) -> Entry:
    source = result.source
    return Entry(
        identity=result.identity,
        name=source.name,
        uri=source.uri,
        sha256=source.sha256,
        told=source.told,
        at=result.at,
        refused=result.rejections if source.sha256 is None else (),
    )


def _rejection_row(result: Result, rejection: Rejection) -> Row:
    """The row of table `rejections`; its id is made final by the release, which numbers equal ones."""
    source = result.source
    rejection = replace(rejection, detail=plain(rejection.detail), row=plain(rejection.row))
    return {
        "rejection_id": rejection_digest(source.name, source.sha256, rejection),
        "source_name": source.name,
        "source_sha256": source.sha256,
        "stage": rejection.stage,
        "table": rejection.table,
        "reason": rejection.reason,
        "detail": rejection.detail,
        "row": rejection.row,
        "at": result.at,
    }


def _unopenable(path: Path, error: duckdb.Error) -> WarehouseError:
    if isinstance(error, duckdb.IOException) and "lock" in str(error).lower():
        return WarehouseError(
            f"is open in another program ({error})", where=path, mend="Close that program and run again."
        )
    return WarehouseError(f"cannot be opened ({error})", where=path, mend=_REBUILD)


__all__ = ["Outcome", "Result", "Store"]
