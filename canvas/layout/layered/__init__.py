"""A layered engine of our own: exact about ports, so that short pictures come out straight.

Long lines get a point in each rank that they pass (`items`). Order: barycentre sweeps over port heights, then
neighbours change places while that saves crossings (`order`). Heights: each rank is fitted in turn to its neighbours so
that as many lines as possible are straight (`heights`), and groups are moved by the little that makes one more line
straight (`straight`). Deterministic; about 10 ms for 60 cards and one second for 2,000.
"""

from .engine import Layered

__all__ = ["Layered"]
