"""Times a thing against a base, interleaved in one run, so that a machine that drifts does not bend the ratio."""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def paired(work: Callable[[], object], base: Callable[[], object], rounds: int = 7) -> dict[str, float]:
    """Milliseconds of both (medians) and the median of the ratios pair by pair, after one round of warming up."""
    base()
    work()
    pairs = [(_timed(base), _timed(work)) for _ in range(rounds)]
    return {
        "base_ms": _ms(statistics.median(pair[0] for pair in pairs)),
        "ms": _ms(statistics.median(pair[1] for pair in pairs)),
        "ratio": round(statistics.median(pair[1] / pair[0] for pair in pairs), 3),
        "rounds": rounds,
    }


def spread(work: Callable[[], object], rounds: int = 30) -> dict[str, float]:
    """Milliseconds of one thing: median, 99th percentile (nearest rank) and the worst."""
    work()
    times = sorted(_timed(work) for _ in range(rounds))
    rank = min(len(times) - 1, round(0.99 * len(times)))
    return {"median_ms": _ms(statistics.median(times)), "p99_ms": _ms(times[rank]), "max_ms": _ms(times[-1])}


def report(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        json.dump(figures, sys.stdout, indent=1)
        print()
        return
    for name, value in figures.items():
        print(f"{name:<32} {json.dumps(value)}")


def arguments(words: str, folders: bool = False) -> argparse.Namespace:
    """The usual options of a benchmark; FOLDERS adds the projects to run on."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--json", action="store_true", help="print JSON")
    if folders:
        parser.add_argument("folders", nargs="*", type=Path, help="projects (default: the examples)")
    return parser.parse_args()


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 3)
