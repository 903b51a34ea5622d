"""How code becomes an architecture. The user's code is read, never imported or run."""

from .deduce import Deducer, DeductionError, deduce

__all__ = ["Deducer", "DeductionError", "deduce"]
