"""What is measured, in Prometheus' text form. Labels are route templates and names, never ids."""

from collections.abc import Callable, Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.background import Background

Sample = tuple[str, str, float, dict[str, str]]
"""name, help, value, labels"""


class HttpMetrics:
    """Requests by route and status, and how long they took."""

    def __init__(self, registry: CollectorRegistry) -> None:
        requests = Counter("acs_http_requests", "Requests", ["method", "route", "status"], registry=registry)
        seconds = Histogram("acs_http_request_seconds", "Seconds per request", ["route"], registry=registry)
        # The library looks labels up under a lock, having made text of them; there are as many as routes and statuses.
        self._requests = cache(lambda method, route, status: requests.labels(method, route, str(status)))
        self._seconds = cache(lambda route: seconds.labels(route))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests(method, route, status).inc()
        self._seconds(route).observe(seconds)


class Gauges(Collector):
    """Figures that are asked for at the moment of scraping."""

    def __init__(self, sources: Iterable[Callable[[], Iterable[Sample]]]) -> None:
        self._sources = tuple(sources)

    def collect(self) -> Iterable[Metric]:
        """Every sample of every source, samples of one name in one family."""
        families: dict[str, GaugeMetricFamily] = {}
        for source in self._sources:
            for name, text, value, labels in source():
                family = families.setdefault(name, GaugeMetricFamily(name, text, labels=list(labels)))
                family.add_metric(list(labels.values()), value)
        return families.values()


def crashes_of(background: Background) -> Iterable[Sample]:
    """How often each piece of work had to be begun again."""
    for work, crashes in background.crashes.items():
        yield ("acs_background_crashes_total", "Times it crashed and was begun again", float(crashes), {"work": work})


def exposition(registry: CollectorRegistry) -> bytes:
    """The text Prometheus reads."""
    return generate_latest(registry)
