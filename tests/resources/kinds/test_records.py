"""The records agree with the classes and with themselves."""

from __future__ import annotations

import inspect

import pytest

from archloom import resources
from archloom.resources.kinds import DECLARED, FAMILY_TITLES, KINDS, Kind, by_class
from archloom.resources.kinds.declared import Declared

CONTRACT = (
    "router web_app function graph ui_app mcp_server worker schedule queue topic stream event_bus state_machine "
    "kv_store bucket file_system database cache vector_store search_index knowledge_base model model_endpoint secret "
    "parameter email website tracing external_api local_store aws_service"
)


def _class(kind: Kind) -> type[Declared]:
    return getattr(resources, kind.class_name or "")


def test_there_is_a_record_for_every_kind_of_the_contract() -> None:
    assert sorted(KINDS) == sorted(CONTRACT.split())


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.id)
def test_a_class_carries_the_record_that_it_is_described_by(kind: Kind) -> None:
    assert _class(kind).kind is kind
    assert by_class(kind.class_name or "") is kind


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.id)
def test_the_arguments_of_the_class_are_the_properties_of_the_record(kind: Kind) -> None:
    parameters = inspect.signature(_class(kind).__init__).parameters
    options = [name for name in parameters if name not in ("self", "name", "handler")]

    assert options == [known.name for known in kind.properties if known.argument]
    for known in (known for known in kind.properties if known.argument and not known.required):
        assert parameters[known.name].default == known.default


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.id)
def test_every_operation_and_every_trigger_is_a_method(kind: Kind) -> None:
    for name in (*(operation.name for operation in kind.operations), *kind.triggers):
        assert callable(getattr(_class(kind), name))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_the_default_of_a_property_is_allowed(kind: Kind) -> None:
    for known in (known for known in kind.properties if not known.required):
        assert known.refusal(known.default) is None


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_record_is_complete(kind: Kind) -> None:
    assert kind.family in FAMILY_TITLES
    assert kind.label
    assert kind.icon
    assert kind.fact is None or kind.find_property(kind.fact)
    assert all(kind.find_property(name) for name in kind.one_of)


def test_the_actions_of_operations_are_sorted_and_unknown_ones_need_none() -> None:
    store = KINDS["kv_store"]

    assert store.actions(("set", "get", "fly")) == ("dynamodb:GetItem", "dynamodb:PutItem")


def test_a_kind_refuses_properties_that_it_does_not_have() -> None:
    said = KINDS["queue"].refusal("jobs", {"colour": "red"})

    assert said == "Queue has no property 'colour'; it has fifo, dead_letter, timeout."
