"""Mixed schemas held against servers, seed after seed, with a count of what they met.

``python tests/postgres/mixed_run.py FIRST COUNT [MECHANISM ...]`` runs COUNT seeds from FIRST on, with these mechanisms
or all, and prints the counts as JSON.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[1])]

import psycopg  # noqa: E402 - found by the line above
from mixed_generator import scene  # noqa: E402 - with the rest
from mixed_judge import Bench, Made  # noqa: E402 - with the rest
from mixed_labels import ORDER, PARTIAL, VERSIONS, labels  # noqa: E402 - with the rest
from mixed_told import Answers, Judged  # noqa: E402 - with the rest

from helpers import catalog_of  # noqa: E402 - with the rest
from ondelete.catalog import QualifiedName  # noqa: E402 - with the rest
from ondelete.deletion.predict import predict_delete  # noqa: E402 - with the rest
from ondelete.deletion.static.truncate import predict_truncate  # noqa: E402 - with the rest
from ondelete.deletion.versions import for_version  # noqa: E402 - with the rest
from ondelete.reports.explain import report_explain  # noqa: E402 - with the rest
from ondelete.reports.tree_rows import View  # noqa: E402 - with the rest
from ondelete.reports.truncate import report_truncate  # noqa: E402 - with the rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mixed_case import Statement
    from mixed_generator import Scene

    from ondelete.deletion.effects import Prediction
    from ondelete.report import Report


@dataclass
class Tally:
    """What was compared, and what was found.

    ``deletes`` counts the DELETEs by style and by order; ``acted`` those in which a mechanism acted or failed.
    """

    deletes: Counter[str] = field(default_factory=Counter)
    acted: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    unmade: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.deletes.values())

    def as_json(self) -> str:
        plain = {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()}
        return json.dumps({"total": self.total, **plain}, indent=1, sort_keys=True)


class Told:
    """The answers of one file, each worked out once."""

    def __init__(self, file: str) -> None:
        self.catalog = catalog_of(file)
        self.answers = Answers(self.catalog)
        self._predictions: dict[str, Prediction] = {}
        self._reports: dict[tuple[str, int, bool], Report] = {}

    def report(self, statement: Statement, version: int) -> Report:
        known = (statement.table, version, statement.truncate)
        if known not in self._reports:
            self._reports[known] = self._made(statement, version)
        return self._reports[known]

    def _made(self, statement: Statement, version: int) -> Report:
        table = QualifiedName("public", statement.table)
        if statement.truncate:
            return report_truncate(predict_truncate(self.catalog, table), self.catalog, View())
        if statement.table not in self._predictions:
            self._predictions[statement.table] = predict_delete(self.catalog, table)
        prediction = for_version(self._predictions[statement.table], version)
        return report_explain(prediction, self.catalog, {}, View(), pg_version=version)


class Run:
    """A comparison of mixed schemas with servers."""

    def __init__(self, benches: Sequence[Bench], tally: Tally) -> None:
        self.benches, self.tally = benches, tally
        self._made: dict[tuple[int, int], Made] = {}

    def seed(self, seed: int, only: Sequence[str] = ()) -> None:
        """Hold the schema of a seed against every server that can make it."""
        drawn = scene(seed, only)
        if drawn is None:
            return
        self.tally.drawn.update(drawn.drawn)
        try:
            told = Told(drawn.file.replace("{schema}", "public"))
            self._scene(drawn, told)
            if seed % 10 == 3:
                self._partial(drawn)
        except psycopg.Error as error:
            self.tally.unmade.append(f"seed {seed}, {drawn.drawn}: {error}")
        except Exception:  # a crash of the answer is a finding like others
            crash = "\n".join(traceback.format_exc().splitlines()[-5:])
            self.tally.complaints.append(f"seed {seed}: {crash}")

    def _scene(self, drawn: Scene, told: Told) -> None:
        self._made = {}
        benches = [bench for bench in self.benches if bench.version >= drawn.mixed.since]
        for place, order in enumerate(drawn.orders):
            for bench in benches:
                if drawn.seed % 13 == 7 and bench is benches[drawn.seed // 13 % len(benches)]:
                    made, file = bench.run_and_dump(drawn, told.catalog, order)
                    self._compare(drawn, Told(file), bench.version, made, "through pg_dump")
                else:
                    made = bench.run(drawn, told.catalog, order)
                    self._compare(drawn, told, bench.version, made, "another order" if place else "order of the file")
                self._remember(drawn, bench, place, made)

    def _partial(self, drawn: Scene) -> None:
        """Ask about a file that lacks one of its tables: it must be answered, whatever is left."""
        made = [statement for statement in drawn.mixed.first if statement.startswith("CREATE TABLE")]
        lost = drawn.mixed.random.choice(made)
        rest = Told(drawn.file.replace("{schema}", "public").replace(f"{lost};\n", "", 1))
        for table in rest.catalog.tables:
            report_explain(predict_delete(rest.catalog, table), rest.catalog, {}, View())
            self.tally.acted[PARTIAL] += 1

    def _compare(self, drawn: Scene, told: Told, version: int, made: Made, how: str) -> None:
        """Hold every outcome against the answer; what the server refused must have been said to be refused."""
        where = f"seed {drawn.seed} on {version}, {how}"
        if how != "through pg_dump":
            said = " ".join(entry.reason for entry in told.catalog.skipped)
            untold = [text for text in made.refused if text is None or text not in said]
            self.tally.complaints += [f"{where}: refused or taken, and not told: {text}" for text in untold]
        for statement, seen in zip(drawn.statements, made.outcomes, strict=True):
            data = told.report(statement, version).data
            if statement.truncate:
                judged = Judged(tuple(told.answers.truncated(data, made.rows, seen)))  # type: ignore[arg-type]
            else:
                judged = told.answers.judge(data, statement, made.rows, seen)  # type: ignore[arg-type]
                self.tally.deletes[f"{drawn.style}, {how}"] += 1
            self.tally.acted.update(labels(drawn, told.catalog, statement, made.rows, seen, judged))
            self.tally.complaints += [f"{where}: {statement.sql}: {complaint}" for complaint in judged.complaints]

    def _remember(self, drawn: Scene, bench: Bench, place: int, made: Made) -> None:
        """Count the outcomes that differ from those of the file's order, and from those of the server before."""
        if place:
            self.tally.acted[ORDER] += _differing(self._made[bench.version, 0], made)
        before = [m for (version, other), m in self._made.items() if other == place and version < bench.version]
        if before:
            self.tally.acted[VERSIONS] += _differing(before[-1], made)
        self._made[bench.version, place] = made


def _differing(one: Made, other: Made) -> int:
    pairs = zip(one.outcomes, other.outcomes, strict=True)
    return sum((a.sqlstate, a.declared, a.rows) != (b.sqlstate, b.declared, b.rows) for a, b in pairs)


def main() -> None:
    from server import Server

    first, count = map(int, sys.argv[1:3])
    servers = [Server(version) for version in (15, 16, 18)]
    tally = Tally()
    benches = [Bench(server) for server in servers]
    try:
        run = Run(benches, tally)
        for seed in range(first, first + count):
            run.seed(seed, sys.argv[3:])
    finally:
        for server in servers:
            server.stop()
    print(tally.as_json())  # noqa: T201


if __name__ == "__main__":
    main()
