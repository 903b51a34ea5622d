"""What the catalog knows about third-party code, as plain data.

A `Call` says what calling a function, a class or a method does; a `Type` says what the object that it gives can do.
Deduction evaluates a program over *paths* (`langchain_aws.ChatBedrock`) and *objects* (a type id and the call that made
it) and asks the catalog about each call that leaves the project. Rows are written in TOML (README.md beside this file
says how) and read by `loader.py`; those of boto3 are made by `aws/` from botocore's own models.

To *run* an object is to use it as library code does out of sight: an agent runs its model and its tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["plain", "tail", "host", "prefix", "suffix", "database", "first", "statement"]
"""What part of the text is the name.

`plain` all of it; `tail` the last part of an ARN or a queue's URL (a plain name is its own tail); `host` the host of a
URL; `prefix` before and `suffix` after the first `:`; `database` the database of a connection URL, its host without
one; `first` what stands before the first `/` (`bucket/key`); `statement` the table of a statement in PartiQL.
"""

Choice = Literal["", "database", "model", "embeddings", "http", "storage", "search", "litellm"]
"""Which table tells kind and service by the text of an argument. See `choices.py`."""


@dataclass(frozen=True, slots=True)
class Name:
    """Where the name of a resource comes from: the first argument that is given, else a variable, else the default.

    An argument may reach into what it gets: `config.index_id` a key of a dict or an attribute, `Entries[].BusName` in
    every item of a list (or value of a dict), `RequestItems{}` every key of a dict. `self.x` is the argument x of the
    call that made the object.
    """

    arguments: tuple[str, ...] = ()
    form: Form = "plain"
    default: str = ""
    env: tuple[str, ...] = ()
    """Variables that the library reads by itself when no argument is given."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A variable with a secret that the library reads by itself, unless one of the arguments `unless` is given."""

    env: str
    unless: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Other variables that it reads when `env` is not set; a project that names one of them means that one."""


@dataclass(frozen=True, slots=True)
class Use:
    """A resource that a call touches. Without a kind it is the one that the object stands for."""

    kind: str = ""
    service: str = ""
    name: Name = Name()
    operation: str = ""
    """The library's word; empty for the method's own name."""
    actions: tuple[str, ...] = ()
    """Exact IAM actions on AWS, otherwise read, write, invoke, delete or connect."""
    when: str = ""
    """Only if this argument is given."""
    of: str = ""
    """An argument: the resource that its object stands for is meant (`index(docs, records, store)` writes to both),
    or what the object was made with (`self.vector_store`)."""


@dataclass(frozen=True, slots=True)
class Call:
    """What calling a function, a class or a method does."""

    parameters: tuple[str, ...] = ()
    """Positional arguments in order, without self."""
    kind: str = ""
    """The kind of resource that the object stands for; empty when it stands for none."""
    service: str = ""
    """May hold an argument: `{provider}`."""
    name: Name = Name()
    properties: Mapping[str, str] = field(default_factory=dict[str, str])
    """Property of the resource -> `argument`, `argument=default` or `=literal`."""
    same_as: tuple[str, ...] = ()
    """Arguments that may bring the resource with them (`client`, `conn`): the object then stands for the resource of
    the first that has one, and kind, service and name above are for when none has."""
    secrets: tuple[Secret, ...] = ()
    uses: tuple[Use, ...] = ()
    """What the call does at once."""
    calls: tuple[str, ...] = ()
    """Arguments that are called now; `*` every argument that is a function."""
    runs: bool = False
    """Runs the object: its type's `run`, and all that it holds."""
    reaches: bool = False
    """Runs what the object (or the object that is made) holds, without the `run` of its own type: adding texts to a
    store runs its embeddings."""
    returns: str = ""
    """A type id, which may hold an argument (`boto3.client:{service_name}`); `self` the same object; `=x` the argument
    x itself; empty an opaque value."""
    holds: tuple[str, ...] = ()
    """Arguments that are kept and reached when the object runs; `*` all. A method adds to its object."""
    factories: tuple[str, ...] = ()
    """Held functions that return something to run (`get_session_history`)."""
    rule: str = ""
    """The rule of deduction/frameworks/ that handles the call instead."""
    choice: Choice = ""
    """`Catalog.choose` settles kind, service and secrets by the text of the arguments in `chosen_by`."""
    chosen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Type:
    """What an object of a library can do."""

    bases: tuple[str, ...] = ()
    run: tuple[Use, ...] = ()
    """What happens when something that holds it runs it."""
    methods: Mapping[str, Call] = field(default_factory=dict[str, Call])
    """`*` stands for any other method."""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Attribute -> type id; `self` for one that stands for the same resource."""
    enter: str = ""
    """What `with` gives; empty for the object itself."""
    items: str = ""
    """What iterating or subscripting gives."""
    hooks: tuple[str, ...] = ()
    """Methods of a user's subclass that the library calls when it runs the object."""
