"""One program of the stack as a child process: started, watched, paused, killed, stopped; its output goes to a log."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from deploy.stack.leftovers import forget, remember

CHILD = Path(__file__).with_name("child.py")


def child_command(argv: Sequence[str], user: str | None, death_signal: int = signal.SIGKILL) -> list[str]:
    """The command line that runs `argv` as `user` and ends it with this process (Linux)."""
    launcher = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), str(int(death_signal)), user or "-"]
    return [*launcher, *argv]


class Process:
    """Starts again as often as asked. Start it from a thread that lives as long as it should live."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        logs: Path,
        run: Path | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_signal: int = signal.SIGTERM,
        death_signal: int = signal.SIGKILL,
    ) -> None:
        self.name = name
        self.argv = list(argv)
        self.log = logs / f"{name}.log"
        self._run = run
        self._env = dict(os.environ if env is None else env)
        self._cwd = cwd
        self._user = user
        self._stop_signal = stop_signal
        self._death_signal = death_signal
        self._popen: subprocess.Popen[bytes] | None = None
        self._rotated = False

    def start(self) -> None:
        """Start the program; its earlier log is kept once as `<name>.log.1`."""
        self._rotate()
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(  # noqa: S603 - the stack's own programs
                child_command(self.argv, self._user, self._death_signal),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,  # Ctrl-C in the terminal reaches the supervisor alone, which stops in order
            )
        if self._run is not None:
            remember(self._run, self.name, self._popen.pid)

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._popen.pid if self._popen is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Of the last run, negative for a signal; None while it runs or before it did."""
        return None if self._popen is None else self._popen.poll()

    def stop(self, grace_s: float = 4.0) -> None:
        """Ask it to stop, insist after `grace_s` seconds; returns when it is gone."""
        self.ask_to_stop()
        self.wait_gone(grace_s)

    def ask_to_stop(self) -> None:
        """Send the stop signal, also to a paused one."""
        if self._popen is not None and self.running:
            self.resume()
            self._popen.send_signal(self._stop_signal)

    def wait_gone(self, grace_s: float) -> None:
        """Wait for the end, `grace_s` seconds at most, then kill."""
        if self._popen is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(grace_s, 0))
        if self.running:
            self.kill()
        if self._run is not None:
            forget(self._run, self.name)

    def wait(self, timeout_s: float) -> int | None:
        """The exit code of a program that ends by itself; None when it still runs after `timeout_s` seconds."""
        return self.exit_code if wait_until(lambda: not self.running, timeout_s) else None

    def kill(self) -> None:
        """kill -9 of the program and of whatever it started; returns when it is gone."""
        self._signal_family(signal.SIGKILL)
        if self._popen is not None:
            self._popen.wait()

    def pause(self) -> None:
        """Freeze it: connections stay open and nobody answers."""
        self._signal_family(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused one go on."""
        self._signal_family(signal.SIGCONT)

    def log_tail(self, lines: int = 20) -> str:
        """The end of its log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""

    def _signal_family(self, number: int) -> None:
        if self._popen is None or not self.running:
            return
        with suppress(psutil.NoSuchProcess):
            family = [*psutil.Process(self._popen.pid).children(recursive=True), psutil.Process(self._popen.pid)]
            for member in family:
                with suppress(psutil.NoSuchProcess):
                    member.send_signal(number)

    def _rotate(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not self._rotated and self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        self._rotated = True


def wait_until(true: Callable[[], bool], timeout_s: float, every_s: float = 0.02) -> bool:
    """Whether `true` became true within `timeout_s` seconds."""
    deadline = time.monotonic() + timeout_s
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_s)
    return True
