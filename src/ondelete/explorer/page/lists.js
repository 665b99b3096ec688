// Tables of rows that can be sorted and filtered.

const ROWS_AT_ONCE = 400;

// columns: [{name, title, value: row -> number or text, cell: row -> content, number: is it a figure}]
function sortable(columns, rows, {caption, fallback}) {
  const [wanted, backwards] = state.sort.startsWith("-") ? [state.sort.slice(1), true] : [state.sort, false];
  const column = columns.find(one => one.name === wanted);
  const sorted = column ? sortedBy(rows, column, backwards) : rows;
  const shown = state.all ? sorted : sorted.slice(0, ROWS_AT_ONCE);
  const heading = one => h("th", {
    scope: "col", class: one.number ? "number" : null,
    "aria-sort": one === column ? (Boolean(one.number) === backwards ? "ascending" : "descending") : null,
  }, one.value ? button(one.title, () => adjust({sort: (one === column && !backwards ? "-" : "") + one.name}), {
    "data-focus": "sort " + one.name, title: one.hint ?? "Sort by " + one.title, class: one === column ? "chosen" : null}) : one.title);
  return [
    h("div", {class: "scroll"}, h("table", {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, columns.map(heading))),
      h("tbody", {}, shown.map(row => h("tr", {}, columns.map(one =>
        h("td", {class: one.number ? "number" : null, "data-title": one.title}, one.cell(row)))))))),
    rows.length ? [] : h("p", {class: "empty"}, fallback),
    shown.length < rows.length ? h("p", {}, button(`Show all ${rows.length.toLocaleString("en")}`, () => adjust({all: true}))) : [],
  ];
}

// Figures largest first, texts from A; backwards the other way round.
function sortedBy(rows, column, backwards) {
  const turn = (column.number ? -1 : 1) * (backwards ? -1 : 1);
  return rows.map(row => [column.value(row), row])
    .sort(([a], [b]) => turn * (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

const HEAVIEST = [...verdicts.keys()];
const figure = (name, title, hint) => ({
  name, title, hint, number: true, value: table => table[name] ?? Infinity,
  cell: table => table[name] === null ? "∞" : table[name] ? table[name].toLocaleString("en") : h("span", {class: "dim"}, "0"),
});

const TABLE_COLUMNS = [
  {name: "table", title: "Table", value: table => table.label, cell: table => [tableLink(table.number),
    table.isPartition ? h("span", {class: "dim"}, " partition") : []]},
  {name: "verdict", title: "Verdict", number: false, value: table => HEAVIEST.indexOf(table.verdict), cell: table => verdictBadge(table.verdict)},
  figure("deleted", "Lose rows", "Tables that can lose rows"),
  figure("updated", "Columns change", "Columns of kept rows that become NULL or get another value"),
  figure("longest", "Longest chain", "Steps of the longest chain of deletes; ∞: a cycle, so any number"),
  figure("blockers", "Can stop it", "Keys that can make the delete fail"),
  figure("unindexed", "No index", "Keys on the way without an index: each deleted row makes PostgreSQL read a whole table"),
  figure("findings", "Findings", "Findings of the audit about this table"),
];

const KEY_COLUMNS = [
  {name: "table", title: "Key", value: key => tables[key.table].label + "." + key.columnsLabel,
    cell: key => [tableLink(key.table), ".", named(key.columnsLabel), " → ", tableLink(key.referenced)]},
  {name: "action", title: "On delete", value: key => key.onDelete, cell: key => actionBadge(key.onDelete, words({key, event: "delete"}))},
  {name: "verdict", title: "Index", value: key => key.index, cell: key => indexLine(key)},
  {name: "line", title: "Where", value: key => key.line, cell: key => [named(key.label), h("br"), place(key.file, key.line)]},
  {name: "fix", title: "Fix", cell: key => key.fix ? sqlBlock(key.fix) : ""},
];

const FINDING_COLUMNS = [
  {name: "severity", title: "Severity", value: finding => data.words.severities.indexOf(finding.severity),
    cell: finding => h("span", {class: "badge s-" + finding.severity}, finding.severity)},
  {name: "rule", title: "Rule", value: finding => finding.rule, cell: finding => h("code", {}, finding.rule)},
  {name: "table", title: "Table", value: finding => finding.table === null ? "" : tables[finding.table].label,
    cell: finding => finding.table === null ? "" : tableLink(finding.table)},
  {name: "message", title: "What it says", value: finding => finding.message, cell: finding => [named(visible(finding.message)),
    h("div", {class: "dim"}, named(visible(finding.file)), ":", finding.line)]},
  {name: "fix", title: "Fix", cell: finding => finding.fix ? sqlBlock(finding.fix) : ""},
];

const CHANGE_COLUMNS = [
  {name: "cause", title: "What changed", value: one => one.cause, number: false, cell: one => [named(visible(one.title)),
    one.definition ? h("div", {}, h("code", {}, named(visible(one.definition)))) : [],
    one.place ? h("div", {class: "dim"}, named(visible(one.place))) : []]},
  {name: "class", title: "Consequence", value: one => one.words, cell: one => h("span", {class: "badge " + one.style}, one.words)},
  {name: "says", title: "For deletes", value: one => one.says, cell: one => named(visible(one.says))},
  {name: "tables", title: "Delete on", value: one => one.tables.length, number: true, cell: one => [
    one.tables.slice(0, 12).map((table, number) => [number ? ", " : "", tableLink(table)]),
    one.tables.length > 12 ? `, … ${(one.tables.length - 12).toLocaleString("en")} more` : ""]},
];
