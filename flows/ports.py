"""Ports, looked at before anything is started, so that a full one is known at once."""

from __future__ import annotations

from flows.problem import Problem
from publish.serve import PortTaken, check_port

TRIED = 100
"""How many ports after the usual one are tried where nobody asked for a certain one."""


def require_free(host: str, port: int, choose: str) -> None:
    """Raises Problem where nobody can listen at that port; `choose` says how another one is chosen."""
    try:
        check_port(host, port)
    except PortTaken as taken:
        raise Problem(str(taken), mend=f"For another port: {choose}") from taken


def free(host: str, port: int) -> bool:
    """Whether one can listen at that port."""
    try:
        check_port(host, port)
    except PortTaken:
        return False
    return True


def next_free(host: str, first: int) -> int:
    """The first port from `first` on that is free. Raises Problem where there is none for long."""
    for port in range(first, min(first + TRIED, 65536)):
        if free(host, port):
            return port
    raise Problem(f"no free port from {first} on", where=host, mend="Stop the programs that hold them.")
