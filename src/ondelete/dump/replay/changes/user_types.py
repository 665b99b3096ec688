"""Types come and go: a domain's constraints occupy names, as those of tables do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import DomainCheck, QualifiedName, UserType
    from ondelete.dump.replay.model.state import State


def put_type(new: UserType, state: State) -> None:
    """Store a type, new or changed."""
    old = state.types.get(new.name)
    state.types[new.name] = new
    if isinstance(new, Domain) and new.base_name is not None:
        state.type_users.setdefault(new.base_name, {})[new.name] = None
    before = old.checks if isinstance(old, Domain) else ()
    after = new.checks if isinstance(new, Domain) else ()
    if len(after) == len(before) + 1 and after[-2:-1] == before[-1:]:  # one more
        _occupy(new.name, after[len(before) :], state)
    else:
        _vacate(new.name, before, state)
        _occupy(new.name, after, state)


def drop_type(name: QualifiedName, state: State) -> UserType:
    """Forget a type, and return what it was."""
    old = state.types.pop(name)
    state.labels.pop(name, None)
    state.names.free(*name)
    _vacate(name, old.checks if isinstance(old, Domain) else (), state)
    return old


def _occupy(domain: QualifiedName, checks: Sequence[DomainCheck], state: State) -> None:
    state.domain_constraints.update((domain.schema, check.name) for check in checks)


def _vacate(domain: QualifiedName, checks: Sequence[DomainCheck], state: State) -> None:
    for check in checks:
        state.domain_constraints[domain.schema, check.name] -= 1
        if not state.domain_constraints[domain.schema, check.name]:
            del state.domain_constraints[domain.schema, check.name]
        state.names.free(domain.schema, check.name)
