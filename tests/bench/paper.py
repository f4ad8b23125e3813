"""The report's PDF: seconds and memory, beside Chromium's print of the same HTML."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from boards.models import Report
from boards.services.reports import content_of, is_demonstration, words_of
from boards.summaries.reports import paper
from send_tracker.lib.pdf import own_file

LONGEST = 180
RENDER = """
import sys
import django
django.setup()
from pathlib import Path
from send_tracker.lib.pdf import render_pdf
Path(sys.argv[2]).write_bytes(render_pdf(Path(sys.argv[1]).read_text()))
"""


@dataclass(frozen=True)
class Printed:
    """What one print took: seconds, processor seconds and the most memory, of all its processes together."""

    name: str
    seconds: float
    cpu: float
    mib: float
    bytes: int


def html_of(report: Report) -> str:
    """The HTML of the report as it would be frozen now: what its PDF is made of."""
    words = {key: row.words for key, row in words_of(report).items()}
    content = content_of(
        report, words, is_demonstration(), approved_on=report.drafted_on, approved_by=report.drafted_by
    )
    return render_to_string("reports/board_report.html", paper(content))


def prints(html: str, chrome: str, times: int) -> list[Printed]:
    """The quickest of so many prints of each, in turn; each in a process of its own, as its first and only work."""
    with tempfile.TemporaryDirectory() as scratch:
        ours, theirs = Path(scratch, "ours.html"), Path(scratch, "theirs.html")
        ours.write_text(html)
        theirs.write_text(_with_files(html))
        commands = {
            "SEND Tracker (WeasyPrint, PDF/UA-1)": ([sys.executable, "-c", RENDER, str(ours)], Path(scratch, "a.pdf")),
            "Chromium's print": (
                [
                    chrome, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/chrome",
                    "--allow-file-access-from-files", "--no-pdf-header-footer", f"--print-to-pdf={scratch}/b.pdf",
                ],
                Path(scratch, "b.pdf"),
            ),
        }  # fmt: skip
        found: dict[str, list[Printed]] = {name: [] for name in commands}
        for _ in range(times):
            for name, (command, pdf) in commands.items():
                last = str(pdf) if name.startswith("SEND") else theirs.as_uri()
                found[name].append(_one(name, [*command, last], pdf))
        return [min(runs, key=lambda run: run.seconds) for runs in found.values()]


def _with_files(html: str) -> str:
    """The HTML with its static addresses as files, as a browser opens them."""
    address = re.escape(settings.STATIC_URL) + r"([^\"']+)"
    return re.sub(address, lambda found: own_file(found[1]).as_uri(), html)


def _one(name: str, command: list[str], pdf: Path) -> Printed:
    pdf.unlink(missing_ok=True)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = _Most(process.pid)
    most.start()
    try:
        _, said = process.communicate(timeout=LONGEST)
    finally:
        process.kill()
        most.done.set()
        most.join()
    seconds = time.perf_counter() - began
    if process.returncode or not pdf.exists():
        raise RuntimeError(f"{name} made no PDF: {said.decode()[-500:]}")
    return Printed(name, seconds, most.cpu, most.kib / 1024, pdf.stat().st_size)


class _Most(threading.Thread):
    """Watches a process and its descendants, forty times a second; shared pages are counted once."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.kib, self.done = pid, 0, threading.Event()
        self.ticks: dict[int, int] = {}

    @property
    def cpu(self) -> float:
        return sum(self.ticks.values()) / os.sysconf("SC_CLK_TCK")

    def run(self) -> None:
        while not self.done.wait(0.025):
            tree = _tree(self.pid)
            self.ticks |= {pid: ticks for pid in tree if (ticks := _ticks(pid))}
            self.kib = max(self.kib, sum(_memory(pid) for pid in tree))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it has ended
            continue
    return found


def _ticks(pid: int) -> int:
    """The processor time it has taken, its own and the system's for it; none if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _memory(pid: int) -> int:
    """Its proportional share in KiB; none if it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) if text else 0
