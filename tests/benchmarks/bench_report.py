"""How long does the explorer page take beyond reading, how large is it, and how soon can one use it in Chromium?

    python tests/benchmarks/bench_report.py db/structure.sql [--rounds 5]

Prints medians. Targets for a schema of 1,400 tables: 2 s of processor time beyond reading the file, 1.5 MB, and 2 s
from navigation to a page that can be used.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench_audit import cost

BEYOND, SIZE, OPENS = 2.0, 1_500_000, 2.0  # seconds, bytes, seconds
READ = "import sys; from ondelete.dump import read_catalog; read_catalog(sys.argv[1:])"


def opening(page: Path, rounds: int) -> float | None:
    """Return seconds from navigation until the page's script has run, None where there is no browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return None
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(rounds):
            tab = browser.new_page()
            tab.goto(page.as_uri())
            timing = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
            found.append(tab.evaluate(timing) / 1000)
            tab.close()
        browser.close()
    return median(found)


def main() -> int:
    """Print the three figures; return 1 where a bound was passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        program = (sys.executable, "-m", "ondelete", "report", "--quiet", arguments.file, "-o", str(page))
        reading, writing = [], []
        for _ in range(arguments.rounds):
            reading.append(cost(sys.executable, "-c", READ, arguments.file).processor)
            writing.append(cost(*program).processor)
        beyond, size = median(writing) - median(reading), page.stat().st_size
        opens = opening(page, arguments.rounds)
    said = "no browser" if opens is None else f"usable after {opens:.2f} s"
    sys.stdout.write(f"{beyond:.2f} s beyond {median(reading):.2f} s of reading, {size:,} bytes, {said}\n")
    return int(beyond > BEYOND or size > SIZE or (opens or 0) > OPENS)


if __name__ == "__main__":
    sys.exit(main())
