"""Names by schema: a dict, which also knows what is in a schema."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ondelete.catalog import QualifiedName
from ondelete.dump.replay.model.by_schema import BySchema

NAMES = st.builds(QualifiedName, st.sampled_from("ab"), st.sampled_from("xyz"))


@given(st.lists(st.tuples(st.sampled_from(("set", "delete", "pop")), NAMES)))
def test_it_is_a_dict_that_finds_by_schema(steps: list[tuple[str, QualifiedName]]) -> None:
    found, plain = BySchema[int](), dict[QualifiedName, int]()
    for number, (step, name) in enumerate(steps):
        if step == "set":
            found[name] = plain[name] = number
        elif step == "pop":
            assert found.pop(name, -1) == plain.pop(name, -1)
        elif name in plain:
            del found[name], plain[name]
    assert list(found.items()) == list(plain.items())
    for schema in "ab":
        assert found.in_schema(schema) == tuple(name for name in plain if name.schema == schema)
