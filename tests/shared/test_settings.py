"""Settings read from the environment and from files beside it."""

from pathlib import Path

import asyncpg.connect_utils
import pytest

from shared.settings import ServiceSettings


@pytest.mark.parametrize("password", ["plain", "ab/cd", "p#x?y", "a%2Fb", "with space", "ä@:"])
def test_a_password_of_any_characters_is_the_one_postgresql_is_told(tmp_path: Path, password: str) -> None:
    file = tmp_path / "password"
    file.write_text(f"{password}\n")
    settings = ServiceSettings(database_url="postgresql://contracts@db:5432/contracts", database_password_file=file)
    _, told = asyncpg.connect_utils._parse_connect_dsn_and_args(
        dsn=settings.runtime_url,
        host=None,
        port=None,
        user=None,
        password=None,
        passfile=None,
        database=None,
        ssl=None,
        service=None,
        servicefile=None,
        direct_tls=None,
        server_settings=None,
        target_session_attrs=None,
        krbsrvname=None,
        gsslib=None,
    )[:2]
    assert (told.user, told.password, told.database) == ("contracts", password, "contracts")
