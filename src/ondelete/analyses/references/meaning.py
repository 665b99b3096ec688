"""Which table the name of a column means, and why: keys of that name first, then tables, then parts of the name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ondelete.analyses.references.precedents import OWN
from ondelete.analyses.references.reference import Grade
from ondelete.analyses.references.words import other_numbers, singular, stem_of, words_of
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.analyses.references.precedents import Precedent, Precedents
    from ondelete.analyses.references.tables import TableNames
    from ondelete.analyses.references.words import Stem
    from ondelete.catalog import Catalog, ForeignKey

_OWN = frozenset(
    "parent root previous prev next predecessor successor duplicate original reply replied superseded".split()
)
_USERS = tuple((word,) for word in ("user", "account", "member", "person", "employee", "profile"))
_ROLES = frozenset(
    """
    actor admin administrator applier approver assignee assigner author banner commenter commentator contributor creator
    deleter editor followee follower granter grantee invitee inviter manager maintainer mentee mentor merger moderator
    modifier organizer owner participant poster publisher purchaser reader receiver recipient redeemer referrer
    reporter requester requestor resolver responder reviewer sender speaker submitter subscriber supervisor triggerer
    updater uploader viewer voter
    """.split()
)
_MOVED = frozenset(
    "moved duplicated duplicate reply replied reports inherit inherits copied cloned forked derived merged".split()
)
_VAGUE = frozenset(
    "source target from to item object resource entity subject record content reference value state status type".split()
)
_MANY = 3  # keys of one name, for what they say to count more than the name of a table
_SHORTEST = 3  # letters of a name without a mark that keys of the same name speak for
_THINGS = frozenset("auto blocked triggered superseded replaced caused preceded followed required produced".split())
_THIRD = frozenset(
    """
    external ext remote foreign third thirdparty provider vendor upstream legacy import imported stripe paypal braintree
    adyen github gitlab bitbucket google facebook twitter slack discord telegram apple microsoft azure aws amazon gcp
    salesforce hubspot zendesk intercom jira shopify twilio mailchimp sendgrid segment mixpanel xero quickbooks linkedin
    instagram youtube spotify steam openid oauth saml ldap auth0 okta firebase cognito plaid gocardless
    """.split()
)
"""First words that make a name that of somebody else's id, unless a table has the whole name."""


class Meaning(NamedTuple):
    """A table that a name means, how sure it is, and why. ``by_keys``: other keys of that name say so."""

    to: QualifiedName
    grade: Grade
    reason: str
    by_keys: bool = False


class Meanings:
    """What names of columns mean in one schema.

    Args:
        tables: its tables by their names.
        precedents: what its declared keys say.
        catalog: the schema.
    """

    def __init__(self, tables: TableNames, precedents: Precedents, catalog: Catalog) -> None:
        self._tables, self.precedents, self._catalog = tables, precedents, catalog
        self.person_words = frozenset(words[-1] for words in _USERS)

    def without(self, keys: Sequence[ForeignKey]) -> Meanings:
        """Return the same, but for what these keys say."""
        return Meanings(self._tables, self.precedents.without(keys), self._catalog)

    def of(self, table: QualifiedName, column: str, stem: Stem) -> Iterator[Meaning]:
        """Yield what the name of a column can mean, the most certain first; the first that can be met counts."""
        if stem.is_sure and self._is_own(table, stem.words):
            return
        as_keys = list(self._of_this_name(table, column, stem))
        many = [meaning for meaning, keys in as_keys if keys >= _MANY]
        if stem.is_sure:
            yield from self._beside(table, stem.words)
        yield from many
        if stem.marks and stem.words:
            yield from self._named(table, stem)
        if not many and not self._is_vague(stem):
            yield from (meaning for meaning, _ in as_keys)
        yield from self._as_primary_key(table, column, stem)
        if stem.words and stem.words[0] not in _THIRD and not stem.together and not self._is_thing(stem):
            yield from self._after_prefix(table, stem, stem.words, "name of the table after its prefix")
            yield from self._by_parts(table, stem)
            if self.is_role(stem):
                yield from self._users(table)
        if self._is_self(table, stem):
            yield Meaning(table, Grade.LIKELY, "a name for another row of its own table")

    def _as_primary_key(self, table: QualifiedName, column: str, stem: Stem) -> Iterator[Meaning]:
        """Yield the only table whose primary key has this name, if the name is one that says more than ``id``."""
        found = self.primary.get(column.lower(), ()) if stem.marks and stem.words else ()
        if len(found) == 1 and found[0] != table and not self._tables.another_ends(stem.words, found[0]):
            yield Meaning(found[0], Grade.STRONG, "name of its primary key", by_keys=True)

    @cached_property
    def primary(self) -> dict[str, list[QualifiedName]]:
        """Tables by the name of the only column of their primary key, without those if it is a foreign key, too."""
        found: dict[str, list[QualifiedName]] = {}
        for key in self._catalog.keys:
            if key.kind == "primary key" and len(key.columns) == 1 and key.columns[0] is not None:
                keys = self._catalog.foreign_keys_from.get(key.table, ())
                if not any(key.columns == other.columns for other in keys) and key.table in self._catalog.tables:
                    found.setdefault(key.columns[0].lower(), []).append(key.table)
        return found

    def _of_this_name(self, table: QualifiedName, column: str, stem: Stem) -> Iterator[tuple[Meaning, int]]:
        precedent = self.precedents.of_column(column) if stem.marks or len(column) >= _SHORTEST else None
        if precedent is not None:
            for meaning in self._as_keys(precedent, table, Grade.STRONG, "as in"):
                yield meaning, precedent.keys

    def _after_prefix(self, table: QualifiedName, stem: Stem, words: tuple[str, ...], reason: str) -> Iterator[Meaning]:
        found = self._tables.after_prefix(words, table) if stem.is_sure and not self._is_vague(stem) else None
        if found is not None and found != table:
            yield Meaning(found, Grade.LIKELY, reason)

    @staticmethod
    def _is_thing(stem: Stem) -> bool:
        """Whether something is said to be done by what is no person: triggered_by_id, auto_canceled_by_id."""
        return stem.words[-1] == "by" and not _THINGS.isdisjoint(stem.words)

    @staticmethod
    def _is_vague(stem: Stem) -> bool:
        return not stem.words or stem.words[-1] in _VAGUE

    def _beside(self, table: QualifiedName, words: tuple[str, ...]) -> Iterator[Meaning]:
        beside = self._tables.beside(words, table)
        if beside is not None and not self._is_shared_id(beside, words, table):
            yield Meaning(beside, Grade.STRONG, "name of a table with the same prefix")

    def _is_shared_id(self, beside: QualifiedName, words: tuple[str, ...], table: QualifiedName) -> bool:
        """Whether a table beside it has a column of that name, too, and another table is called so: both mean that."""
        whole = self._tables.whole(words, table)
        return whole not in (None, beside) and self._has_column(beside, words)

    def _named(self, table: QualifiedName, stem: Stem) -> Iterator[Meaning]:
        words = stem.words
        whole = self._tables.whole(words, table)
        if whole is not None and whole != table:
            yield Meaning(whole, Grade.STRONG, "name of the table")
        if words[0] in _THIRD or not stem.is_sure:
            return
        below = self._tables.below(words, table)
        if below is not None and words[-1] not in _ROLES and not self._has_column(below, words):
            yield Meaning(below, Grade.LIKELY, "name of the table after that of its own")
        if not self._is_vague(stem):
            yield from self._as_keys(self.precedents.of_part(words), table, Grade.STRONG, "as in")

    def _by_parts(self, table: QualifiedName, stem: Stem) -> Iterator[Meaning]:
        """Yield what the last words mean: user of owner_user_id, by of created_by_id."""
        for start in range(1, len(stem.words)):
            words = stem.words[start:]
            if not stem.is_sure and words != ("by",):
                continue
            yield from self._beside(table, words)
            precedent = self.precedents.of_part(words)
            if precedent is not None and precedent.to != OWN:
                yield from self._as_keys(precedent, table, Grade.LIKELY, "last part of the name, as in")
            whole = self._tables.whole(words, table)
            if whole is not None:
                yield Meaning(whole, Grade.LIKELY, "last part of the name")
            below = self._tables.below(words, table)
            if below is not None and not self._has_column(below, words):
                yield Meaning(below, Grade.LIKELY, "last part of the name, after the name of its own table")
            yield from self._after_prefix(
                table, stem, words, "last part of the name is that of the table after its prefix"
            )

    def _has_column(self, table: QualifiedName, words: tuple[str, ...]) -> bool:
        return any(stem_of(column.name).words == words for column in self._catalog.tables[table].columns)

    @staticmethod
    def is_role(stem: Stem) -> bool:
        """Whether a name says what a person does or is."""
        words = stem.words
        by = words[-1:] == ("by",) and len(words) > 1
        return by or (stem.is_sure and words[-1:] != () and words[-1] in _ROLES)

    @staticmethod
    def _is_self(table: QualifiedName, stem: Stem) -> bool:
        """Whether a name is one for another row of its own table: parent_id, previous_version_id, moved_to_id."""
        words, own = stem.words, words_of(table.name)
        if len(words) == 2 and words[1] in ("to", "of", "from"):
            return words[0] in _MOVED and (stem.is_sure or words == ("reports", "to"))
        if not stem.is_sure or not words or words[0] not in _OWN:
            return False
        return len(words) == 1 or words[1:] in (own[1 - len(words) :], singular(own)[1 - len(words) :])

    def _users(self, table: QualifiedName) -> Iterator[Meaning]:
        for words in _USERS:
            found = self._tables.whole(words, table) or self._tables.after_prefix(words, table)
            if found is not None:
                yield Meaning(found, Grade.LIKELY, "a name for what a person does")
                return

    def _as_keys(self, precedent: Precedent | None, table: QualifiedName, grade: Grade, how: str) -> Iterator[Meaning]:
        if precedent is None:
            return
        to = self._resolved(precedent.to, table)
        if to in self._catalog.tables:
            keys = "1 declared key" if precedent.keys == 1 else f"{precedent.keys:,} declared keys"
            yield Meaning(to, grade, f"{how} {keys}", by_keys=True)

    @staticmethod
    def _resolved(to: QualifiedName, table: QualifiedName) -> QualifiedName:
        if to == OWN:
            return table
        return QualifiedName(table.schema, to.name) if to.schema == "" else to

    @staticmethod
    def _is_own(table: QualifiedName, words: tuple[str, ...]) -> bool:
        """Whether a name says what its own table is called: such a column tells rows of it apart."""
        own = words_of(table.name)
        return own[:-1] == words[:-1] and own[-1:] != () and own[-1] in other_numbers(words[-1])
