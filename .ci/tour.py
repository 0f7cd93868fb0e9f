"""Does what the README says, from nothing: make run, the tour as typed, Ctrl-C, again, after kill -9 of any part."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
READY = "Ctrl-C stops everything"
START_SECONDS = 420
PARTS = ("postgres", "tansu", "services.contracts", "services.budgets", "services.referrals", "services.gateway")


class Run:
    """`make run`, as somebody at a terminal has it."""

    def __init__(self, name: str) -> None:
        self.log = Path(f"tour-{name}.log")
        self.process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_ready(self) -> float:
        begun = time.monotonic()
        while READY not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() - begun > START_SECONDS:
                fail(f"make run did not get ready:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.2)
        return time.monotonic() - begun

    def interrupt(self) -> float:
        begun = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            fail("Ctrl-C did not stop everything within 10 s")
        if left := parts():
            fail(f"left behind: {left}")
        return time.monotonic() - begun


def parts() -> dict[str, int]:
    """The running parts of the stack, by name."""
    found = {}
    for process in psutil.process_iter(["cmdline", "cwd"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(ROOT) not in words and process.info["cwd"] != str(ROOT):
            continue
        for part in PARTS:
            if part in words and "migrate" not in words and "tour.py" not in words:
                found.setdefault(part, process.pid)
    return found


def overview() -> str:
    """The board's table, without the lines that tell the time; empty when there is none."""
    acs = ROOT / ".venv/bin/acs"
    shown = subprocess.run([acs, "overview"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    lines = [line for line in shown.stdout.splitlines() if not re.search(r"\d\d:\d\d", line)]
    return "" if shown.returncode else "\n".join(lines)


def tour() -> None:
    """The README's own lines, as typed; every answer but the one refusal is a success."""
    section = (ROOT / "README.md").read_text().split("## Five minutes with curl")[1].split("\n## ")[0]
    script = "\n".join(re.findall(r"```sh\n(.*?)```", section, re.S))
    done = subprocess.run(
        ["bash", "-euo", "pipefail"], input=script, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    (ROOT / "headers.txt").unlink(missing_ok=True)
    print(done.stdout[:6000])
    problems = re.findall(r'"type": ?"urn:acs:problem:([a-z-]+)"', done.stdout)
    if done.returncode or problems != ["not-an-agreed-option"]:
        fail(f"the tour went wrong: exit {done.returncode}, problems {problems}\n{done.stderr}")
    for said in ('"status":"active"', '"current_end":"2033-03-31"', '"status":"draft"', '"total":'):
        if said not in done.stdout:
            fail(f"the tour does not show {said}")


def until_same(expected: str) -> float:
    """How long it takes until the overview is whole and the same again."""
    begun = time.monotonic()
    while (shown := overview()) != expected:
        if time.monotonic() - begun > 60:
            fail(f"the overview did not come back:\n{shown}\ninstead of\n{expected}")
        time.sleep(0.5)
    return time.monotonic() - begun


def fail(why: str) -> None:
    print(why, file=sys.stderr)
    for pid in parts().values():
        os.kill(pid, signal.SIGKILL)
    sys.exit(1)


def main() -> None:
    run = Run("first")
    print(f"make run from nothing: {run.wait_ready():.0f} s")
    print(run.log.read_text()[-4000:])
    tour()
    print(f"Ctrl-C: {run.interrupt():.1f} s")
    run = Run("again")
    print(f"make run again: {run.wait_ready():.0f} s")
    if "INCOMPLETE" in (expected := overview()) or not expected:
        fail(f"the overview is not whole:\n{expected}")
    for part in PARTS:
        os.kill(parts()[part], signal.SIGKILL)
        print(f"kill -9 of {part}: whole again after {until_same(expected):.1f} s")
    supervisor = next(
        child
        for child in psutil.Process(run.process.pid).children(recursive=True)
        if "acs" in " ".join(child.cmdline())
    )
    supervisor.kill()
    run.process.wait(20)
    run = Run("after-kill")
    print(f"make run after kill -9 of the whole: {run.wait_ready():.0f} s")
    print(f"the same overview after {until_same(expected):.1f} s, Ctrl-C: {run.interrupt():.1f} s")


if __name__ == "__main__":
    main()
