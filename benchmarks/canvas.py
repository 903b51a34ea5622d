"""Milliseconds a frame at 2,000 cards and about 4,000 lines: fit, zoom, pan, drag, minimap. To reach: 16.7 each.

    python -m benchmarks.canvas --json [--cards 2000]

A frame is a change and the painting that follows it, in thread time, on Qt's offscreen platform (software raster).
The median and the 95th percentile of 40 frames are given.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from archloom.canvas.layout.compose import Job, compose
from archloom.canvas.look.theme import Theme
from archloom.canvas.picture import picture_of
from archloom.canvas.sizes import card_size, graph_of
from archloom.canvas.view import CanvasView
from archloom.resources.architecture import Architecture, Entry, Link, ProjectInfo, Resource, Span

_FRAMES = 40
_BUDGET = 16.7


def architecture(cards: int) -> Architecture:
    """Web apps, queues, functions and tables in a fixed pattern: about two lines a card."""
    functions = cards // 3
    place = Span("app.py", 1)
    code = [
        Resource(f"function:f{i:04}", "function", "lambda", f"handler_{i}", None, "declared", place)
        for i in range(functions)
    ]
    entries = [
        Entry(f"entry:f{i:04}", "function", f"f{i}", f"app.f{i}", f"function:f{i:04}", place) for i in range(functions)
    ]
    data = [
        Resource(f"kv_store:t{i:04}", "kv_store", "dynamodb", f"table-{i}", None, "declared", place)
        for i in range(cards - functions)
    ]
    links = {
        Link(
            "permission",
            entry.id,
            data[(index * 2 + step * (step + 1)) % len(data)].id,
            ("get",),
            ("dynamodb:GetItem",),
        )
        for index, entry in enumerate(entries)
        for step in range(6)
    }
    return Architecture.of(ProjectInfo("large", 1, 1), [*code, *data], entries, links)


def frames(application: QApplication, change: Callable[[int], object]) -> dict[str, float]:
    times: list[float] = []
    for number in range(_FRAMES + 5):
        start = time.thread_time()
        change(number)
        application.processEvents()
        times.append((time.thread_time() - start) * 1000)
    times = sorted(times[5:])
    return {"median_ms": round(statistics.median(times), 2), "p95_ms": round(times[int(len(times) * 0.95)], 2)}


def measure(cards: int) -> dict[str, object]:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    view = CanvasView(Theme.load("light"))
    view.resize(1600, 1000)
    view.camera.animated = view.transitions.enabled = False
    view.show()
    made = architecture(cards)
    picture = picture_of(made)
    start = time.perf_counter()
    done = compose(Job(graph_of(picture, {card.id: card_size(card) for card in picture.cards})))
    arranged = time.perf_counter() - start
    start = time.thread_time()
    view.showing.composed(made, picture, done)
    while view.showing.busy or view.stage.leaving.busy:  # it comes in steps
        application.processEvents()
    application.processEvents()
    shown = time.thread_time() - start
    results: dict[str, object] = {
        "cards": len(picture.cards),
        "lines": len(picture.lines),
        "arranged_in_worker_ms": round(arranged * 1000),
        "shown_ms": round(shown * 1000),
    }
    results["fit"] = frames(application, lambda _: view.fit())
    results["zoom_far"] = frames(
        application, lambda n: view.camera.set_zoom(view.zoom * (1.02 if n % 2 else 0.98))
    )
    for name, zoom in (("0.3", 0.3), ("0.6", 0.6), ("1", 1.0)):
        view.camera.set_zoom(zoom)
        view.centerOn(view.stage.content_rect().center())
        view.camera.settle_now()
        for _ in range(20):
            application.processEvents()
        results[f"zoom_at_{name}"] = frames(
            application, lambda n: view.camera.set_zoom(view.zoom * (1.02 if (n // 8) % 2 else 0.98))
        )
        view.camera.settle_now()
        results[f"pan_at_{name}"] = frames(application, lambda n: view.pan_by(-11, 7 if n % 2 else -5))
        middle = view.stage.card_at(view.centre()) or next(iter(view.stage.items_by_id.values()))
        home, key = (middle.x(), middle.y()), middle.card.id
        results[f"drag_at_{name}"] = frames(
            application,
            lambda n, home=home, key=key: view.stage.move_cards({key: (home[0] + 4 * (n % 9), home[1] + 3 * (n % 7))}),
        )
    results["minimap"] = frames(application, lambda _: view.furniture.minimap.repaint())
    worst = max(value["median_ms"] for value in results.values() if isinstance(value, dict))
    return results | {"worst_median_ms": worst, "budget_ms": _BUDGET, "ratio": round(worst / _BUDGET, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cards", type=int, default=2000)
    options = parser.parse_args()
    results = measure(options.cards)
    if options.json:
        print(json.dumps(results, indent=1))
        return
    for name, value in results.items():
        print(f"{name:>24}  {value}")


if __name__ == "__main__":
    main()
