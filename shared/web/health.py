"""Alive, ready, measured."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from shared.eventstore.database import StoreUnavailable
from shared.web.metrics import exposition

router = APIRouter(tags=["health"], include_in_schema=False)

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/livez")
async def livez() -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """The database answers, and personal data can be opened. Kafka is not asked: writing goes on without it."""
    service = request.app.state.service
    try:
        async with service.database.connection() as connection:
            await connection.fetchval("SELECT 1")
    except StoreUnavailable:
        return JSONResponse({"status": "not ready", "database": "unreachable"}, 503, {"Retry-After": "1"})
    if service.sealing is not None and service.sealing.closed:
        return JSONResponse({"status": "not ready", "shred_ledger": "not replayed"}, 503, {"Retry-After": "1"})
    return JSONResponse({"status": "ready"})


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus' text form."""
    return Response(exposition(request.app.state.registry), media_type=PROMETHEUS)
