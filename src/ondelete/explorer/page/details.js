// Small pieces that several views show: links to tables, actions, SQL with a button that copies it.

function tableLink(number, changes = {}) {
  const table = tables[number];
  const target = written({view: "cascade", table, ...changes});
  return h("a", {href: "#" + target, class: "table"}, named(table.label));
}

function verdictBadge(verdict) {
  const {says, style, means} = verdicts.get(verdict);
  return h("span", {class: "badge " + style, title: means}, says);
}

function actionBadge(action, text = action.toUpperCase()) {
  return h("span", {class: "action-badge " + classOf(action)}, text);
}

function sqlBlock(sql) {
  return h("div", {class: "sql"},
    h("pre", {tabindex: 0, "aria-label": "suggested SQL"}, sql.split("\n").map(visible).join("\n")),
    button("Copy", () => copyText(sql, "SQL"), {class: "copy", "aria-label": "Copy this SQL"}));
}

function indexLine(key) {
  if (!key.index) return h("p", { class: "index" }, "The key is NOT ENFORCED, so it needs no index.");
  const tone = {full: "good", weak: "warn", none: "bad"}[key.index];
  return h("p", {class: "index"}, h("span", {class: "badge " + tone}, indexMark(key) || "index"), " ", named(visible(key.reason)));
}

// Everything about one key; `steps` are what it does in the picture at hand.
function keyCard(key, outcome, current) {
  if (key.beside) return besideCard(key, current);
  const about = [key.onUpdate === "no action" ? null : "ON UPDATE " + key.onUpdate.toUpperCase(), ...key.remarks];
  return h("section", {class: "key" + (current ? " current" : ""), "data-key": key.id},
    h("h3", {}, named(key.columnsLabel), " → ", tableLink(key.referenced),
      key.referencedColumns.length ? [" (", named(visible(key.referencedColumns.join(", "))), ")"] : []),
    h("p", {}, actionBadge(key.onDelete, words({key, event: "delete"})), " ",
      about.filter(Boolean).map(text => h("span", {class: "remark"}, text)), outcome ? h("span", {}, " " + outcome) : []),
    h("p", {class: "dim"}, named(key.label), ", ", place(key.file, key.line)),
    indexLine(key),
    key.fix ? sqlBlock(key.fix) : []);
}

function failureItem(failure) {
  const {says, sure} = certainties.find(({certainty}) => certainty === failure.certainty);
  return h("li", {class: sure ? "bad" : "warn"}, h("strong", {}, says), " ",
    tableLink(failure.table), ": ", named(visible(failure.reason)), " ",
    h("code", {}, failure.sqlstates.join(" or ")), failure.note ? h("div", {class: "dim"}, visible(failure.note)) : []);
}

function bodyItem(body) {
  return h("li", {}, body.kind + " ", named(visible(body.name)), " on ", tableLink(body.table), " (",
    named(visible(body.detail)), ")");
}

function looseItem(key) {
  return h("li", {}, tableLink(key.table), ".", named(visible(key.column)), " → ", tableLink(key.referenced), ": ",
    data.words.later[key.action]);
}

function undeclaredItem(reference) {
  return h("li", {}, tableLink(reference.table), ".", named(visible(listed(reference.columns))), " → ",
    tableLink(reference.referenced), h("span", {class: "dim"}, " " + visible(reference.reason)));
}

function figures(table) {
  const longest = table.longest === null ? "∞: cycle" : table.longest;
  return [
    `${count(table.deleted, "table loses rows", "tables lose rows")} (longest chain ${longest})`,
    count(table.updated, "column changes", "columns change"),
    `${count(table.blockers, "key")} can stop it`,
    `${count(table.unindexed, "key")} on the way without an index`,
  ];
}

function searchOrder(query) {
  const wanted = query.trim().toLowerCase();
  const score = table => {
    const label = table.label.toLowerCase(), bare = table.name.toLowerCase();
    if (label === wanted || bare === wanted) return 0;
    if (bare.startsWith(wanted)) return 1;
    return label.includes(wanted) || table.id.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return tables.map(table => [score(table), table]).filter(([rank]) => rank < 3)
    .sort(([a, one], [b, other]) => a - b || one.isPartition - other.isPartition || one.label.length - other.label.length || (one.label < other.label ? -1 : 1))
    .map(([, table]) => table);
}
