"""Is a port free, and if not, who has it."""

import socket
from collections.abc import Mapping

import psutil

from deploy.stack.problem import StackProblem
from deploy.stack.settings import LOOPBACK, PORT_VARIABLES


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def answers(port: int, timeout_s: float = 0.5) -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=timeout_s):
            return True
    except OSError:
        return False


def who_listens(port: int) -> str:
    """`name (process 123)`, or an empty string when this user may not know."""
    try:
        for connection in psutil.net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        return ""
    return ""


def require_free(ports: Mapping[str, int]) -> None:
    """Every port is free, or a `StackProblem` naming the first that is not, who has it and how to move ours."""
    for part, port in ports.items():
        if not is_free(port):
            user = who_listens(port)
            variable, _ = PORT_VARIABLES[part]
            raise StackProblem(
                f"Port {port}, needed by {part}, is used by {user or 'another program'}.",
                advice=f"Stop that program, or choose another port: {variable}={_other(port, ports)} make run",
            )


def _other(port: int, ports: Mapping[str, int]) -> int:
    tried = range(port + 100, 65_536, 100)
    return next((other for other in tried if other not in ports.values() and is_free(other)), free_port())
