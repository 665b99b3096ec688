// What a picture shows, before it is laid out: boxes with one row per key, columns by depth.

// -> {boxes: [{id, table, fate, outcome, rows, column, pinned, remarks}], bundles: []}
//    a row: {key, referenced, event, outcome, note}
function cascadeScene(walked) {
  const fold = number => number === walked.root ? number : tables[number].root;
  const rows = rowsOf(walked.steps, fold);
  const columns = columnsOf(walked.root, rows, walked);
  const failed = grouped(walked.failures, failure => fold(failure.table));
  const changed = grouped(walked.changes, change => fold(change.key.table));
  const deleted = new Map();
  for (const [table, depth] of walked.deleted) {
    deleted.set(fold(table), Math.min(depth, deleted.get(fold(table)) ?? Infinity));
  }
  const marked = new Set(walked.notModelled.map(body => fold(body.table)));
  const facts = {root: walked.root, failed, changed, deleted};
  const boxes = [...columns].map(([table, column]) => ({
    id: tables[table].id, table, column,
    depth: table === walked.root ? 0 : deleted.get(table) ?? column,
    fate: fateOf(table, facts),
    outcome: outcomeOf(table, facts),
    rows: (rows.get(table) ?? []).sort((one, other) => Number(other.outcome === "blocks") - Number(one.outcome === "blocks")),
    pinned: table === walked.root || failed.has(table),
    remarks: [
      ...(tables[walked.root].descendants.includes(table) ? ["inherits: its rows are found too"] : []),
      ...(marked.has(table) ? ["trigger or rule not modelled"] : [])],
  }));
  return {boxes, bundles: []};
}

// Rows by the table whose box holds them; a key that acts on both events has one row.
function rowsOf(steps, fold) {
  const found = new Map();
  for (const step of steps) {
    const box = fold(step.key.table), referenced = fold(step.referenced);
    if (!found.has(box)) found.set(box, new Map());
    const rows = found.get(box), name = step.key.number + " " + referenced;
    const known = rows.get(name);
    if (!known) rows.set(name, {...step, referenced, note: step.outcome === "shadowed" ? "never acts" : ""});
    else if (known.event !== step.event) {
      known.event = "delete";
      if (step.key.onUpdate !== step.key.onDelete) known.note = "and ON UPDATE " + step.key.onUpdate.toUpperCase();
    }
  }
  return new Map([...found].map(([box, rows]) => [box, [...rows.values()]]));
}

// Steps of a shortest chain to each table, 1 for what no step leads to.
function columnsOf(root, rows, walked) {
  const columns = new Map([[root, 0]]);
  const after = grouped([...rows].flatMap(([table, own]) => own.map(row => [row.referenced, table])), ([from]) => from);
  const spread = pending => {
    for (const table of pending) {
      for (const [, reached] of after.get(table) ?? []) {
        if (!columns.has(reached)) {
          columns.set(reached, columns.get(table) + 1);
          pending.push(reached);
        }
      }
    }
  };
  spread([root]);
  const apart = [...tables[root].descendants, ...rows.keys(), ...walked.deleted.keys()].filter(table => !columns.has(table));
  for (const table of apart) if (!columns.has(table)) { columns.set(table, 1); spread([table]); }
  return columns;
}

function fateOf(table, {root, failed, changed, deleted}) {
  const certainties = new Set((failed.get(table) ?? []).map(failure => failure.certainty));
  if (table === root) return "root";
  if (certainties.has("must")) return "blocks";
  if (deleted.has(table)) return "deleted";
  if (certainties.size) return "blocks";
  const changes = changed.get(table);
  if (!changes) return "plain";
  return changes.some(change => change.to === "null") ? "nulled" : "defaulted";
}

function outcomeOf(table, {root, failed, deleted}) {
  const found = new Set((failed.get(table) ?? []).map(failure => failure.certainty));
  const told = certainties.find(({certainty}) => found.has(certainty));
  if (table === root) return told ? "deleted · " + told.says : "deleted";
  if (!deleted.has(table)) return told ? told.says : "kept";
  return "deleted · " + (told ? told.ofDeleted : deleted.get(table));
}

// Leaves out actions and schemas that the reader has switched off, and what only they lead to.
function filtered(scene, {off, hidden, depth}) {
  if (!off.length && !hidden.length && !depth) return scene;
  const start = scene.boxes[0];
  const kept = scene.boxes.filter(box => box === start ||
    (!hidden.includes(data.schemas[tables[box.table].schema]) && (!depth || Math.abs(box.column - start.column) <= depth)));
  const byTable = new Map(kept.map(box => [box.table, {
    ...box, rows: box.rows.filter(row => !off.includes(actionOf(row)))}]));
  for (const box of byTable.values()) box.rows = box.rows.filter(row => byTable.has(row.referenced));
  const linked = new Map([...byTable.keys()].map(table => [table, []]));
  for (const box of byTable.values()) {
    for (const row of box.rows) {
      if (scene.inverted) linked.get(box.table).push(row.referenced);
      else linked.get(row.referenced).push(box.table);
    }
  }
  const apart = scene.inverted ? [] : kept.filter(box => !box.rows.length).map(box => box.table);
  const reached = new Set([start.table, ...apart]);
  for (const table of reached) for (const next of linked.get(table)) reached.add(next);
  return {...scene, boxes: [...byTable.values()].filter(box => reached.has(box.table))};
}
