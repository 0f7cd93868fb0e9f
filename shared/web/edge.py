"""What stands between the network and the routes: verified tokens, access policies, secrets of the edge."""

from dataclasses import dataclass

from fastapi import Request

from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.web.access import Access, Principal
from shared.web.paging import Cursors
from shared.web.problems import Unauthenticated
from shared.web.tokens import ServiceSigner, TokenVerifier, principal_of


@dataclass(frozen=True)
class Edge:
    """One per service. `peers` is None for the gateway, which answers anybody with a user's token."""

    users: TokenVerifier
    peers: TokenVerifier | None
    signer: ServiceSigner
    access: Access
    cursors: Cursors
    secret: bytes

    def peer(self, request: Request) -> str:
        """The service that calls; Unauthenticated when none does."""
        token = _only(request, SERVICE_TOKEN_HEADER)
        if self.peers is None or not token:
            raise Unauthenticated("Calls come through the gateway.", field=SERVICE_TOKEN_HEADER)
        try:
            return str(self.peers.verify(token)["sub"])
        except Unauthenticated:
            raise Unauthenticated("Calls come through the gateway.", field=SERVICE_TOKEN_HEADER) from None

    def principal(self, request: Request) -> Principal:
        """Who asks, by a peer's token (but at the gateway) and the user's own."""
        if self.peers is not None:
            self.peer(request)
        scheme, _, token = _only(request, "authorization").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("Send an access token: Authorization: Bearer …", field="Authorization")
        return principal_of(self.users.verify(token.strip()))


def _only(request: Request, header: str) -> str:
    """Empty when it is sent more than once: two on the way might each believe another one."""
    sent = request.headers.getlist(header)
    return sent[0] if len(sent) == 1 else ""
