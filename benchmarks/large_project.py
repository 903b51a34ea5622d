"""A project with as many resources as are asked for: areas of routes, queues with their handlers, and stores."""

from __future__ import annotations

from pathlib import Path

_AREA = 20
_HEAD = '''"""Area {number}."""

from archloom.resources import KVStore, Queue, Router, allow

api = Router("api-{number}")
'''
_STORE = 'orders_{at} = KVStore("orders-{number}-{at}", partition_key="id")\n'
_ROUTE = """

@api.get("/orders/{at}")
@allow(orders_{at}.get)
def read_{at}(request):
    return orders_{at}.get("1") or orders_{other}.get("1")
"""
_QUEUE = """

jobs_{at} = Queue("jobs-{number}-{at}")


@jobs_{at}.subscribe
def work_{at}(message):
    orders_{at}.set("1", message)
    orders_{other}.delete("1")
"""


def large_project(folder: Path, resources: int) -> Path:
    """One file for every 20 resources: a router, 6 routes, 4 queues, their 4 handlers, 5 stores."""
    folder.mkdir(parents=True)
    for number in range(resources // _AREA):
        text = _HEAD.format(number=number)
        text += "".join(_STORE.format(number=number, at=at) for at in range(5))
        text += "".join(_ROUTE.format(at=at % 5, other=(at + 1) % 5) for at in range(5))
        text += _ROUTE.replace("read_{at}", "again").format(at=0, other=3).replace("/orders/0", "/again")
        text += "".join(_QUEUE.format(number=number, at=at, other=(at + 2) % 5) for at in range(4))
        (folder / f"area_{number}.py").write_text(text)
    return folder
