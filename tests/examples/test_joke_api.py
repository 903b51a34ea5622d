"""The joke API tells jokes and keeps those that people liked."""

from __future__ import annotations

import pytest

from archloom.deployer import deploy as use_cases

from .conftest import Deployment

pytestmark = pytest.mark.slow
NAME = "joke_api"


def test_it_tells_a_joke_about_what_was_asked(deployment: Deployment) -> None:
    status, told = deployment.fetch("GET", "/joke?topic=penguins")

    assert (status, told["topic"]) == (200, "penguins")
    assert "Tell me a joke about penguins" in told["joke"]


def test_a_joke_that_was_kept_stands_on_the_shelf_until_it_is_forgotten(deployment: Deployment) -> None:
    status, kept = deployment.fetch("POST", "/favourites", {"joke": "Honk.", "topic": "geese"})
    assert status == 201

    _, shelf = deployment.fetch("GET", "/favourites")
    assert shelf == {"favourites": [{"id": kept["id"], "joke": "Honk.", "topic": "geese"}]}
    assert deployment.fetch("GET", f"/favourites/{kept['id']}") == (200, {"joke": "Honk.", "topic": "geese"})

    assert deployment.fetch("DELETE", f"/favourites/{kept['id']}") == (204, "")
    assert deployment.fetch("GET", f"/favourites/{kept['id']}")[0] == 404


def test_a_joke_without_words_is_refused(deployment: Deployment) -> None:
    status, said = deployment.fetch("POST", "/favourites", {})

    assert (status, "joke" in said["message"]) == (400, True)


def test_a_second_deployment_changes_nothing(deployment: Deployment) -> None:
    assert use_cases.preview(deployment.project).pending == ()
