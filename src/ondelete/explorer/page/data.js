// The page's data, taken apart in the order in which explorer/model/data.py puts it together.

const data = JSON.parse(document.getElementById("data").textContent);
const limits = data.words.limits;
const verdicts = new Map(data.words.verdicts.map(([verdict, says, style, means]) => [verdict, {says, style, means}]));
const certainties = data.words.certainties.map(([certainty, says, ofDeleted, sure]) => ({certainty, says, ofDeleted, sure}));
// In the order of the legend.
const actions = new Map(data.words.actions.map(([action, line, head, mermaid, mermaidStyle]) =>
  [action, {line, head, mermaid, mermaidStyle}]));
const fates = new Map(data.words.fates.map(([fate, one, many, mermaidStyle]) => [fate, {one, many, mermaidStyle}]));
const part = text => text.includes(".") ? '"' + text.replaceAll('"', '""') + '"' : text;

const tables = data.tables.map((row, number) => {
  const [schema, name, label, kind, file, line, root, descendants, verdict, deleted, updated, longest, blockers, unindexed,
    direct, failures, notModelled, notes, steps, changes] = row;
  return {
    number, schema, name, kind, file, line, root, descendants, verdict, deleted, updated, longest, blockers, unindexed,
    failures, notModelled, notes, steps, changes, direct,
    sql: label,
    label: visible(label),
    id: part(data.schemas[schema]) + "." + part(name),
    isPartition: root !== number,
    findings: 0,
  };
});
const tableById = new Map(tables.map(table => [table.id, table]));

const keys = data.keys.map((row, number) => {
  const [table, name, columns, referenced, referencedColumns, onDelete, onUpdate, setColumns, enforced, remarks, file,
    line, index, reason, fix, changes] = row;
  return {
    number, table, name, columns, referenced, referencedColumns, onDelete, onUpdate, setColumns, enforced, remarks,
    file, line, index, reason, fix, changes,
    id: tables[table].id + "." + part(name),
    label: visible(name),
    columnsLabel: visible(listed(columns)),
  };
});
const keyById = new Map(keys.map(key => [key.id, key]));

const failures = data.failures.map(([kind, key, table, certainty, sqlstates, reason, note]) =>
  ({kind, key: keys[key], table, certainty, sqlstates, reason, note}));
const bodies = data.not_modelled.map(([kind, table, name, detail]) => ({kind, table, name, detail}));
const cycles = data.cycles.map(([members, inside, allCascade, insertable, breakAt]) =>
  ({tables: members, keys: inside, allCascade, insertable, breakAt: new Set(breakAt)}));
const looseKeys = data.loose.map(([table, column, referenced, action]) => ({table, column, referenced, action}));
const undeclared = data.undeclared.map(([table, columns, referenced, reason]) => ({table, columns, referenced, reason}));
const findings = data.findings.map(([rule, severity, message, table, file, line, fix]) =>
  ({rule, severity, message, table, file, line, fix}));
for (const finding of findings) if (finding.table !== null) tables[finding.table].findings += 1;

const changes = (data.change?.causes ?? []).flatMap(([title, definition, place, consequences], cause) =>
  consequences.map(([words, style, says, of]) => ({cause, title, definition, place, words, style, says, tables: of})));

function listed(columns) {
  return columns.length === 1 ? columns[0] : "(" + columns.join(", ") + ")";
}

// Where something stands: "schema.sql:12", or "line 12" if there is only one file.
function place(file, line) {
  if (!line) return "not in the file";
  return data.files.length > 1 ? visible(file) + ":" + line : "line " + line;
}

function actionOf(step) {
  return step.event === "delete" ? step.key.onDelete : step.key.onUpdate;
}

// The clause as it is written in a row: CASCADE, SET NULL (b), ON UPDATE CASCADE.
function words(step) {
  if (step.event === "update") return "ON UPDATE " + step.key.onUpdate.toUpperCase();
  const only = step.key.setColumns ? " (" + visible(step.key.setColumns.join(", ")) + ")" : "";
  return step.key.onDelete.toUpperCase() + only;
}

function indexMark(key) {
  return data.words.index[key.index] ?? "";
}
