"""The domains of a column, in the order in which a server checks them."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.domains import domains_of

DOMAINS = "CREATE DOMAIN inner_one AS int; CREATE DOMAIN outer_one AS inner_one; CREATE DOMAIN list AS inner_one[];"


@pytest.mark.parametrize(
    ("type_text", "names"),
    [
        ("int", []),
        ("inner_one", ["inner_one"]),
        ("outer_one", ["inner_one", "outer_one"]),
        ("outer_one[]", []),
        ("list", ["list"]),
    ],
)
def test_the_innermost_domain_comes_first(type_text: str, names: list[str]) -> None:
    catalog = catalog_of(f"{DOMAINS} CREATE TABLE c (a {type_text});")
    (column,) = catalog.tables[QualifiedName("public", "c")].columns
    assert [domain.name.name for domain in domains_of(catalog, column)] == names
