"""What every class that user code imports has in common: a checked name, checked options, a physical name.

Constructing one talks to no cloud: it checks the name and the options by the kind's record and keeps them. Only its
operations reach AWS, through boto3 imported at their first use, under the name that `physical.py` finds.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import physical

if TYPE_CHECKING:
    from typing import Self

    from .kind import Kind


class DeclarationError(ValueError):
    """A resource is declared with a name or an option that AWS does not allow."""


class Declared:
    """A resource of the cloud, declared in code by constructing it under a module-level name."""

    kind: ClassVar[Kind]
    name: str

    def __init__(self, name: str, /, **options: Any) -> None:
        given = {key: value for key, value in options.items() if value is not None}
        if refused := self.kind.refusal(name, given):
            raise DeclarationError(f"{type(self).__name__}({name!r}): {refused}")
        self.name = name

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    @property
    def physical_name(self) -> str:
        """What AWS calls it in this deployment. Raises NotDeployedError outside of one."""
        return physical.physical_name(self.kind.id, self.name)

    def _client(self, service: str) -> Any:
        """The client that its operations go through. Raises NotDeployedError first, where there is nothing to call."""
        _ = self.physical_name
        return client(service)


class Referable(Declared):
    """A resource that other code may make, too: a library, under a name that it is given."""

    @classmethod
    def at(cls, name: str, /) -> Self:
        """What other code makes under this name, to grant it: `@allow(KVStore.at("sessions").get)`.

        Declares nothing: keys and options stay those of the code that makes it.
        """
        return cls(name)


@cache
def client(service: str) -> Any:
    """The process's one boto3 client of a service; region and credentials come from the environment."""
    import boto3

    return boto3.client(service)
