// What a DELETE on a table does: walked over the keys, table by table. If that is not the whole truth, the
// program has written the steps down (explorer/model/walk.py makes the same walk, and compares).

// -> {root, steps: [{key, referenced, event, outcome}], deleted: Map(table -> depth), changes: [{key, event, to,
//     columns}], failures, notModelled, notes}; tables are numbers, keys are values.
function walk(root) {
  const table = tables[root];
  const steps = table.steps
    ? table.steps.map(([key, referenced, event, outcome]) => ({key: keys[key], referenced, event, outcome}))
    : walkedSteps([root, ...table.descendants]);
  return {
    root, steps,
    deleted: deletedBy(root, steps),
    changes: table.changes
      ? table.changes.map(([key, event, to, columns]) => ({key: keys[key], event, to, columns}))
      : walkedChanges(steps),
    failures: table.failures.map(number => failures[number]),
    notModelled: table.notModelled.map(number => bodies[number]),
    notes: table.notes,
  };
}

function walkedSteps(starts) {
  const steps = [], pending = [...starts], seen = new Set(starts);
  for (const referenced of pending) { // grows while it is read
    for (const [number, outcome] of tables[referenced].direct) {
      const key = keys[number];
      steps.push({key, referenced, event: "delete", outcome});
      if (outcome === "deleted" && !seen.has(key.table)) {
        seen.add(key.table);
        pending.push(key.table);
      }
    }
  }
  return steps;
}

function walkedChanges(steps) {
  const updated = new Set(steps.filter(step => step.outcome === "updated").map(step => step.key));
  return [...updated].flatMap(key => key.changes.map(([to, columns]) => ({key, event: "delete", to, columns})));
}

// Tables that lose rows, with the steps of a shortest chain of deletes; the root only if a chain leads back.
function deletedBy(root, steps) {
  const found = new Map(tables[root].descendants.map(below => [below, 0]));
  const after = grouped(steps.filter(step => step.outcome === "deleted"), step => step.referenced);
  const depth = new Map([[root, 0], ...found]);
  const pending = [...depth.keys()];
  for (const referenced of pending) {
    for (const {key} of after.get(referenced) ?? []) {
      if (!found.has(key.table)) found.set(key.table, depth.get(referenced) + 1);
      if (!depth.has(key.table)) {
        depth.set(key.table, found.get(key.table));
        pending.push(key.table);
      }
    }
  }
  // What an update has led to hangs on no delete: a row that moves out of its partition counts as deleted there.
  for (const step of steps) if (step.outcome === "deleted" && !found.has(step.key.table)) found.set(step.key.table, 1);
  return found;
}

// By table, the tables whose deleted rows take its rows along.
const takers = new Map();
for (const table of tables) {
  for (const [number, outcome] of table.direct) {
    if (outcome !== "deleted") continue;
    const taken = keys[number].table;
    if (!takers.has(taken)) takers.set(taken, new Set());
    takers.get(taken).add(table.number);
  }
}

// Tables whose DELETE takes rows of this one along, with the steps of the shortest chain. A partition counts as its root.
function deletersOf(table) {
  const steps = new Map(tables.filter(other => other.root === table).map(other => [other.number, 0]));
  for (const [here, depth] of steps) { // grows while it is read, nearest first
    for (const taker of takers.get(here) ?? []) if (!steps.has(taker)) steps.set(taker, depth + 1);
  }
  const found = new Map();
  for (const other of tables) {
    if (other.isPartition || other.number === table) continue;
    const depth = other.steps ? nearestWalked(other.number, table)
      : Math.min(...[other.number, ...other.descendants].map(start => steps.get(start) ?? Infinity));
    if (depth !== undefined && depth < Infinity) found.set(other.number, depth);
  }
  return found;
}

// For the tables whose cascade is written down.
function nearestWalked(from, table) {
  const depths = [...walk(from).deleted].filter(([reached]) => folded(reached) === table).map(([, depth]) => depth);
  return depths.length ? Math.min(...depths) : undefined;
}

function grouped(values, by) {
  const found = new Map();
  for (const value of values) {
    const group = by(value);
    if (found.has(group)) found.get(group).push(value);
    else found.set(group, [value]);
  }
  return found;
}
