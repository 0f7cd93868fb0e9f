"""Python's cyclic garbage collector, set for a process that serves for long."""

import gc

BETWEEN_COLLECTIONS = 20_000
"""New objects before the young ones are looked through, 700 by default: a batch of events alone is more, and each time
it would be looked through whole while it is still needed."""


def hold() -> None:
    """Look through nothing until `settle`: what importing and assembling make is no garbage, and a fifth of a start
    would go into finding that out."""
    gc.disable()


def settle() -> None:
    """What a process has made before it begins to serve stays, and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(BETWEEN_COLLECTIONS, 10, 10)
