"""Prefect's own server, as a child of `gaoxin up`. `python -m flows.server DATA HOST PORT`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flows import runtime
from flows.children import end_with_parent


def main(data: Path, host: str, port: int) -> None:
    """Serve Prefect's API and user interface until this process is told to end."""
    end_with_parent()
    api = f"http://{host}:{port}/api"
    os.environ["PREFECT_SERVER_API_HOST"], os.environ["PREFECT_SERVER_API_PORT"] = host, str(port)
    os.environ["PREFECT_SERVER_UI_API_URL"] = api  # on any other port than 4200 the pages would ask the wrong one
    runtime.prepare(data, api=api)
    import uvicorn
    from prefect.server.api.server import create_app

    uvicorn.run(create_app(final=True), host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
