"""Structured logs: one JSON object a line on standard output, without payloads."""

import logging
import sys
from typing import Any

import orjson
import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure_logs(service: str, level: str) -> None:
    """Once per process."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _of(service),
    ]
    structlog.configure(
        processors=[*shared, _without_values, structlog.processors.JSONRenderer(_json)],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_values,
            structlog.processors.JSONRenderer(_json),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _json(event: structlog.typing.EventDict, **options: Any) -> str:
    return orjson.dumps(event, default=options.get("default"), option=orjson.OPT_NON_STR_KEYS).decode()


def _of(service: str) -> structlog.typing.Processor:
    def add(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["service"] = service
        return event

    return add


def _without_values(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Tracebacks as places in the code: an exception's text may quote what a person sent, and libraries quote it."""
    event["event"] = str(event["event"]).partition("\n")[0]
    failure = event.pop("exc_info", None)
    error = _error(failure)
    if error is not None:
        event["failure"] = type(error).__name__
        event["at"] = _places(error)
    return event


def _error(failure: Any) -> BaseException | None:
    """What exc_info stands for: an exception, what sys.exc_info() answered once, or true for what is being handled."""
    if isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        return failure
    return sys.exc_info()[1] if failure else None


def _places(error: BaseException) -> list[str]:
    places = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places[-8:]
