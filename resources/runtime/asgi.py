"""asgi: a whole web app (FastAPI, LangServe, Starlette) behind one function, through mangum.

mangum alone would run the app's lifespan around every request; here it starts once, with the process, as under a
server, and ends with it, where the process is told to end at all (Lambda tells nobody).
"""

from __future__ import annotations

import atexit
import inspect
from collections.abc import Callable
from typing import Any

from .loop import on_loop


def adapt(target: Any) -> Callable[[Any, Any], Any]:
    """Answer events with an ASGI app, or with the app that a function without parameters makes."""
    serve = on_loop(lambda _: _start(_application(target)))
    return lambda event, context: on_loop(lambda _: serve(event, context))


def _application(target: Any) -> Any:
    factory = inspect.isfunction(target) and not inspect.signature(target).parameters
    return target() if factory else target


def _start(app: Any) -> Callable[[Any, Any], Any]:
    from mangum import Mangum
    from mangum.protocols import LifespanCycle

    lifespan = LifespanCycle(app, "auto")
    lifespan.__enter__()
    atexit.register(lifespan.__exit__, None, None, None)

    async def with_state(scope: Any, receive: Any, send: Any) -> None:
        await app(scope | {"state": dict(lifespan.lifespan_state)}, receive, send)

    return Mangum(with_state, lifespan="off")
