"""A real PostgreSQL 18 from a wheel, as a child process on loopback TCP."""

import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path

from deploy.stack.ports import answers
from deploy.stack.postgres_files import (
    end_servers_of,
    let_server_user_pass,
    refuse_unusable,
    run_tool,
    server_binary,
    server_user,
)
from deploy.stack.problem import StackProblem
from deploy.stack.process import Process, wait_until
from deploy.stack.settings import LOOPBACK

SUPERUSER = "postgres"
START_TIMEOUT_S = 60.0  # an orderly start takes under a second; recovery after a kill may take longer
QUIET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
"""A row that is refused is a service's answer to somebody: what was in it stays out of the log."""
LAPTOP = {
    **QUIET,
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "wal_level": "minimal",  # nobody replicates from this server
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
"""Settings for one developer's machine; production brings its own server."""
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Faster, and a crash of the machine may lose everything: for tests only."""


class Postgres:
    """`directory` holds the data; `durable=False` trades durability for speed, for tests."""

    def __init__(
        self,
        directory: Path,
        port: int,
        password: str,
        *,
        logs: Path,
        run: Path | None = None,
        durable: bool = True,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.directory = directory
        self.port = port
        self._password = password
        self._user = server_user(directory)
        settings = LAPTOP | ({} if durable else FORGETFUL) | dict(options or {}) | {"port": str(port)}
        self.process = Process(
            "postgres",
            [
                str(server_binary("postgres")),
                "-D",
                str(directory),
                *(f"--{key}={value}" for key, value in settings.items()),
            ],
            logs=logs,
            run=run,
            cwd=Path("/"),
            user=self._user,
            stop_signal=signal.SIGINT,  # fast shutdown: ends the connections, writes a checkpoint
            death_signal=signal.SIGINT,
        )

    def prepare(self) -> None:
        """Make the data directory if there is none, recover from a killed server; before every start.

        A directory of another version, of another user or without its files is a `StackProblem`.
        """
        refuse_unusable(self.directory)
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        if self._user is not None:
            let_server_user_pass(self.directory)
        if not self.directory.exists():
            self._initialise()
        end_servers_of(self.directory)

    def start(self) -> None:
        """Start and wait until it accepts connections; a `StackProblem` with the end of the log when it does not."""
        self.prepare()
        self.process.start()
        if not wait_until(lambda: self.ready or not self.process.running, START_TIMEOUT_S) or not self.ready:
            tail = self.process.log_tail()
            self.process.kill()
            problem = f"PostgreSQL does not start on its data in {self.directory}."
            raise StackProblem(problem, advice=self.advice, detail=tail)

    @property
    def advice(self) -> str:
        """What to do when it does not start."""
        return f"If {self.directory} is damaged, put it back from a copy, or start without its data: make forget"

    @property
    def ready(self) -> bool:
        """Whether it says it is ready (last line of postmaster.pid) and accepts connections."""
        try:
            lines = (self.directory / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            return False
        says_ready = len(lines) >= 8 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready"
        return says_ready and answers(self.port)

    def url(self, database: str = SUPERUSER, user: str = SUPERUSER, password: str | None = None) -> str:
        """`postgresql://user:password@127.0.0.1:port/database`; the superuser's without arguments."""
        secret = self._password if password is None else password
        return f"postgresql://{user}:{secret}@{LOOPBACK}:{self.port}/{database}"

    def stop(self, grace_s: float = 4.0) -> None:
        """Fast shutdown; killed after `grace_s` seconds."""
        self.process.stop(grace_s)

    def kill(self) -> None:
        """kill -9 of the server and all its backends, as in a power cut."""
        self.process.kill()

    def pause(self) -> None:
        """Freeze the server and its backends."""
        self.process.pause()

    def resume(self) -> None:
        """Let it go on."""
        self.process.resume()

    def _initialise(self) -> None:
        """initdb beside the final place and rename, so that a killed first run leaves nothing half made."""
        draft = self.directory.with_name(f"{self.directory.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", prefix="acs-") as secret:
            secret.write(self._password)
            secret.flush()
            if self._user is not None:
                shutil.chown(draft, self._user)
                os.chmod(secret.name, 0o600)
                shutil.chown(secret.name, self._user)
            run_tool(
                ["initdb", "-D", str(draft), "-U", SUPERUSER, f"--pwfile={secret.name}", *_INITDB_OPTIONS], self._user
            )
        draft.rename(self.directory)


_INITDB_OPTIONS = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",  # the same order of text on every machine
)
