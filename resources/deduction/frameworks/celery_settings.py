"""Celery's settings: `app.conf.update(broker_url=…)`, `app.conf.broker_url = …`, `app.config_from_object("settings")`.

What is set stands as `conf.NAME` among the attributes of the application, as an assignment leaves it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import naming
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..values import Arguments, Const, LibMethod, LibObject, Mapped, Place, Value, alternatives
from .flask_settings import attributes_of
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

BROKER = ("broker_url", "broker_write_url")
BACKEND = ("result_backend",)


@rule("celery.Celery.conf.update", "celery.Celery.conf.setdefault")
def update(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.conf.update(broker_url=URL)`, `app.conf.update({"broker_url": URL})`."""
    if callee is not None:
        for given in a.positional:
            for one in alternatives(given):
                if isinstance(one, Mapped):
                    _keep(m, callee.receiver, {str(key): value for key, value in one.items.items()})
        _keep(m, callee.receiver, dict(a.named))
    return Const(None)


@rule("celery.Celery.config_from_object", "celery.Celery.conf.update_from_object")
def from_object(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.config_from_object("django.conf:settings", namespace="CELERY")`, a module, a class or an object."""
    given = naming.bind(("obj", "silent", "force", "namespace"), a)
    if callee is not None and "obj" in given:
        prefix = naming.text_of(given["namespace"]) if "namespace" in given else ""
        found = attributes_of(m, f, given["obj"]) or _of_django(m, prefix or "")
        start = f"{prefix}_" if prefix else ""
        _keep(m, callee.receiver, {name[len(start):]: one for name, one in found.items() if name.startswith(start)})
    return Const(None)


def _of_django(m: Machine, prefix: str) -> dict[str, Value]:
    """`"django.conf:settings"`: the module of the settings that speaks of Celery."""
    for file in sorted(m.project.summaries) if prefix else ():
        if "settings" in file and m.project.says(file, prefix.encode()):
            return module(m, file).scope.names
    return {}


def _keep(m: Machine, app: LibObject, settings: dict[str, Value]) -> None:
    for name, value in settings.items():
        m.write(app, app.attributes, f"conf.{name.lower().removeprefix('celery_')}", value)


def setting(app: LibObject, names: tuple[str, ...]) -> Value | None:
    """The first of these settings that the application has."""
    return next((app.attributes[key] for name in names if (key := f"conf.{name}") in app.attributes), None)
