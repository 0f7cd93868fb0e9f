"""The public keys of OIDC issuers, fetched from where they publish them and renewed from time to time."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

import httpx
import structlog
from joserfc.jwk import KeySet

from shared.background import Background
from shared.settings import Issuer
from shared.web.metrics import Sample
from shared.web.outbound import client
from shared.web.tokens import TokenVerifier, TrustedIssuer

RENEW_SECONDS = 300.0
RETRY_SECONDS = 5.0
TIMEOUTS = httpx.Timeout(5.0, connect=2.0)
log = structlog.get_logger()


class IssuerKeys:
    """A companion of the service: until an issuer's keys were fetched once, its tokens are refused."""

    def __init__(self, verifier: TokenVerifier, issuers: Sequence[Issuer]) -> None:
        self._verifier = verifier
        self._issuers = [issuer for issuer in issuers if issuer.jwks_url]
        self._background = Background()
        self._known: dict[str, bool] = {issuer.issuer: False for issuer in self._issuers}

    async def start(self) -> None:
        """Fetch each issuer's keys, again and again."""
        for issuer in self._issuers:
            self._background.start(issuer.issuer, partial(self._renew, issuer))

    async def stop(self) -> None:
        """Stop fetching."""
        await self._background.stop()

    def samples(self) -> Iterable[Sample]:
        """Whether each issuer's keys are known."""
        return [
            ("acs_issuer_keys_known", "1 when the keys of the issuer were fetched", float(known), {"issuer": issuer})
            for issuer, known in self._known.items()
        ]

    async def _renew(self, issuer: Issuer) -> None:
        async with client(TIMEOUTS) as http:
            while True:
                try:
                    answer = await http.get(str(issuer.jwks_url))
                    answer.raise_for_status()
                    keys = KeySet.import_key_set(answer.json())
                    self._verifier.trust(TrustedIssuer(issuer.issuer, issuer.audience, "at+jwt", keys))
                    self._known[issuer.issuer] = True
                    await asyncio.sleep(RENEW_SECONDS)
                except Exception as trouble:
                    # Whatever an issuer, or a proxy in its place, answers: the keys known so far go on being used.
                    log.warning("issuer keys not fetched", issuer=issuer.issuer, reason=type(trouble).__name__)
                    await asyncio.sleep(RETRY_SECONDS)
