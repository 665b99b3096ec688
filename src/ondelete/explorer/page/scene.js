// What a picture shows, before it is laid out: boxes with one row per key, columns by depth.

// -> {boxes: [{id, table, fate, outcome, rows, column, stops, pinned, remarks, notModelled}], bundles: []}
//    a row: {key, referenced, event, outcome, note}
function cascadeScene(walked) {
  const fold = number => number === walked.root ? number : tables[number].root;
  const rows = rowsOf(walked, fold);
  const others = [...walked.deleted.keys(), ...walked.changes.map(change => change.key.table), ...walked.failures.map(failure => failure.table)];
  const columns = columnsOf(walked.root, rows, [...tables[walked.root].descendants.map(fold), ...rows.keys(), ...others.map(fold)]);
  const failed = grouped(walked.failures, failure => fold(failure.table));
  const changed = grouped(walked.changes, change => fold(change.key.table));
  const deleted = new Map();
  for (const [table, depth] of walked.deleted) {
    deleted.set(fold(table), Math.min(depth, deleted.get(fold(table)) ?? Infinity));
  }
  const bodiesAt = grouped(walked.notModelled, body => fold(body.table));
  const inheriting = new Set(tables[walked.root].descendants.map(fold));
  const facts = {root: walked.root, failed, changed, deleted};
  const boxes = [...columns].map(([table, column]) => ({
    id: tables[table].id, table, column,
    depth: table === walked.root ? 0 : deleted.get(table) ?? column,
    fate: fateOf(table, facts),
    outcome: outcomeOf(table, facts),
    rows: rows.get(table) ?? [],
    stops: failed.has(table),
    pinned: table === walked.root || failed.has(table),
    remarks: [...(inheriting.has(table) ? [data.words.inherits] : []), ...remarksOn(bodiesAt.get(table) ?? [])],
    notModelled: bodiesAt.has(table),
  }));
  return {boxes: boxes.sort(byPlace), bundles: []};
}

// From the root on, blockers first.
function byPlace(one, other) {
  const rank = box => [box.column, box.fate === "blocks" ? 0 : 1, data.schemas[tables[box.table].schema], tables[box.table].name];
  const a = rank(one), b = rank(other), place = a.findIndex((value, number) => value !== b[number]);
  return place < 0 ? 0 : a[place] < b[place] ? -1 : 1;
}

// Rows by the table whose box holds them; a key that acts on both events has one row.
function rowsOf(walked, fold) {
  const arrivals = grouped(walked.steps, step => step.key.number + " " + fold(step.referenced));
  const reasons = grouped(walked.failures.filter(failure => failure.kind in data.words.kinds), failure => failure.key);
  return grouped([...arrivals.values()].map(steps => rowOf(steps, reasons, fold)), row => fold(row.key.table));
}

// The row of the steps that one key takes from one box.
function rowOf(steps, reasons, fold) {
  const [{key, referenced, outcome}] = steps, events = new Set(steps.map(step => step.event));
  const notes = new Set((reasons.get(key) ?? []).map(failure => data.words.kinds[failure.kind]));
  return {
    key, outcome, referenced: fold(referenced), event: events.has("delete") ? "delete" : "update",
    note: [
      ...(events.size > 1 && key.onUpdate !== key.onDelete ? ["and ON UPDATE " + key.onUpdate.toUpperCase()] : []), ...notes,
      ...(steps.every(step => step.outcome === "shadowed") ? [data.words.never_acts] : [])].join(", "),
  };
}

// Lines that name triggers and rules; the last one counts those that have none.
function remarksOn(bodies) {
  const names = [...new Set(bodies.map(body => `${body.kind} ${visible(body.name)}`))];
  const shown = names.length <= limits.remarks ? names : names.slice(0, limits.remarks - 1);
  const rest = names.length - shown.length;
  return [...shown, ...(rest ? [`… ${rest} more`] : [])].map(text => `⚙ ${text}: ${data.words.not_modelled}`);
}

// What stands behind the action of a row: a note, and the table whose box its line has lost.
function notesOf(row) {
  return [row.note, row.from === undefined ? "" : "from " + tables[row.from].label].filter(Boolean).join(" ");
}

// Steps of a shortest chain to each table, 1 for what no step leads to.
function columnsOf(root, rows, others) {
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
  for (const table of others) if (!columns.has(table)) { columns.set(table, 1); spread([table]); }
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
