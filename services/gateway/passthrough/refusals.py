"""What a caller is told when a service does not answer."""

from shared.web.problems import SourceUnavailable


class OutcomeUnknown(SourceUnavailable):
    """The service had the request and gave no answer: it may have been carried out."""

    def __str__(self) -> str:
        return (
            f"{self.source} did not answer, and may have carried out the request. "
            "Send it again with the same Idempotency-Key: it is done once, and you get its answer."
        )
