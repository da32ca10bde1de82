"""The server: uvicorn on one port, which is looked at before anything starts."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS = 5
"""How long requests in flight may take to end after a signal to stop."""

BACKLOG = 2048


class _Server(uvicorn.Server):
    """A server that only stops when it is told to; uvicorn's own would then let the signal end the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals while serving, and give them back to who had them."""
        if threading.current_thread() is not threading.main_thread():
            yield  # signals go to the main thread, which stops this server by `should_exit`
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class PortTaken(Exception):
    """The server cannot listen where it was told to; says why and what to do."""


def check_port(host: str, port: int) -> None:
    """Raises PortTaken where nobody could listen on `port` of `host` now."""
    listen(host, port).close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises PortTaken with a message for people."""
    if not 0 <= port <= 65535:
        raise PortTaken(f"{port} is no port; choose one from 1 to 65535")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise PortTaken(f"{host} is no address of this machine ({error.strerror})") from error
    opened = socket.socket(family, kind, protocol)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise PortTaken(_why(host, port, error)) from error
    return opened


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken by another program; stop it, or choose another port"
    if error.errno == errno.EACCES:
        return f"this user may not listen on port {port}; choose one from 1024 on"
    return f"cannot listen on port {port} of {host} ({error.strerror or error})"


def addresses(host: str, port: int, prefect_url: str | None = None) -> dict[str, str]:
    """Where people find the parts, by name."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    base = f"http://{shown}:{port}"
    found = {"site": f"{base}/", "API": f"{base}/docs", "Datasette": f"{base}/data/"}
    return found | ({"Prefect": prefect_url} if prefect_url else {})


def run(
    app: ASGIApp, host: str, port: int, *, prefect_url: str | None = None, say: Callable[[str], None] = print
) -> None:
    """Serve until SIGINT or SIGTERM, then return; requests in flight may end. Raises PortTaken before anything starts.

    `say` is given the lines for people: the addresses.
    """
    opened = listen(host, port)
    try:
        for name, address in addresses(host, opened.getsockname()[1], prefect_url).items():
            say(f"{name:<10} {address}")
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            lifespan="on",
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        _Server(config).run(sockets=[opened])
    finally:
        opened.close()
