"""Libraries that read settings from files and variables: which name the code gets from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

HEADER = """
import boto3, configparser
from box import Box
from decouple import Csv, config
from dynaconf import Dynaconf, Validator
from omegaconf import OmegaConf
from starlette.config import Config
settings = Dynaconf(envvar_prefix="APP", settings_files=["settings.toml"], environments=True, env="production",
                    validators=[Validator("OTHER", default="others")])
plain = Dynaconf(envvar_prefix=False, settings_files=["plain.yaml"])
omega = OmegaConf.load("conf.yaml")
merged = OmegaConf.merge(omega, OmegaConf.create({"db": {"table": "mine"}}))
star = Config(env_prefix="APP_")
ini = configparser.ConfigParser()
ini.read("app.ini")
def f(): boto3.resource("dynamodb").Table(EXPRESSION).scan()
"""
FILES = {
    "settings.toml": "[default]\ntable = 'none'\nindex = 'byday'\n"
    "[production]\ntable = 'orders'\n[production.db]\nname = 'inner'\n",
    "plain.yaml": "db:\n  table: orders\n",
    "conf.yaml": "db: {table: orders, index: '${db.table}-index', log: '${oc.env:LOG,logs}-1'}\n"
    "list: [{name: first}]\n",
    "app.ini": "[db]\nstage = prod\ntable = %(stage)s-orders\nodd = 50%\n",
}
CASES = [
    ("settings.TABLE", "orders"),
    ("settings.table", "orders"),
    ("settings['index']", "byday"),
    ("settings.get('missing', 'orders')", "orders"),
    ("settings.other", "others"),
    ("settings.db.name", "inner"),
    ("settings.elsewhere", "APP_ELSEWHERE"),
    ("plain.db.table", "orders"),
    ("omega.db.table", "orders"),
    ("omega['db']['index']", "orders-index"),
    ("omega.db.log", "logs-1"),
    ("omega.list[0].name", "first"),
    ("merged.db.table", "mine"),
    ("merged.db.index", "mine-index"),
    ("Box({'db': {'table': 'orders'}}).db.table", "orders"),
    ("config('TABLES', default='orders,others', cast=Csv())[0]", "orders"),
    ("star('TABLE')", "APP_TABLE"),
    ("ini['db']['table']", "prod-orders"),
    ("ini.get('db', 'odd')", "50%"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "table"), CASES)
def test_a_setting_names_a_table(
    expression: str, table: str, uses: Callable[..., dict[str, set[str]]]
) -> None:
    files = {"app.py": HEADER.replace("EXPRESSION", expression), **FILES}

    assert uses(files) == {f"kv_store:{table}": {"Scan"}}


def test_a_function_of_hydra_gets_the_configuration(uses: Callable[..., dict[str, set[str]]]) -> None:
    code = """
        import boto3, hydra
        @hydra.main(version_base=None, config_path="conf", config_name="main")
        def run(cfg): boto3.resource("dynamodb").Table(cfg.db.table).scan()
        def f(): run()
        """

    assert uses({"app.py": code, "conf/main.yaml": "db:\n  table: orders\n"}) == {"kv_store:orders": {"Scan"}}
