"""GATEWAY_*: what an installation can set about the edge, beside what every service has."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.web.outbound import Patience


class EdgeSettings(BaseSettings):
    """Rates are per replica. `cors_origins` are separated by spaces."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True)

    rate_per_principal: str = "6000/minute"
    rate_per_address: str = "600/minute"
    cors_origins: str = ""
    streams: int = Field(default=200, ge=1, le=10_000)
    streams_per_principal: int = Field(default=10, ge=1, le=1_000)
    position_wait_seconds: float = Field(default=2.0, ge=0, le=10)
    upstream_connections: int = Field(default=64, ge=1, le=1_000)
    upstream_connect_seconds: float = Field(default=1.0, gt=0, le=30)
    upstream_read_seconds: float = Field(default=10.0, gt=0, le=120)

    @property
    def origins(self) -> list[str]:
        """The origins of web pages that may call."""
        return self.cors_origins.split()

    @property
    def patience(self) -> Patience:
        """With the services behind."""
        return Patience(connect=self.upstream_connect_seconds, read=self.upstream_read_seconds)
