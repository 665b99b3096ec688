"""Plan for every table of some schemas on which a delete must block, and count what the engine says of the plans.

    python tests/planning/corpus_run.py FILE...

Each plan is judged by a prediction for the changed schema, made anew. A row for each file, and one for all of them:
tables that must block; plans after which the delete is CLEAR, and those that leave something that depends on the data,
triggers or keys that are not read; tables without a plan; the median, the 90th percentile and the largest number of
changed keys; plans that may not be the smallest.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_delete, predict_statically
from ondelete.dump import read_catalog
from ondelete.errors import OndeleteError
from ondelete.planning.plan import make_plans
from ondelete.planning.wishes import Wishes

COLUMNS = ("must block", "clear", "left", "no plan", "not smallest")


def examined(path: str) -> tuple[Counter[str], list[int]]:
    """Return the counts of one file, and how many keys each plan changes."""
    catalog = read_catalog([path])
    counts: Counter[str] = Counter()
    sizes = []
    for table in catalog.tables:
        if predict_statically(catalog, table).verdict is not Verdict.MUST_BLOCK:
            continue
        counts["must block"] += 1
        (plan, *_) = make_plans(catalog, [table], Wishes())
        if not plan.possible:
            counts["no plan"] += 1
            continue
        after = predict_delete(plan.catalog, table)
        if after.verdict is Verdict.MUST_BLOCK:
            raise SystemExit(f"{path}: {table}: the plan does not help")
        counts["clear" if after.verdict is Verdict.CLEAR else "left"] += 1
        counts["not smallest"] += not plan.smallest
        sizes.append(len(plan.changes))
    return counts, sizes


def told(name: str, counts: Counter[str], sizes: list[int]) -> str:
    """Return a row of the table in docs."""
    ordered = sorted(sizes) or [0]
    figures = (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.9)], ordered[-1])
    return f"| {name} | {' | '.join(f'{counts[column]:,}' for column in COLUMNS)} | {' / '.join(map(str, figures))} |\n"


def main() -> int:
    """Print the rows."""
    everything: Counter[str] = Counter()
    all_sizes: list[int] = []
    for path in sys.argv[1:]:
        try:
            counts, sizes = examined(path)
        except OndeleteError:
            continue
        everything.update(counts)
        all_sizes += sizes
        sys.stdout.write(told(Path(path).name, counts, sizes))
        sys.stdout.flush()
    sys.stdout.write(told("all", everything, all_sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
