"""The blueprint: what a stack consists of, as plain data, before any cloud is asked.

A `CloudResource` has the type and the input names of Pulumi's AWS provider (`aws:dynamodb/table:Table`, `hashKey`), so
that there is one vocabulary for plan, state and both engines. An input may hold what is only known later:

    Ref("orders-table", "arn")         an output of another resource (or of the account: `ACCOUNT`)
    Join(("arn:aws:s3:::", Ref(…)))    a text put together from such parts
    JsonText({...})                    a document written as text (a policy), with such parts inside
    SecretValue("OPENAI_API_KEY")      a secret, found in the environment or .env while it is applied
    Code("3f9c1a7…")                   the package of the project with that content hash
    File("site/index.html", "9ab…")    a file of the project with that content hash

`settle` turns an input into JSON by means of the outputs known so far. What is not known yet becomes `UNKNOWN`; a
secret, code and files become markers (`{"$secret": name, "digest": …}`) and never their content: that is what state
files hold and plans compare.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ..resources.architecture import Link

Severity = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class Ref:
    """An output of another resource of the blueprint, by its logical name."""

    resource: str
    output: str


@dataclass(frozen=True, slots=True)
class Join:
    """A text made of parts."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class JsonText:
    """A JSON document as text, keys sorted."""

    value: Value


@dataclass(frozen=True, slots=True)
class SecretValue:
    """A secret, named by the environment variable that holds it on the computer that deploys."""

    variable: str


@dataclass(frozen=True, slots=True)
class Code:
    """The project's package, by the hash of what it is made from."""

    digest: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of the project: its path, relative to the root, and the hash of its bytes."""

    path: str
    digest: str


Value = (
    None | bool | int | float | str | Ref | Join | JsonText | SecretValue | Code | File
    | list["Value"] | dict[str, "Value"]
)  # fmt: skip

AWS: Final = "aws"
"""The name of the pseudo resource whose outputs are facts of the account."""
ACCOUNT: Final = Ref(AWS, "accountId")


class Unknown:
    """The one value that stands for what is known only after a resource was made."""

    def __repr__(self) -> str:
        return "known after apply"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
LATER: Final = "(known after apply)"
"""How people see it."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why a policy has a statement: the resource that it is about, and the links that need it or what Lambda needs."""

    subject: str | None = None
    links: tuple[Link, ...] = ()
    why: str = ""
    """In words, where no link of the code's own says it."""

    @property
    def places(self) -> tuple[str, ...]:
        """The lines of code (`main.py:31`), each once."""
        return tuple(str(span) for span in sorted({piece.span for link in self.links for piece in link.evidence}))


@dataclass(frozen=True, slots=True)
class CloudResource:
    """One resource of the provider. `name` is its logical name, unique in the blueprint."""

    type: str
    name: str
    inputs: Mapping[str, Value]
    depends_on: tuple[str, ...] = ()
    """Logical names that must be there first although no input refers to them."""
    subject: str | None = None
    """The id in the architecture (resource or compute) whose card shows what happens to it."""
    because: Mapping[str, Because] = field(default_factory=dict[str, "Because"], compare=False)
    """Of a policy: Sid -> why the statement is there."""

    @property
    def needs(self) -> frozenset[str]:
        """The logical names of every resource that must be there first."""
        return frozenset(self.depends_on) | {ref.resource for ref in refs(dict(self.inputs)) if ref.resource != AWS}


@dataclass(frozen=True, slots=True)
class NamedOutput:
    """What a person wants to know after a deployment: a URL, a name."""

    name: str
    value: Value
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the plan tells besides its changes: what is not deployed and why, what stands in for what."""

    message: str
    severity: Severity = "info"
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A whole stack. `resources` stand in an order in which each comes after what it needs."""

    project: str
    stack: str
    region: str
    resources: tuple[CloudResource, ...] = ()
    outputs: tuple[NamedOutput, ...] = ()
    notes: tuple[Note, ...] = ()
    by_name: Mapping[str, CloudResource] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {resource.name: resource for resource in self.resources}
        if len(by_name) != len(self.resources):
            names = [resource.name for resource in self.resources]
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"two resources of the blueprint have one name: {', '.join(twice)}")
        object.__setattr__(self, "by_name", by_name)


def refs(value: Value) -> Iterator[Ref]:
    """Every reference inside a value."""
    match value:
        case Ref():
            yield value
        case Join(parts=parts):
            for part in parts:
                yield from refs(part)
        case JsonText(value=inner):
            yield from refs(inner)
        case list():
            for item in value:
                yield from refs(item)
        case dict():
            for item in value.values():
                yield from refs(item)
        case _:
            pass


@dataclass(frozen=True, slots=True)
class Known:
    """What `settle` may look up: outputs by logical name, and a digest (never the value) of a secret."""

    outputs: Mapping[str, Mapping[str, Any]]
    secret_digest: Callable[[str], str]


def settle(value: Value, known: Known) -> Any:
    """The JSON of a value, with `UNKNOWN` in place of what is not known yet."""
    match value:
        case Ref(resource=resource, output=output):
            return known.outputs.get(resource, {}).get(output, UNKNOWN)
        case Join(parts=parts):
            settled = [settle(part, known) for part in parts]
            return UNKNOWN if UNKNOWN in settled else "".join(str(part) for part in settled)
        case JsonText(value=inner):
            return _text(settle(inner, known))
        case SecretValue(variable=variable):
            return {"$secret": variable, "digest": known.secret_digest(variable)}
        case Code(digest=digest):
            return {"$code": digest}
        case File(path=path, digest=digest):
            return {"$file": path, "digest": digest}
        case list():
            return [settle(item, known) for item in value]
        case dict():
            return {key: settle(item, known) for key, item in value.items() if item is not None}
        case _:
            return value


def settle_inputs(resource: CloudResource, known: Known) -> dict[str, Any]:
    """The settled inputs of a resource, without those that are None."""
    settled: dict[str, Any] = settle(dict(resource.inputs), known)
    return settled


def _text(settled: Any) -> str:
    """A document, readable even while parts of it are not known yet."""
    return json.dumps(settled, sort_keys=True, default=lambda part: LATER if part is UNKNOWN else repr(part))
