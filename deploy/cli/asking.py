"""What an operator asks of running services, through the gateway."""

import os
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from pydantic import BaseModel, ValidationError

from deploy.cli.client import TIMEOUT, problem_of, silent
from deploy.cli.tokens import persona_token
from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings
from shared.kernel.addresses import PUBLIC

M = TypeVar("M", bound=BaseModel)

TOKEN = "ACS_TOKEN"  # noqa: S105  # the name of a variable
"""An operator's access token where personas are not for."""


class Operator:
    """Asks with the token in ACS_TOKEN; on one's own machine as the persona `operator`."""

    def __init__(self, settings: StackSettings) -> None:
        self._base = f"{settings.gateway_url}{PUBLIC}/operations"
        if settings.environment != "local" and not os.environ.get(TOKEN):
            raise StackProblem(
                "An operator's access token is needed.",
                advice=f"Get one from the identity provider of this installation and put it into {TOKEN}.",
            )
        self._token = os.environ.get(TOKEN) or persona_token(settings, "operator")

    def get(self, model: type[M], path: str, **query: str | int) -> M:
        """What a GET answers; a `StackProblem` when nobody does."""
        return self._read(model, "GET", path, params=query)

    def post(self, model: type[M], path: str, body: BaseModel) -> M:
        """What a POST answers; a `StackProblem` when nobody does."""
        return self._read(model, "POST", path, json=body.model_dump(mode="json"))

    def _read(self, model: type[M], method: str, path: str, **arguments: Any) -> M:
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": str(uuid4())}
        url = f"{self._base}/{path}"
        try:
            answer = httpx.request(method, url, headers=headers, timeout=TIMEOUT, trust_env=False, **arguments)
        except httpx.HTTPError:
            raise silent("The gateway", url) from None
        if answer.status_code != httpx.codes.OK:
            raise StackProblem(f"{path.split('/')[0]} answered {answer.status_code}: {problem_of(answer)}")
        try:
            return model.model_validate_json(answer.content)
        except ValidationError:
            raise StackProblem("The answer is not one this program knows: are both of the same version?") from None
