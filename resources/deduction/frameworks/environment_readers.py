"""Objects that read environment variables: `env = Env()` of environs and django-environ, Starlette's `Config`.

`env("HOST", default="localhost")`, `env.str("HOST")`, `env.int("PORT", 80)`: whatever the method makes of it, the
variable's text is what names a resource. `get_environment_variables(model=Variables)` of aws_lambda_env_modeler makes
a model whose fields are variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls, environment, naming, strings
from ..evaluate.machine import Frame
from ..values import Arguments, Const, Lib, LibMethod, Place, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

READERS = ("environs.Env", "environ.Env", "environ.FileAwareEnv", "starlette.config.Config")
KINDS = (
    "__call__", "str", "bytes", "int", "float", "decimal", "path", "url", "enum", "get", "get_value", "unicode",
    "dj_email_url", "dj_cache_url", "dj_db_url", "db", "db_url", "cache", "cache_url", "search_url", "email_url",
)  # fmt: skip
DEFAULT_NAMES = {"db": "DATABASE_URL", "db_url": "DATABASE_URL", "cache": "CACHE_URL", "cache_url": "CACHE_URL"}

for _path in READERS:

    def _reader(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_reader)


@rule(*methods(READERS, KINDS))
def read(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The value of the variable; its name may be left out where the library has one of its own."""
    starlette = callee is not None and callee.receiver.path == "starlette.config.Config"
    given = naming.bind(("key", "cast", "default") if starlette else ("name", "default"), a)
    name = given.get("name") or given.get("key") or given.get("var")
    own = DEFAULT_NAMES.get(callee.name if callee is not None else "")
    if name is None and own is None:
        return None
    prefix = callee.receiver.arguments.get("env_prefix") if callee is not None and starlette else None
    name = strings.concat((prefix, name)) if prefix is not None and name is not None else name
    return environment.read(m, f, name or Const(own), given.get("default"), place)


@rule("aws_lambda_env_modeler.get_environment_variables",
      "aws_lambda_env_modeler.modeler_impl.get_environment_variables")  # fmt: skip
def modelled(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`get_environment_variables(model=Variables).TABLE_NAME`"""
    model = naming.bind(("model",), a).get("model")
    return calls.call(m, f, model, Arguments(rest=(Lib("os.environ"),)), place) if model is not None else None
