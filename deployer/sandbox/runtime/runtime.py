"""What makes a sandbox deployment answer: it lives in the process of the local cloud and follows `state.json`.

    HTTP on a port per address ──┐
    queue pollers ───────────────┤
    schedules ───────────────────┼──> Pool of worker processes per function
    topics, uploads, `invoke` ───┘    (moto_hook)

`refresh` reads what is deployed and changes only what differs: a function whose program stayed the same keeps its warm
processes, an address that stayed keeps its port open.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from ...concealing import Conceal, concealing
from ...errors import DeployError
from .. import deployed as cloud_state
from ..deployed import Address, Deployed, Function, WebsiteAddress
from ..standin.app import StandIn
from . import moto_hook, permission
from .asynchronous import Background
from .clients import Clients
from .control import Control
from .environment import Cloud, environment_of
from .gateway import Gateway
from .listening import Application, Server
from .logs import Log
from .pool import Pool
from .queues import Poller
from .result import Raised, Result
from .schedules import Ticker, event_of
from .website import Website
from .worker import Program

SECONDS_BETWEEN_REAPS = 60.0


class _Stoppable(Protocol):
    def stop(self) -> None: ...


class Runtime:
    """Serves one deployment. `wsgi` is for the daemon: it answers what it knows and returns None for the rest."""

    def __init__(
        self, home: Path, endpoint: str, token: str = "", read: Callable[[Path], Deployed] = cloud_state.read
    ) -> None:
        self._read = read
        self._home = home
        self._endpoint = endpoint
        self._lock = threading.RLock()
        self._deployed: Deployed | None = None
        self._functions: dict[str, Function] = {}
        self._pools: dict[str, Pool] = {}
        self._servers: dict[int, tuple[Any, Server]] = {}
        self._sources: list[_Stoppable] = []
        self._stopping = threading.Event()
        self._conceal: Conceal = str
        self._background = Background(self.invoke, self._complain)
        self._models = Server(StandIn(self._refusal))
        self.wsgi = Control(self.invoke, self.fire, token)
        moto_hook.connect(self.invoke, self._background.leave)
        threading.Thread(target=self._reap, daemon=True).start()

    def refresh(self) -> None:
        """Follows `state.json`. Raises DeployError after all else is served when a port is taken or a role is gone."""
        with self._lock:
            deployed = self._read(self._home)
            self._deployed = deployed
            clients = Clients(self._endpoint, deployed.region)
            self._conceal = concealing(clients.secret_values())
            problems = self._follow_functions(deployed, clients) + self._follow_addresses(deployed, clients)
            self._follow_sources(deployed, clients)
        threading.Thread(target=self._warm_up, args=(deployed,), daemon=True).start()
        if problems:
            raise problems[0]

    def invoke(self, name: str, event: Any, seconds: float | None = None) -> Result:
        """Calls a function by its physical or logical name and waits for the result."""
        pool = self._pools.get(self._key(name))
        if pool is None:
            return Raised("ResourceNotFoundException", f"Function not found: {name}")
        return pool.invoke(event, seconds)

    def fire(self, schedule: str) -> Result:
        """Runs what a schedule starts, now. Raises KeyError for an unknown schedule."""
        for source in self._deployed.schedules if self._deployed else ():
            if source.name == schedule:
                return self.invoke(source.function, event_of(source, datetime.now(UTC)))
        raise KeyError(schedule)

    def stop(self) -> None:
        """Ends every process and closes every port."""
        self._stopping.set()
        with self._lock:
            for source in self._sources:
                source.stop()
            self._background.stop()
            for _, server in self._servers.values():
                server.stop()
            self._models.stop()
            for pool in self._pools.values():
                pool.close()
            self._pools, self._servers, self._sources = {}, {}, []

    def _key(self, name: str) -> str:
        """The physical name of a function that is called by its physical name, its ARN or its logical name."""
        name = name.split(":")[6] if name.startswith("arn:") else name
        if name in self._pools:
            return name
        return next((function.physical for function in self._functions.values() if function.name == name), name)

    def _follow_functions(self, deployed: Deployed, clients: Clients) -> list[DeployError]:
        wanted = {function.physical: function for function in deployed.functions.values()}
        for gone in [name for name in self._pools if wanted.get(name) != self._functions[name]]:
            self._pools.pop(gone).retire()
        self._functions = wanted
        problems: list[DeployError] = []
        for name in wanted.keys() - self._pools.keys():
            try:
                self._pools[name] = self._pool(wanted[name], deployed, clients)
            except DeployError as error:
                problems.append(error)
        return problems

    def _pool(self, function: Function, deployed: Deployed, clients: Clients) -> Pool:
        scratch = self._home / "scratch" / function.name
        scratch.mkdir(parents=True, exist_ok=True)
        cloud = Cloud(self._endpoint, deployed.region, self._models.url)
        variables = environment_of(function, cloud, clients.credentials(function), scratch)
        program = Program(
            function.python, function.code, variables, function.arn, function.memory, float(function.timeout)
        )
        return Pool(program, self._log(function))

    def _log(self, function: Function) -> Log:
        """Asks for the values anew with each line: the next deployment may bring others."""
        subject = function.subject or function.name
        return Log(self._home / "logs", function.name, subject, lambda text: self._conceal(text))

    def _warm_up(self, deployed: Deployed) -> None:
        """One function after another, those that answer HTTP first: the first to import a module compiles it."""
        first = {route.function for address in deployed.addresses for route in address.routes}
        for function in sorted(deployed.functions.values(), key=lambda function: function.name not in first):
            pool = self._pools.get(function.physical)
            if pool is not None and not self._stopping.is_set():
                pool.warm_up()

    def _follow_addresses(self, deployed: Deployed, clients: Clients) -> list[DeployError]:
        wanted: dict[int, Address | WebsiteAddress] = {
            item.port: item for item in (*deployed.addresses, *deployed.websites)
        }
        for port in self._servers.keys() - wanted.keys():
            self._servers.pop(port)[1].stop()
        problems: list[DeployError] = []
        for port, item in sorted(wanted.items()):
            known, server = self._servers.get(port, (None, None))
            if known == item:
                continue
            application = self._application(item, deployed, clients)
            try:
                self._servers[port] = item, _listening(server, port, application)
            except OSError as error:
                problems.append(_port_taken(item, error))
        return problems

    def _application(self, item: Address | WebsiteAddress, deployed: Deployed, clients: Clients) -> Application:
        if isinstance(item, WebsiteAddress):
            return Website(item, clients("s3"))
        return Gateway(item, deployed.account, self.invoke)

    def _follow_sources(self, deployed: Deployed, clients: Clients) -> None:
        for source in self._sources:
            source.stop()
        pollers = [Poller(queue, clients("sqs"), deployed.region, self.invoke) for queue in deployed.queues]
        ticker = Ticker(deployed.schedules, self._background.leave, self._complain)
        for started in (*pollers, ticker):
            started.start()
        self._sources = [*pollers, ticker]

    def _complain(self, function: str, message: str) -> None:
        pool = self._pools.get(self._key(function))
        if pool is not None:
            pool.log.write(message)

    def _refusal(self, headers: Mapping[str, str], action: str, resources: Iterable[str]) -> str | None:
        deployed = self._deployed
        if deployed is None:
            return None
        arns = [_arn(resource, action, deployed) for resource in resources]
        return permission.refusal(headers, action, arns, deployed.account)

    def _reap(self) -> None:
        while not self._stopping.wait(SECONDS_BETWEEN_REAPS):
            for pool in tuple(self._pools.values()):
                pool.reap()


def _listening(server: Server | None, port: int, application: Application) -> Server:
    """A server of the port; one that is there stays. A worker that is just being started holds a copy of every socket
    for a moment, so that a port that we closed could not be opened again at once."""
    if server is None:
        return Server(application, port)
    server.answer_with(application)
    return server


def _arn(resource: str, action: str, deployed: Deployed) -> str:
    """`foundation-model/ID` and the like -> the ARN that policies name."""
    if resource.startswith("arn:"):
        return resource
    account = "" if resource.startswith("foundation-model/") else deployed.account
    return f"arn:aws:{action.partition(':')[0]}:{deployed.region}:{account}:{resource}"


def _port_taken(item: Address | WebsiteAddress, error: OSError) -> DeployError:
    return DeployError(
        item.name,
        f"another program listens on port {item.port} of this computer ({error.strerror or error}).",
        "Stop that program and deploy again.",
        subject=item.subject if isinstance(item, Address) else None,
    )
