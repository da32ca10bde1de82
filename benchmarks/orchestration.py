"""What Prefect costs: the share of an ingest that is orchestration, with a running server.

`python -m benchmarks.orchestration [ARTICLES]` makes that many articles (1,000 by default) in a temporary folder,
starts a server, and runs `gaoxin ingest` three times: plainly, through the flow, and once more with nothing new.

Two costs are told apart. Orchestration grows with the number of tasks: from the creation of the flow's run to its
end, as the server recorded both, less the seconds of reading and publishing. Loading is what the process spends
before and after that, beyond a plain run: importing Prefect and connecting, the same for one article or a million.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, write
from flows import runtime
from flows.children import Child
from flows.ports import next_free
from flows.runtime import Running


def ingest(data: Path, folder: Path, *words: str) -> tuple[dict[str, Any], float]:
    """Run the command; its summary, and the seconds that it took from start to end."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "gaoxin", "--data", str(data), "ingest", "--json", *words, str(folder)],
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout), time.monotonic() - began


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        folder, data, plain = (Path(place) / name for name in ("articles", "data", "plain"))
        folder.mkdir()
        write(folder, Corpus()(count))
        started = _report("plainly", *ingest(plain, folder, "--no-prefect"))
        runtime.home(data).mkdir(parents=True)
        port = next_free("127.0.0.1", 14200)
        log = runtime.home(data) / "server.log"
        server = Child("Prefect's server", ["flows.server", str(data), "127.0.0.1", str(port)], log=log)
        try:
            api = f"http://127.0.0.1:{port}/api"
            while not runtime.healthy(api):
                time.sleep(0.2)
            runtime.drain(api)  # a server's first answer takes half a second more than the others
            runtime.announce(data, Running(api=api, ui="", site="", pid=os.getpid()))
            for name in ("through Prefect", "again"):
                _report(name, *ingest(data, folder), started, recorded_seconds(api))
        finally:
            server.stop()


def recorded_seconds(api: str) -> float:
    """Seconds from the creation of the newest flow run to its end, as the server has them."""
    question = json.dumps({"sort": "START_TIME_DESC", "limit": 1}).encode()
    request = urllib.request.Request(f"{api}/flow_runs/filter", question, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        run = json.load(answer)[0]
    created, ended = (datetime.fromisoformat(run[name]) for name in ("created", "end_time"))
    return (ended - created).total_seconds()


def _report(
    name: str, said: dict[str, Any], seconds: float, started: float = 0.0, recorded: float | None = None
) -> float:
    """Print a line, and return the seconds that were not work; `started` are those of a plain run."""
    articles, work = said["articles"], said["seconds"]["read"] + said["seconds"]["publish"]
    rest, prefect = seconds - work, ""
    if recorded is not None:
        orchestration = recorded - work
        loading = rest - started - orchestration
        prefect = (
            f"; orchestration {orchestration:.2f} s, {orchestration / seconds:.1%}"
            f", loading {loading:.2f} s, {loading / seconds:.1%}"
        )
    print(
        f"{name:16} {articles['new']:5} new {articles['unchanged']:5} unchanged: {seconds:6.2f} s "
        f"(read {said['seconds']['read']:.2f}, publish {said['seconds']['publish']:.2f}{prefect})",
        flush=True,
    )
    return rest


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
