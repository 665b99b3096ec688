from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.formats.places import repository_path, uri


@pytest.mark.parametrize(
    ("named", "path", "reference"),
    [
        ("schema.sql", "schema.sql", "schema.sql"),
        ("./db/structure.sql", "db/structure.sql", "db/structure.sql"),
        ("db//a b%.sql", "db/a b%.sql", "db/a%20b%25.sql"),
        ("main:db/structure.sql", "db/structure.sql", "db/structure.sql"),
        ("HEAD~3:./schema.sql", "schema.sql", "schema.sql"),
        ("/srv/app/schema.sql", "/srv/app/schema.sql", "file:///srv/app/schema.sql"),
        ("C:\\app\\schema.sql", "C:/app/schema.sql", "file:///C:/app/schema.sql"),
        ("c:/app/ü.sql", "c:/app/ü.sql", "file:///c:/app/%C3%BC.sql"),
        ("-", "-", "-"),
        ("\udcff.sql", "\udcff.sql", "%FF.sql"),
        ("a\nb?#.sql", "a\nb?#.sql", "a%0Ab%3F%23.sql"),
    ],
)
def test_a_path_as_others_want_it(named, path, reference):
    assert repository_path(named) == path
    assert uri(named) == reference


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="/\0"), min_size=1))
def test_a_uri_holds_nothing_but_the_path(name):
    found = urlsplit(uri(f"db/{name}"))
    assert (found.scheme, found.netloc, found.query, found.fragment) == ("", "", "", "")
    assert unquote(found.path) == repository_path(f"db/{name}")
