"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from ondelete.project import address_of
from ondelete.rules.base.complaint import Complaint
from ondelete.rules.base.context import RuleContext
from ondelete.rules.base.setting import Options, Setting


class Rule(msgspec.Struct, frozen=True):
    """An audit rule.

    ``code`` never changes its meaning. ``name`` is what people write, and the name of the file with dashes. ``text`` is
    the page; its first line is the summary. ``grades`` are kinds of findings with a severity of their own, and what
    they mean. ``options`` is the type of the rule's options. ``last``: it runs when all other findings are known.
    ``about_models``: it needs the models of a Rails application (``context.layers``).
    """

    code: str
    name: str
    text: str
    check: Callable[[RuleContext, Setting], Iterable[Complaint]]
    grades: Mapping[str, str] = {}
    options: type[Options] = Options
    last: bool = False
    about_models: bool = False

    @property
    def summary(self) -> str:
        """One line that says what the rule finds."""
        return self.text.strip().partition("\n")[0]

    @property
    def page(self) -> str:
        """The path of the rule's page, from the top of the repository."""
        return f"docs/rules/{self.name}.md"

    @property
    def url(self) -> str | None:
        """Where the rule's page is read, None while the project has no address."""
        return address_of(self.page)
