"""Alembic's `env.py`: which database it migrates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

ENV = """
import os
from alembic import context
from sqlalchemy import create_engine, engine_from_config, pool
config = context.config
URL = os.environ["ORDERS_URL"]
def run_offline():
    context.configure(url=URL, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
def run_online():
    {connect}
    with connectable.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
if context.is_offline_mode():
    run_offline()
else:
    run_online()
"""
CONNECT = {
    "an option that is set": """config.set_main_option("sqlalchemy.url", URL)
    connectable = engine_from_config(config.get_section("alembic"), prefix="sqlalchemy.")""",
    "a section that is changed": """section = config.get_section("alembic")
    section["sqlalchemy.url"] = URL
    connectable = engine_from_config(section, prefix="sqlalchemy.")""",
    "an engine of its own": "connectable = create_engine(URL)",
}


@pytest.mark.parametrize("way", CONNECT)
def test_migrations_change_the_database_that_env_py_connects_to(opened: Callable[..., Architecture], way: str) -> None:
    project = opened({"alembic/env.py": ENV.replace("{connect}", CONNECT[way])})
    assert actions_of(project, "alembic.env") == {"database:ORDERS_URL": {"read", "write"}}


INI = "[alembic]\nscript_location = alembic\nsqlalchemy.url = postgresql://app:pw@db/orders\n"
SECTION = 'connectable = engine_from_config(config.get_section("alembic"), prefix="sqlalchemy.")'


def test_an_env_py_without_an_address_has_that_of_alembic_ini(opened: Callable[..., Architecture]) -> None:
    project = opened({"alembic/env.py": ENV.replace("{connect}", SECTION), "alembic.ini": INI})
    assert actions_of(project, "alembic.env") == {"database:orders": {"read", "write"}}


def test_what_an_env_py_sets_is_no_others(opened: Callable[..., Architecture]) -> None:
    setting = ENV.replace("{connect}", CONNECT["an option that is set"])
    sources = {"alembic/env.py": setting, "migrations/env.py": ENV.replace("{connect}", SECTION), "alembic.ini": INI}
    project = opened(sources)
    assert actions_of(project, "alembic.env") == {"database:ORDERS_URL": {"read", "write"}}
    assert actions_of(project, "migrations.env") == {"database:orders": {"read", "write"}}


def test_the_address_that_alembic_init_writes_is_none(opened: Callable[..., Architecture]) -> None:
    template = "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n"
    project = opened({"alembic/env.py": ENV.replace("{connect}", SECTION), "alembic.ini": template})
    assert [one.name for one in project.resources if one.kind == "database"] == [None]
