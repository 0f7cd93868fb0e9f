"""A real Apache Kafka broker for tests: started from its jars, stopped, killed, frozen, restarted and wiped at will."""

import atexit
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from deploy.stack.process import child_command
from tests.kit.ports import own_port

START = Path(__file__).parents[2] / "deploy" / "kafka" / "start.sh"
READY = "Kafka Server started"
START_SECONDS = 60
STOP_SECONDS = 20
FETCH_SECONDS = 600
OLDEST_JAVA = 17


class KafkaNotHere(Exception):
    """This machine cannot run a broker: no Java, no Maven, or no way to the jars."""


class KafkaDidNotStart(Exception):
    """The broker ended or stayed silent; the text holds its complaints and the tail of its log."""


class Kafka(Protocol):
    @property
    def bootstrap(self) -> str:
        """host:port"""
        ...


class NamedKafka:
    """A broker somebody else runs, named by ACS_TEST_KAFKA; it can be used but not killed."""

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap


class RealKafka:
    """One KRaft node on 127.0.0.1, on ports of its own that it keeps for life.

    Every method blocks; in a test whose clients share the event loop, call it through `asyncio.to_thread`.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port, self.controller_port = own_port(), own_port()
        self.log = directory / "broker.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, seconds: float = START_SECONDS) -> None:
        """On the data of the last run, if there is any; returns when the broker serves."""
        if self.is_running:
            return
        fetch_jars()
        self.directory.mkdir(parents=True, exist_ok=True)
        seen = self.log.stat().st_size if self.log.exists() else 0
        start = [str(START), str(self.directory / "data"), str(self.port), str(self.controller_port)]
        command = child_command(start, None)  # ends with the tests, also when they are killed
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 # the command is ours, start to end
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        atexit.register(self.kill)
        self._wait_until_it_serves(self._process, seen, seconds)

    def stop(self) -> None:
        """As an operator does; killed when it takes longer than 20 s."""
        if self._process is None:
            return
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._gone()

    def kill(self) -> None:
        """kill -9: nothing is flushed, nobody is told."""
        if self._process is None:
            return
        self._signal(signal.SIGKILL)
        self._process.wait(STOP_SECONDS)
        self._gone()

    def pause(self) -> None:
        """Freezes the broker: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        """On the same data and the same port."""
        self.stop()
        self.start()

    def wipe(self) -> None:
        """Stops it and forgets every topic, message and offset; `start` begins anew on the same port."""
        self.stop()
        shutil.rmtree(self.directory / "data", ignore_errors=True)

    def log_tail(self) -> str:
        return tail(self.log.read_text(errors="replace")) if self.log.exists() else ""

    def _wait_until_it_serves(self, process: subprocess.Popen[bytes], seen: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.log.open("rb") as log:
                log.seek(seen)
                if READY.encode() in log.read():
                    return
            if process.poll() is not None:
                self._gone()
                raise KafkaDidNotStart(f"the broker ended with status {process.returncode}\n{self.log_tail()}")
            time.sleep(0.05)
        self.kill()
        raise KafkaDidNotStart(f"the broker was not ready after {seconds:.0f} s\n{self.log_tail()}")

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def _gone(self) -> None:
        self._process = None
        atexit.unregister(self.kill)


@contextmanager
def kafka_for_tests(directory: Path) -> Iterator[RealKafka | NamedKafka]:
    """The broker ACS_TEST_KAFKA names, else one started in `directory`.

    Skips the test on a machine that cannot run one, unless CI or ACS_REQUIRE_KAFKA is set.
    """
    if named := os.environ.get("ACS_TEST_KAFKA"):
        yield NamedKafka(named)
        return
    broker = RealKafka(directory)
    try:
        broker.start()
    except KafkaNotHere as missing:
        if os.environ.get("CI") or os.environ.get("ACS_REQUIRE_KAFKA"):
            raise
        pytest.skip(str(missing))
    try:
        yield broker
    finally:
        broker.stop()


def fetch_jars() -> None:
    """Into .local/kafka-libs, once; raises KafkaNotHere when this machine has not what it takes."""
    if (java := java_version()) < OLDEST_JAVA:
        raise KafkaNotHere(f"Apache Kafka needs Java {OLDEST_JAVA} or newer; found {java or 'none'}")
    fetched = subprocess.run(  # noqa: S603 # the command is ours, start to end
        [str(START), "--fetch"], capture_output=True, text=True, timeout=FETCH_SECONDS, check=False
    )
    if fetched.returncode != 0:
        raise KafkaNotHere(f"the jars of Apache Kafka could not be fetched with Maven\n{tail(fetched.stderr)}")


def java_version() -> int:
    """The major version of the Java on the path, 0 when there is none."""
    java = shutil.which("java")
    if java is None:
        return 0
    answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 # as above
    found = re.search(r'version "(\d+)', answer.stderr)
    return int(found[1]) if found else 0


def tail(text: str, lines: int = 15) -> str:
    """What went wrong, which a broker's long good-bye pushes out of sight, and then the last lines."""
    said = text.splitlines()
    wrong = [line for line in said if re.search(r"\b(ERROR|FATAL)\b|^Caused by|^\S+Exception", line)]
    return "\n".join([*wrong[-lines:], "...", *said[-lines:]])
