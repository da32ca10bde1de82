"""What a person has to know when something cannot be done: what, where, and what to do."""

from __future__ import annotations


class Problem(Exception):
    """A run that cannot go on, for a reason that lies outside of gaoxin. `mend` says what to do."""

    def __init__(self, what: str, *, where: object = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, str(where), mend
        super().__init__(": ".join(part for part in (self.where, what) if part) + (f". {mend}" if mend else ""))
