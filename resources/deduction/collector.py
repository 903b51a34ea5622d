"""The garbage collector, switched off where many objects are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Generator[None]:
    """Switches the garbage collector off for the batch: trees and facts are many small objects that all stay.

    Evaluation cuts its own circles, so the collector would look through all of this in vain when it is on again:
    `freeze` and `unfreeze` move it to the oldest generation at once.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()
