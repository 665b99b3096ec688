"""Singular, plural and CamelCase as Rails has them, with the words that an application adds.

Source: Active Support's ``inflector/methods.rb`` and ``inflector/inflections.rb``.
"""

from __future__ import annotations

import re
from functools import cache

_FIRST = re.compile(r"[a-z\d]*")
_BEFORE_A_WORD = re.compile(r"(?<![A-Z\d])([A-Z\d]+)([A-Z][a-z])")
_BEFORE_A_CAPITAL = re.compile(r"([a-z\d])([A-Z])")

Rewriting = tuple[re.Pattern[str], str]
"""A rule of ``inflect.plural`` or ``inflect.singular``: what is found, and what stands in its place."""


class Inflections:
    """The rules of Rails, and on top of them those of one application (config/initializers/inflections.rb).

    Args:
        irregular: (singular, plural) of a word.
        uncountable: words whose plural is the same.
        acronyms: words that CamelCase writes as they stand: ``API``.
        plurals: the rules that the application adds, the last one first.
        singulars: the same for the singular.
    """

    def __init__(
        self,
        irregular: tuple[tuple[str, str], ...] = (),
        uncountable: tuple[str, ...] = (),
        acronyms: tuple[str, ...] = (),
        plurals: tuple[Rewriting, ...] = (),
        singulars: tuple[Rewriting, ...] = (),
    ) -> None:
        self._irregular = tuple((one.lower(), many.lower()) for one, many in irregular)
        self._uncountable = _pattern(r"\b(?:{})\Z", uncountable, re.IGNORECASE)
        self._acronyms = {word.lower(): word for word in acronyms}
        self._acronym = _pattern(r"(?:(?<=([A-Za-z\d]))|\b)({})(?=\b|[^a-z])", acronyms)
        self._plurals, self._singulars = plurals, singulars
        self.pluralize = cache(self._pluralize)
        self.singularize = cache(self._singularize)
        self.camelize = cache(self._camelize)
        self.underscore = cache(self._underscore)

    def _pluralize(self, word: str) -> str:
        """Return the plural of a name: ``admin_user`` gives ``admin_users``."""
        import inflection  # few runs name classes

        return self._by_the_application(word, self._plurals, 1) or inflection.pluralize(word)

    def _singularize(self, word: str) -> str:
        """Return the singular of a name."""
        import inflection  # few runs name classes

        return self._by_the_application(word, self._singulars, 0) or inflection.singularize(word)

    def _by_the_application(self, word: str, rules: tuple[Rewriting, ...], wanted: int) -> str | None:
        """Return the form that the application's own words give, None if they say nothing; ``wanted``: 1 is plural."""
        if not word or self._uncountable.search(word):
            return word
        for forms in self._irregular:
            for form in forms:
                if word.lower().endswith(form):
                    return word[: -len(form)] + forms[wanted]
        return next((found.sub(to, word, count=1) for found, to in rules if found.search(word)), None)

    def _camelize(self, name: str) -> str:
        """Return a name as a class is called: ``admin/user_role`` gives ``Admin::UserRole``."""
        return "::".join(map(self._camel, name.split("/")))

    def _camel(self, name: str) -> str:
        first, *others = name.split("_")
        head = _FIRST.match(first)
        lower = head[0] if head else ""
        rest = (self._acronyms.get(word.lower(), word.capitalize()) for word in others)
        return self._acronyms.get(lower, lower.capitalize()) + first[len(lower) :] + "".join(rest)

    def _underscore(self, name: str) -> str:
        """Return a class as files and columns call it: ``Admin::HTMLPage`` gives ``admin/html_page``."""
        name = name.replace("::", "/")
        name = self._acronym.sub(lambda found: ("_" if found[1] else "") + found[2].lower(), name)
        name = _BEFORE_A_WORD.sub(r"\1_\2", name)
        return _BEFORE_A_CAPITAL.sub(r"\1_\2", name).replace("-", "_").lower()


def _pattern(form: str, words: tuple[str, ...], flags: int = 0) -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(form.format(listed) if words else r"(?!)", flags)


RAILS = Inflections()
"""The rules without additions."""
