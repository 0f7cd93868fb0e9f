"""The ways the public record says no."""

from shared.kernel.refusals import NotFound


class ProcessNotTold(NotFound):
    rule = "A contracting process is known once something of it was published"
