"""Abstract interpretation of the facts, on demand: what values may be, and what each call does on the way."""

from .expressions import EXPRESSIONS
from .machine import Frame, Machine
from .statements import STATEMENTS

Machine.expressions = EXPRESSIONS
Machine.statements = STATEMENTS

__all__ = ["Frame", "Machine"]
