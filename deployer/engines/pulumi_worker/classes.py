"""From Pulumi's wire names, which blueprints use, to the Python classes of pulumi-aws, which say it in Python's way.

    aws:dynamodb/table:Table  -> pulumi_aws.dynamodb.Table, pulumi_aws.dynamodb.TableArgs
    hashKey                   -> hash_key

Only the module of a type that is used is imported. Nested inputs stay plain dicts with wire names: pulumi sends keys
that it does not know as they are.
"""

from __future__ import annotations

import importlib
import keyword
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pulumi import _types  # pyright: ignore[reportPrivateUsage] - the only place that knows both names

from ...errors import DeployError


@dataclass(frozen=True, slots=True)
class Classes:
    """A type of resource in Python. `inputs` maps wire names to argument names, `outputs` to attributes."""

    resource: type[Any]
    arguments: type[Any]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


@cache
def classes(token: str) -> Classes:
    """The classes of `aws:dynamodb/table:Table`. Raises DeployError when pulumi-aws has no such type."""
    package, path, name = token.split(":")
    module_name = path.partition("/")[0]
    module_name += "_" if keyword.iskeyword(module_name) else ""
    try:
        module = importlib.import_module(f"pulumi_{package}.{module_name}")
        resource = getattr(module, name)
        arguments = _arguments_of(resource)
    except (ImportError, AttributeError) as error:
        raise DeployError(
            token, "the installed pulumi-aws has no such type.", "Update it with `pip install -U pulumi-aws`."
        ) from error
    inputs = {wire: python for python, wire in _types.input_type_py_to_pulumi_names(arguments).items()}
    return Classes(resource, arguments, inputs, _types.resource_pulumi_to_py_names(resource))


def _arguments_of(resource: type[Any]) -> type[Any]:
    """`TableArgs`, or `TableInitArgs` where a nested type has taken that name."""
    home = sys.modules[resource.__module__]
    return getattr(home, f"{resource.__name__}InitArgs", None) or getattr(home, f"{resource.__name__}Args")


def arguments(token: str, inputs: Mapping[str, Any]) -> Any:
    """The arguments object of a type from inputs with wire names. Raises DeployError for one that it has not."""
    known = classes(token)
    unknown = sorted(inputs.keys() - known.inputs.keys())
    if unknown:
        raise DeployError(
            token, f"it has no input {unknown[0]!r} in the installed pulumi-aws.", "Update Archloom and pulumi-aws."
        )
    return known.arguments(**{known.inputs[name]: value for name, value in inputs.items()})


def output(resource: Any, token: str, name: str) -> Any:
    """The output of a registered resource by its wire name."""
    return resource.id if name == "id" else getattr(resource, classes(token).outputs.get(name, name))
