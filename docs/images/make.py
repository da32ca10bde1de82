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
WORDS = "6000亿元"
CLIP = {"x": 20.0, "y": 0.0, "width": 1160.0, "height": 640.0}


def main() -> None:
    """Write evidence.png and evidence.zh.png beside this file."""
    with tempfile.TemporaryDirectory() as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "gaoxin", "--data", data]
        subprocess.run([*command, "ingest", "--no-prefect"], cwd=HERE.parent.parent, check=True)
        server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=HERE.parent.parent)
        try:
            photograph(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=20)


def photograph(base: str) -> None:
    """One picture for each language of the page of the number."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(base + "/v1/targets?zone_id=hangzhou&kind=amount", timeout=5) as answer:
                rows = json.load(answer)["data"]
            break
        except OSError:
            time.sleep(0.1)
    target = next(row["target_id"] for row in rows if WORDS in row["quote"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        for language, name in (("/en", "evidence.png"), ("", "evidence.zh.png")):
            page.goto(f"{base}{language}/targets/{target}")
            page.screenshot(path=HERE / name, clip=CLIP)
        browser.close()


if __name__ == "__main__":
    main()
