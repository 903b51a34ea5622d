"""What the tests of the catalog share: the built-in catalog, read once."""

from __future__ import annotations

import pytest

from archloom.resources.catalog.loader import Catalog, load


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load()
