"""Makes the pictures of the README anew: serves the bundled article's release and photographs one number's page.

    python docs/images/make.py

Needs Debian's Chromium and a Chinese font. Runs in a temporary data folder, on a free port of 127.0.0.1.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORDS = "超过6000亿元"


def main() -> None:
    """Write evidence.png and evidence.zh.png beside this file."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "gaoxin", "--data", data]
        subprocess.run([*command, "ingest", "--no-prefect"], cwd=ROOT, check=True)
        port = free_port()
        server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=ROOT)
        try:
            photograph(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def photograph(site: str) -> None:
    """One picture of the number's page for each language."""
    target = number(site)
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        for prefix, name in (("/en", "evidence.png"), ("", "evidence.zh.png")):
            page.goto(f"{site}{prefix}/targets/{target}#quote")
            page.screenshot(path=HERE / name, clip={"x": 20, "y": 0, "width": 1160, "height": 560})
        browser.close()


def number(site: str) -> str:
    """The id of the target that is photographed, once the site answers. Raises OSError when it does not."""
    address = f"{site}/v1/targets?zone_id=hangzhou&horizon_year=2025"
    for _ in range(200):
        try:
            answer = urllib.request.urlopen(address, timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    else:
        raise OSError(f"{address} does not answer")
    with answer:
        rows = json.load(answer)["data"]
    return next(str(row["target_id"]) for row in rows if row["quote"] == WORDS)


if __name__ == "__main__":
    main()
