"""Which processes a run has started, so that the next run can end what a killed one left behind."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

SAME_START_S = 2.0  # the clock may have been corrected between two readings of a process's start time


def remember(run: Path, name: str, pid: int) -> None:
    """Note that process `pid` belongs to this run."""
    run.mkdir(parents=True, exist_ok=True)
    with suppress(psutil.NoSuchProcess):  # ended already: nothing to remember
        record = {"pid": pid, "started": psutil.Process(pid).create_time()}
        (run / f"{name}.json").write_text(json.dumps(record))


def forget(run: Path, name: str) -> None:
    """The process has been stopped."""
    (run / f"{name}.json").unlink(missing_ok=True)


def find_leftovers(run: Path) -> dict[str, psutil.Process]:
    """Processes of an earlier run that are still there, by name; a reused process id is not one of them."""
    found = {}
    for record in sorted(run.glob("*.json")):
        with suppress(ValueError, KeyError, TypeError, psutil.NoSuchProcess):
            noted = json.loads(record.read_text())
            process = psutil.Process(noted["pid"])
            if abs(process.create_time() - noted["started"]) <= SAME_START_S and process.status() != "zombie":
                found[record.stem] = process
    return found


def end_leftovers(run: Path, grace_s: float = 3.0) -> list[str]:
    """End what an earlier run left behind; the names of what was ended."""
    found = find_leftovers(run)
    end_processes(found.values(), grace_s)
    for record in run.glob("*.json"):
        record.unlink(missing_ok=True)
    return list(found)


def end_processes(processes: Iterable[psutil.Process], grace_s: float) -> None:
    """Ask the processes and their children to end, kill them after `grace_s` seconds."""
    family: list[psutil.Process] = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            family += [process, *process.children(recursive=True)]
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.resume()
            member.terminate()
    _, alive = psutil.wait_procs(family, timeout=grace_s)
    for member in alive:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(alive, timeout=grace_s)
