// What can delete rows of a table: the picture that runs the other way, the table at the right.

function invertedScene(table) {
  const deleters = deletersOf(table);
  const rows = grouped(
    [...deleters.keys(), table].flatMap(from => tables[from].direct.map(([number, outcome]) =>
      ({key: keys[number], referenced: from, event: "delete", outcome, note: "", box: folded(keys[number].table)})))
      .filter(row => row.outcome === "deleted" && (deleters.has(row.box) || row.box === table)),
    row => row.box);
  const own = ownOtherRows(table);
  const columns = againstTheDelete(table, [...rows.values()].flat());
  const boxes = [{
    id: tables[table].id, table, column: 0, depth: 0, fate: "root", outcome: "asked about",
    rows: [...(rows.get(table) ?? []), ...own], stops: false, pinned: true, remarks: [],
  }];
  for (const other of deleters.keys()) {
    boxes.push({
      id: tables[other].id, table: other, column: -(columns.get(other) ?? deleters.get(other)), fate: "deleted",
      outcome: "deletes it too", rows: rows.get(other) ?? [], stops: false, pinned: false,
      remarks: tables[other].descendants.includes(table) ? ["its rows are rows of this table too"] : [],
    });
  }
  for (const [other, group] of grouped(own.filter(row => row.referenced !== table), row => row.referenced)) {
    if (deleters.has(other)) continue;
    const blocks = group.some(row => row.outcome === "blocks");
    boxes.push({
      id: tables[other].id, table: other, column: -1, fate: blocks ? "blocks" : "nulled",
      outcome: blocks ? "is protected by it" : "changes it", rows: [], stops: blocks, pinned: true, remarks: [],
    });
  }
  return {boxes, bundles: [], inverted: true};
}

// Keys of the table itself that do something else than delete its rows.
function ownOtherRows(table) {
  const found = new Map();
  for (const other of tables) {
    if (other.isPartition) continue;
    for (const [number, outcome] of other.direct) {
      if (folded(keys[number].table) !== table || outcome === "deleted") continue;
      const note = outcome === "shadowed" ? data.words.never_acts : "";
      found.set(number, {key: keys[number], referenced: other.number, event: "delete", outcome, note});
    }
  }
  return [...found.values()];
}

function againstTheDelete(table, rows) {
  const before = grouped(rows, row => row.box);
  const columns = new Map([[table, 0]]);
  for (const [here, steps] of columns) { // grows while it is read
    for (const row of before.get(here) ?? []) if (!columns.has(row.referenced)) columns.set(row.referenced, steps + 1);
  }
  return columns;
}
