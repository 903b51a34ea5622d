"""Connection: something that is not made here and that the code finds through an environment variable.

The address of a database, a cache or a vector store often holds a password, so that it goes to the functions as
secrets go: from .env or the environment into the secret store, from there into the variable.
"""

from __future__ import annotations

from ...resources.architecture import Resource
from .context import Context, Filled, Made, existing_name
from .secret import provided_by_role, stored


def lower(resource: Resource, context: Context) -> Made:
    name = resource.env
    if name is None or provided_by_role(name) or existing_name(resource, context):
        return Made()
    if any(filled.variable == name for filled in context.filled.values()):
        return Made(fills=next(filled for filled in context.filled.values() if filled.variable == name))
    if name not in context.variables:
        return Made()  # the plan's notes say so
    resources, arn = stored(name, context.physical(name, "secret"), name, resource.id)
    return Made(resources, fills=Filled(name, arn, arn))
