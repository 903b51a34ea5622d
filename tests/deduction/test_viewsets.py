"""Views of Django REST framework answer with methods that the library brings along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import HEADER, PUT

Open = Callable[..., Architecture]
FILES = {
    "shop/__init__.py": "",
    "shop/settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}\n',
    "shop/models.py": "from django.db import models\nclass Order(models.Model): pass\n",
    "shop/urls.py": """
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from .views import Orders
router = DefaultRouter()
router.register("orders", Orders)
urlpatterns = [path("api/", include(router.urls))]
""",
}
VIEWS = f"""{HEADER}
from rest_framework import generics, mixins, viewsets
from rest_framework.decorators import action
from .models import Order
class Orders(BASE):
    queryset = Order.objects
    BODY
"""
READ, WRITE = {"database:shop": {"read"}}, {"database:shop": {"write"}}


def views(opened: Open, base: str = "viewsets.ModelViewSet", body: str = "pass") -> Architecture:
    return opened({**FILES, "shop/views.py": VIEWS.replace("BASE", base).replace("BODY", body)})


def test_a_model_view_set_answers_by_itself(opened: Open) -> None:
    seen = views(opened)

    assert {one.label for one in seen.entries} == {
        "GET /api/orders/", "POST /api/orders/", "GET /api/orders/{pk}/", "PUT /api/orders/{pk}/",
        "PATCH /api/orders/{pk}/", "DELETE /api/orders/{pk}/",
    }  # fmt: skip
    assert actions_of(seen, "GET /api/orders/") == READ
    assert actions_of(seen, "POST /api/orders/") == WRITE
    assert actions_of(seen, "DELETE /api/orders/{pk}/") == {"database:shop": {"read", "delete"}}


@pytest.mark.parametrize(
    ("base", "verbs"),
    [
        ("viewsets.ReadOnlyModelViewSet", {"GET"}),
        ("mixins.CreateModelMixin, viewsets.GenericViewSet", {"POST"}),
        ("viewsets.GenericViewSet", set[str]()),
    ],
)
def test_others_have_what_their_mixins_bring(opened: Open, base: str, verbs: set[str]) -> None:
    assert {one.label.partition(" ")[0] for one in views(opened, base).entries} == verbs


def test_an_action_is_a_route_of_its_own(opened: Open) -> None:
    body = '@action(detail=True, methods=["post"])\n    def pay(self, request, pk=None): T("orders").put_item(Item={})'

    assert actions_of(views(opened, body=body), "POST /api/orders/{pk}/pay/") == PUT


def test_hooks_run_with_the_action_that_calls_them(opened: Open) -> None:
    seen = views(opened, body='def perform_create(self, serializer): T("orders").put_item(Item={})')

    assert actions_of(seen, "POST /api/orders/") == {**WRITE, **PUT}
    assert actions_of(seen, "GET /api/orders/") == READ
