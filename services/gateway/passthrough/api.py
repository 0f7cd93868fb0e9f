"""The paths that pass through."""

from fastapi import APIRouter
from starlette.routing import Route

from services.gateway.passthrough.passthrough import PassThrough
from services.gateway.passthrough.paths import PREFIXES, PUBLIC


def passthrough_router(passthrough: PassThrough) -> APIRouter:
    """Every method and path below the prefixes of the services; what they mean stands in the services' documents."""
    router = APIRouter()
    for prefix in PREFIXES:
        for path in (f"{PUBLIC}/{prefix}", f"{PUBLIC}/{prefix}/{{rest:path}}"):
            router.routes.append(Route(path, passthrough, name=f"pass_{prefix}", include_in_schema=False))
    return router
