"""The supervisor by itself, with stand-ins for services: starts, heals, stops, cleans up after a killed run."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.stack.leftovers import end_leftovers, find_leftovers, remember
from deploy.stack.process import wait_until
from deploy.stack.settings import PORT_VARIABLES
from tests.kit.ports import own_port

RUN = Path(__file__).with_name("run_with_stand_ins.py")
STARTS_IN_S = 30
STOPS_IN_S = 10
HEALS_IN_S = 15
PARTS = set(PORT_VARIABLES)


class Machine:
    """One checkout with its data, and what is run on it."""

    def __init__(self, directory: Path) -> None:
        self.local = directory / "local"
        self.orders = directory / "orders"
        self.orders.mkdir()
        self.ports = {part: own_port() for part in PORT_VARIABLES}
        self.runs: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        ports = {PORT_VARIABLES[part][0]: str(port) for part, port in self.ports.items()}
        run = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, str(RUN)],
            env=os.environ | ports | {"ACS_LOCAL_DIR": str(self.local), "STAND_IN_DIR": str(self.orders)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.runs.append(run)
        return run

    def started(self) -> subprocess.Popen[str]:
        run = self.start()
        read_until(run, "Ctrl-C stops everything.")
        return run

    def refused(self) -> str:
        """What a run says that does not come up."""
        run = self.start()
        said, _ = run.communicate(timeout=STARTS_IN_S)
        assert run.returncode == 1
        assert "Traceback" not in said
        return said

    def processes(self) -> dict[str, psutil.Process]:
        return find_leftovers(self.local / "run")

    def close(self) -> None:
        for run in self.runs:
            run.kill()
            run.wait()
            if run.stdout is not None:
                run.stdout.close()
        end_leftovers(self.local / "run")


def read_until(run: subprocess.Popen[str], words: str) -> str:
    said = ""
    assert run.stdout is not None
    for line in run.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"ended before saying {words!r}:\n{said}")


def stop(run: subprocess.Popen[str], number: int = signal.SIGINT) -> str:
    run.send_signal(number)
    said, _ = run.communicate(timeout=STOPS_IN_S)
    assert run.returncode == 0
    return said


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    one = Machine(tmp_path)
    yield one
    one.close()


def ended(processes: dict[str, psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != "zombie" for process in processes.values())


def test_ctrl_c_stops_everything_and_the_data_is_there_at_the_next_start(machine: Machine) -> None:
    run = machine.started()
    processes = machine.processes()
    assert set(processes) == PARTS
    assert "The data stays" in stop(run)
    assert ended(processes)
    assert machine.processes() == {}
    keys = (machine.local / "keys" / "postgres.json").read_text()
    stop(machine.started(), signal.SIGTERM)
    assert (machine.local / "keys" / "postgres.json").read_text() == keys


def test_a_service_deaf_to_the_request_is_killed_in_time(machine: Machine) -> None:
    (machine.orders / "budgets.deaf").touch()
    run = machine.started()
    processes = machine.processes()
    processes["contracts"].suspend()
    stop(run)
    assert ended(processes)


def test_a_killed_part_comes_back(machine: Machine) -> None:
    run = machine.started()
    for part in ("postgres", "broker", "contracts", "gateway"):
        killed = machine.processes()[part]
        killed.kill()
        read_until(run, f"{part} ended SIGKILL")
        read_until(run, f"{part} ready")
        assert machine.processes()[part].pid != killed.pid
    stop(run)


def test_children_die_with_a_killed_supervisor(machine: Machine) -> None:
    run = machine.started()
    processes = machine.processes()
    run.kill()
    assert wait_until(lambda: ended(processes), HEALS_IN_S)


def test_what_a_killed_run_left_behind_is_ended_by_the_next(machine: Machine) -> None:
    run = machine.started()
    left = machine.processes()
    for process in left.values():
        process.suspend()  # the signal of the parent's death finds PostgreSQL asleep
    run.kill()
    run.wait()
    successor = machine.started()
    assert ended(left)
    stop(successor)


def test_a_second_run_beside_the_first_is_told_so(machine: Machine) -> None:
    run = machine.started()
    said = machine.refused()
    assert "already running" in said
    assert str(run.pid) in said
    assert set(machine.processes()) == PARTS
    stop(run)


def test_a_port_in_use_is_told_with_its_user_and_the_variable_that_moves_it(machine: Machine) -> None:
    command = [sys.executable, "-m", "http.server", str(machine.ports["budgets"]), "--bind", "127.0.0.1"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as other:  # noqa: S603 - a plain web server
        wait_until(lambda: bool(psutil.Process(other.pid).net_connections()), 10)
        said = machine.refused()
        other.kill()
    assert f"Port {machine.ports['budgets']}" in said
    assert f"(process {other.pid})" in said
    assert "ACS_BUDGETS_PORT=" in said
    assert "Stopping" not in said


def test_a_failed_migration_is_told_with_the_end_of_its_log(machine: Machine) -> None:
    (machine.orders / "referrals.refuse").touch()
    said = machine.refused()
    assert "referrals-migrate failed (exit code 1)" in said
    assert "referrals was told to refuse" in said
    assert machine.processes() == {}


@pytest.mark.parametrize("words", ["postgres starting", "postgres ready", "migrate starting", "gateway starting"])
def test_ctrl_c_while_starting_leaves_nothing_behind_and_the_next_start_goes_on(machine: Machine, words: str) -> None:
    run = machine.start()
    read_until(run, words)
    stop(run)
    assert machine.processes() == {}
    stop(machine.started())


def test_a_start_ends_with_the_overview_the_addresses_and_a_first_call_to_try(machine: Machine) -> None:
    run = machine.start()
    said = read_until(run, "Ctrl-C stops everything.")
    stop(run)
    assert "£1,234.56" in said
    for address in ("", "/docs", "/api/v1/contracts"):
        assert f"http://127.0.0.1:{machine.ports['gateway']}{address}" in said
    assert "acs token --as" in said


def test_a_reused_process_id_is_not_a_leftover(tmp_path: Path) -> None:
    remember(tmp_path, "innocent", os.getpid())
    assert set(find_leftovers(tmp_path)) == {"innocent"}
    record = json.loads((tmp_path / "innocent.json").read_text())
    (tmp_path / "innocent.json").write_text(json.dumps(record | {"started": record["started"] - 60}))
    assert find_leftovers(tmp_path) == {}


def test_a_record_cut_short_by_a_crash_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "broker.json").write_text('{"pid": ')
    assert end_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
