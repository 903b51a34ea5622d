"""Settings of Django: `from django.conf import settings` gives those of the project nearest to who asks."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of

SETTINGS = """
import os
SECRET_KEY = os.environ["SECRET_KEY"]
API_URL = os.getenv("API_URL", "https://{name}.example.org")
ROOT_URLCONF = "config.urls"
"""
CLIENT = """
import httpx
from django.conf import settings
def orders(request): return httpx.get(settings.API_URL.rstrip("/") + "/orders")
"""
URLS = "from django.urls import path\nfrom shop import views\nurlpatterns = [path('orders/', views.orders)]\n"


def _shop(name: str) -> dict[str, str]:
    return {
        f"{name}/config/settings.py": SETTINGS.replace("{name}", name),
        f"{name}/config/urls.py": URLS,
        f"{name}/shop/views.py": CLIENT,
    }


def test_a_view_reads_the_settings(opened: Callable[..., Architecture]) -> None:
    project = opened(_shop("web"))
    assert actions_of(project, "ANY /orders/") == {"external_api:web.example.org": {"read"}}


def test_each_project_of_a_repository_has_its_own(opened: Callable[..., Architecture]) -> None:
    project = opened({**_shop("web"), **_shop("back")})
    assert actions_of(project, "back.shop.views.orders") == {"external_api:back.example.org": {"read"}}
    assert actions_of(project, "web.shop.views.orders") == {"external_api:web.example.org": {"read"}}


def test_the_process_has_the_settings_and_runs_no_view_when_it_starts(opened: Callable[..., Architecture]) -> None:
    project = opened(_shop("web"))
    found = {(link.kind, link.resource) for link in project.links if link.entry.endswith("startup")}
    assert found == {("config", "secret:SECRET_KEY")}


MANAGE = """
import sys
from django.core.management import execute_from_command_line
if __name__ == "__main__":
    execute_from_command_line(sys.argv)
"""


def test_manage_py_is_no_worker(opened: Callable[..., Architecture]) -> None:
    project = opened({**_shop("web"), "web/manage.py": MANAGE})
    assert [entry.label for entry in project.entries] == ["startup", "ANY /orders/"]
