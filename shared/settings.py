"""What an installation can set, from environment variables: ACS_* for all services, <SERVICE>_* for one."""

from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SERVICES = ("contracts", "budgets", "referrals", "gateway")
DEFAULT_PORTS = {"gateway": 8000, "contracts": 8001, "budgets": 8002, "referrals": 8003}


class Issuer(BaseModel):
    """Somebody whose access tokens are believed: an OIDC issuer, its audience for us, and its public keys."""

    issuer: str
    audience: str = "acs-alliance"
    jwks_file: Path | None = None
    jwks_url: str | None = None


class AllianceSettings(BaseSettings):
    """ACS_*: the same for all services.

    `kafka_fetch_wait_ms` is how long a broker with nothing new may keep a consumer waiting for its answer.
    `file_limit_bytes` is for the few paths that take files, `body_limit_bytes` for all others. `public_url` is where
    the gateway is found; `ocid_prefix` is registered for a publisher, that of the standard's examples for none.
    """

    model_config = SettingsConfigDict(env_prefix="ACS_", frozen=True)

    env: Literal["local", "production"] = "production"
    kafka: str = "127.0.0.1:9092"
    kafka_idempotence: bool = True
    kafka_fetch_wait_ms: int = Field(default=500, ge=1, le=10_000)
    kafka_partitions: int = Field(default=6, ge=1, le=200)
    kafka_replication: int = Field(default=1, ge=1, le=9)
    keys_dir: Path = Path(".local/keys")
    organisations_file: Path = Path(__file__).parent.parent / "deploy/demo/bhr/organisations.csv"
    contracts_url: str = "http://127.0.0.1:8001"
    budgets_url: str = "http://127.0.0.1:8002"
    referrals_url: str = "http://127.0.0.1:8003"
    issuers: tuple[Issuer, ...] = ()
    body_limit_bytes: int = Field(default=256 * 1024, ge=1024)
    file_limit_bytes: int = Field(default=32 * 1024 * 1024, ge=1024)
    public_url: str = "http://127.0.0.1:8000"
    ocid_prefix: str = Field(default="ocds-213czf", pattern=r"^ocds-[a-z0-9]{6}$")
    ocds_publisher: str = "BHR accountable care system (demonstration)"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    def url_of(self, service: str) -> str:
        """Where a service answers."""
        return {"contracts": self.contracts_url, "budgets": self.budgets_url, "referrals": self.referrals_url}[service]


class ServiceSettings(BaseSettings):
    """<SERVICE>_*: of one service. A password file's content fills the URL's password.

    `shred_ledger` is where a service that seals personal data notes whose keys it destroyed, `vault_keys_dir` where
    the keys are that it seals them with; among the other keys unless said otherwise.
    """

    model_config = SettingsConfigDict(frozen=True)

    database_url: str = ""
    owner_database_url: str = ""
    database_password_file: Path | None = None
    owner_database_password_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = 0
    connections: int = Field(default=8, ge=2, le=100)
    shred_ledger: Path | None = None
    vault_keys_dir: Path | None = None

    @field_validator("database_url", "owner_database_url")
    @classmethod
    def _postgresql(cls, url: str) -> str:
        if url and not url.startswith("postgresql://"):
            raise ValueError("must start with postgresql://")
        return url

    @property
    def runtime_url(self) -> str:
        """The database as the service itself uses it."""
        return _with_password(self.database_url, self.database_password_file)

    @property
    def owner_url(self) -> str:
        """The database as migrations and rebuilds use it."""
        return _with_password(self.owner_database_url, self.owner_database_password_file)


def _with_password(url: str, file: Path | None) -> str:
    if file is None:
        return url
    scheme, rest = url.split("://", 1)
    user, at = rest.split("@", 1)
    return f"{scheme}://{user.split(':', 1)[0]}:{quote(file.read_text().strip(), safe='')}@{at}"


def service_settings(name: str) -> ServiceSettings:
    """The settings of one service, its port defaulting to the one of the local stack."""
    settings = ServiceSettings(_env_prefix=f"{name.upper()}_")
    return settings if settings.port else settings.model_copy(update={"port": DEFAULT_PORTS[name]})
