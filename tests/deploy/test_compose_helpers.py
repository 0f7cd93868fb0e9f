"""The one-shots of docker-compose.yml, run outside it: secrets are made once, databases as often as asked."""

import asyncio
import stat
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import asyncpg
import pytest

from deploy.compose.alive import is_ready
from deploy.compose.databases import main, make_databases
from deploy.compose.secrets import ensure_secrets, password_file
from deploy.stack.postgres import Postgres
from tests.kit.ports import own_port


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


class TestSecrets:
    def test_made_once_stay_as_they_are(self, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        made = contents(tmp_path)
        ensure_secrets(tmp_path)
        assert contents(tmp_path) == made

    def test_of_roles_are_all_different(self, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        passwords = [path.read_text() for path in (tmp_path / "passwords").rglob("*") if path.is_file()]
        assert len(set(passwords)) == len(passwords) == 9
        assert min(map(len, passwords)) >= 32

    def test_of_services_are_readable_by_their_owner_alone(self, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        mode = password_file(tmp_path, "contracts", "contracts").stat().st_mode
        assert stat.S_IMODE(mode) == 0o400


class TestDatabases:
    @pytest.fixture
    async def server(self, tmp_path: Path) -> AsyncIterator[Postgres]:
        ensure_secrets(tmp_path)
        port = own_port()
        password = password_file(tmp_path, "postgres", "postgres").read_text()
        server = Postgres(tmp_path / "data", port, password, logs=tmp_path / "logs", durable=False)
        await asyncio.to_thread(server.start)
        yield server
        await asyncio.to_thread(server.stop)

    async def test_are_opened_by_their_own_passwords_and_can_be_made_again(
        self, server: Postgres, tmp_path: Path
    ) -> None:
        for _ in range(2):
            await make_databases("127.0.0.1", tmp_path, server.port)
        for role, volume in (("contracts", "contracts"), ("contracts_owner", "owners")):
            password = password_file(tmp_path, volume, role).read_text()
            connection = await asyncpg.connect(server.url("contracts", role, password))
            assert await connection.fetchval("SELECT current_user") == role
            await connection.close()

    async def test_are_closed_to_the_roles_of_other_services(self, server: Postgres, tmp_path: Path) -> None:
        await make_databases("127.0.0.1", tmp_path, server.port)
        password = password_file(tmp_path, "budgets", "budgets").read_text()
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.url("contracts", "budgets", password))

    async def test_with_passwords_of_another_installation_end_in_a_sentence(
        self, server: Postgres, tmp_path: Path
    ) -> None:
        path = password_file(tmp_path, "postgres", "postgres")
        path.unlink()
        path.write_text("from elsewhere")
        with pytest.raises(SystemExit, match="not from the same installation"):
            await asyncio.to_thread(main, "127.0.0.1", tmp_path, server.port)


class Answering(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""


class Unready(Answering):
    status = 503


class TestHealthCheck:
    @pytest.mark.parametrize(("handler", "ready"), [(Answering, True), (Unready, False)])
    def test_says_what_readyz_says_whatever_proxy_is_named(
        self, handler: type[Answering], ready: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        with HTTPServer(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            assert is_ready(server.server_port) is ready
            server.shutdown()

    def test_of_a_port_where_nobody_listens_fails(self) -> None:
        assert is_ready(own_port()) is False
