"""Pydantic models, settings and data classes: what validators, aliases, copies and nested parts make of names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

HEADER = """
import boto3
from dataclasses import InitVar, dataclass, field, replace
from pydantic import BaseModel, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

class Store(BaseModel):
    name: str = Field("none", alias="tableName")
    copy_of: str | None = None
    @field_validator("name")
    @classmethod
    def prefixed(cls, value): return "my-" + value
    @model_validator(mode="after")
    def filled(self):
        self.copy_of = self.copy_of or self.name + "-copy"
        return self

class Config(BaseModel):
    store: Store
    others: list[Store] = []

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")
    store: Store = Store(tableName="orders")

class OldSettings(BaseSettings):
    table: str = Field(..., env=["TABLE", "OLD_TABLE"])

@dataclass
class Names:
    stage: InitVar[str] = "dev"
    app: str = "my"
    table: str = field(init=False)
    def __post_init__(self, stage): self.table = f"{self.app}-{stage}"

T = boto3.resource("dynamodb").Table
def f(): T(EXPRESSION).get_item(Key={})
"""

CASES = [
    ("a validator", "Store(tableName='orders').name", "my-orders"),
    ("a default is not validated", "Store().name", "none"),
    ("a validator of the whole", "Store(tableName='orders').copy_of", "my-orders-copy"),
    ("data for an inner model", "Config.model_validate({'store': {'tableName': 'orders'}}).store.name", "my-orders"),
    ("data for a list of models", "Config(store={}, others=[{'tableName': 'orders'}]).others[0].name", "my-orders"),
    ("a copy with a change", "Store(tableName='a').model_copy(update={'name': 'orders'}).name", "orders"),
    ("a model in settings", "Settings().store.name", "my-orders"),
    ("the first of several variables", "OldSettings().table", "TABLE"),
    ("what only the constructor is given", "Names('prod').table", "my-prod"),
    ("a replaced field", "replace(Names(), app='your', stage='prod').table", "your-prod"),
]


@pytest.mark.parametrize(("what", "expression", "table"), CASES)
def test_a_model_says_a_name(
    what: str, expression: str, table: str, uses: Callable[..., dict[str, set[str]]]
) -> None:
    assert uses(HEADER.replace("EXPRESSION", expression)) == {f"kv_store:{table}": {"GetItem"}}, what


def test_each_part_of_a_model_in_settings_has_its_variable(opened: Callable[..., Architecture]) -> None:
    seen = opened(HEADER.replace("EXPRESSION", "Settings().store.name"), "app.f")

    assert [one.env for one in seen.resources if one.kind == "kv_store"] == ["APP_STORE__NAME"]
