"""The whole alliance on one machine: what is started in which order, on which data."""

from collections.abc import Callable, Sequence

from deploy.stack.broker import Broker
from deploy.stack.databases import Database, ensure_databases, roles
from deploy.stack.environment import service_command, service_environment
from deploy.stack.keys import ensure_keys, ensure_passwords
from deploy.stack.leftovers import end_leftovers
from deploy.stack.ports import require_free
from deploy.stack.postgres import SUPERUSER, Postgres
from deploy.stack.postgres_files import end_servers_of
from deploy.stack.probe import http_ready, tcp_ready
from deploy.stack.process import Process
from deploy.stack.settings import SERVICES, StackSettings
from deploy.stack.supervisor import Part, State, Supervisor, Tell

Program = Callable[[str, str], Sequence[str]]
"""(service, "serve" or "migrate") → command line; tests put small stand-ins here."""


class Alliance:
    """Hold the `claim` while using it."""

    def __init__(self, settings: StackSettings, tell: Tell, *, program: Program = service_command) -> None:
        self._settings = settings
        self._tell = tell
        self._program = program
        self._supervisor = Supervisor(tell)

    async def up(self) -> None:
        """Everything running and ready, or a `StackProblem`; call `down` in either case."""
        databases = await self.migrate()
        await self._supervisor.start(*(self._service(database) for database in databases))

    async def migrate(self) -> list[Database]:
        """PostgreSQL and broker running, the databases there and up to date."""
        settings = self._settings
        self._clear_the_way()
        ensure_keys(settings.keys_dir)
        passwords = stack_passwords(settings)
        postgres = embedded_postgres(settings, passwords)
        broker = Broker(settings.ports["broker"], logs=settings.logs_dir, run=settings.run_dir)
        await self._supervisor.start(
            _postgres_part(postgres),
            Part(broker.process, lambda: tcp_ready(broker.port), grace_s=1.5),
        )
        databases = await ensure_databases(postgres, SERVICES, passwords)
        await self._supervisor.run_once(*(self._process(database, "migrate") for database in databases))
        return databases

    async def down(self) -> None:
        """Stop everything: the services, then broker and PostgreSQL; under 10 s whatever they do."""
        await self._supervisor.stop()

    def hurry(self) -> None:
        """Let a stop under way wait for nobody."""
        self._supervisor.hurry()

    def _clear_the_way(self) -> None:
        """End what a killed run left behind, then see that the ports are free."""
        for name in end_leftovers(self._settings.run_dir):
            self._tell(name, State.ENDED, "left over from a run that was killed")
        end_servers_of(self._settings.postgres_dir)
        require_free(self._settings.ports)

    def _service(self, database: Database) -> Part:
        url = f"{self._settings.local_url(database.name)}/readyz"
        return Part(self._process(database, "serve"), lambda: http_ready(url))

    def _process(self, database: Database, action: str) -> Process:
        service = database.name
        return Process(
            service if action == "serve" else f"{service}-{action}",
            self._program(service, action),
            logs=self._settings.logs_dir,
            run=self._settings.run_dir,
            cwd=self._settings.root,
            env=service_environment(self._settings, service, action, database),
        )


def stack_passwords(settings: StackSettings) -> dict[str, str]:
    """The password of each database role, made when missing."""
    names = [SUPERUSER, *(role for service in SERVICES for role in roles(service))]
    return ensure_passwords(settings.keys_dir, names)


def embedded_postgres(settings: StackSettings, passwords: dict[str, str]) -> Postgres:
    """The server of this installation, with durability on: promises are about it."""
    return Postgres(
        settings.postgres_dir,
        settings.ports["postgres"],
        passwords[SUPERUSER],
        logs=settings.logs_dir,
        run=settings.run_dir,
    )


def _postgres_part(postgres: Postgres) -> Part:
    async def ready() -> bool:
        return postgres.ready

    return Part(postgres.process, ready, prepare=postgres.prepare, advice=postgres.advice)
