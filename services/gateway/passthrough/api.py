"""The paths that pass through."""

from fastapi import APIRouter
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.routing import Route

from services.gateway.passthrough.passthrough import PassThrough
from services.gateway.passthrough.paths import PREFIXES
from shared.kernel.addresses import PUBLIC


class _AnythingConvertor(PathConvertor):
    """As `path`, and line breaks: who asks is looked at before what is asked for."""

    regex = "(?s:.*)"


register_url_convertor("anything", _AnythingConvertor())


def passthrough_router(passthrough: PassThrough) -> APIRouter:
    """Every method and path below the prefixes of the services; what they mean stands in the services' documents."""
    router = APIRouter()
    for prefix in PREFIXES:
        for path in (f"{PUBLIC}/{prefix}", f"{PUBLIC}/{prefix}/{{rest:anything}}"):
            router.routes.append(Route(path, passthrough, name=f"pass_{prefix}", include_in_schema=False))
    return router
