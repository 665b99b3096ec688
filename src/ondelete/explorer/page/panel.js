// The side panel of a picture: what the whole delete does, or what it does to the pinned table.

function panelOf(scene) {
  const pinned = state.pin && scene.boxes.find(box => box.id === state.pin);
  return h("aside", {class: "panel", "aria-label": "Details", "aria-live": "polite"},
    pinned ? pinnedPanel(pinned, scene) : scene.inverted ? invertedPanel(scene) : rootPanel());
}

function rootPanel() {
  const table = state.table, walked = walk(table.number);
  const losing = new Set([table.number, ...walked.deleted.keys()].flatMap(number => [number, folded(number)]));
  const later = looseKeys.filter(key => losing.has(key.referenced));
  const left = undeclared.filter(reference => losing.has(reference.referenced));
  return [
    h("h2", {}, "DELETE FROM ", named(table.label)),
    h("p", {}, verdictBadge(table.verdict), " ", verdicts.get(table.verdict).means, "."),
    h("ul", {class: "figures"}, figures(table).map(text => h("li", {}, text))),
    changesOf(table),
    table.isPartition ? h("p", {}, "A partition of ", tableLink(table.root), ".") : [],
    walked.failures.length ? [h("h3", {}, "What can stop it"), h("ul", {class: "failures"}, walked.failures.map(failureItem))] : [],
    walked.notModelled.length ? [h("h3", {}, "Not modelled: can change the outcome"), h("ul", {}, walked.notModelled.map(bodyItem))] : [],
    later.length ? [h("h3", {}, "Later, by a job of the application"), h("ul", {class: "later"}, later.map(looseItem))] : [],
    left.length ? [h("h3", {}, "Look like references but have no key: rows stay"), h("ul", {class: "undeclared"}, left.map(undeclaredItem))] : [],
    walked.notes.length ? h("ul", {class: "dim"}, walked.notes.map(note => h("li", {}, visible(note)))) : [],
    h("p", {class: "dim"}, tableKind(table)),
    tableButtons(table),
    legend([...walked.steps.map(actionOf), ...(state.beside ? besideOfWalk(walked).map(key => key.onDelete) : [])]),
    h("p", {class: "dim"}, "deleted · 2: rows go, two steps from the root. ↻: a key to the table itself. +2: two more keys on the way. " +
      "⚠: each deleted row makes PostgreSQL read the whole table."),
    h("p", {class: "dim hint"}, "Click a box for its keys, double-click to make it the root, drag to move, scroll to zoom."),
  ];
}

// What this delete does differently since the version that the page compares with.
function changesOf(table) {
  const own = changes.filter(one => one.tables.includes(table.number));
  return own.length ? [h("h3", {}, "Since ", named(visible(data.change.base))), h("ul", {class: "changes"}, own.map(one => h("li", {},
    h("span", {class: "badge " + one.style}, one.words), " ", named(visible(one.says)),
    h("span", {class: "dim"}, " by ", named(visible(one.title))))))] : [];
}

function tableKind(table) {
  return `${table.kind}${table.line ? ", " + place(table.file, table.line) : ""}`;
}

function tableButtons(table) {
  return h("p", {class: "buttons"},
    table === state.table && state.view === "cascade" ? [] : button("Make it the root", () => reroot(table)),
    table === state.table && state.view === "inverted" ? [] : button("What can delete it", () => go({view: "inverted", table: tables[table.root]})),
    state.table && table !== state.table && state.view === "cascade"
      ? button("All ways here", () => go({view: "why", table: state.table, to: table})) : []);
}

function invertedPanel(scene) {
  const deleters = scene.boxes.filter(box => box.fate === "deleted");
  const protects = scene.boxes[0].rows.filter(row => row.outcome === "blocks");
  return [
    h("h2", {}, "What can delete a row of ", named(state.table.label)),
    h("p", {}, deleters.length ? `A delete on ${count(deleters.length, "table")} can also delete its rows.`
      : "No cascade deletes its rows."),
    protects.length ? h("p", {}, `Its rows can stop deletes on other tables, by ${count(protects.length, "key")}.`) : [],
    h("ul", {}, deleters.sort((a, b) => b.column - a.column || (a.id < b.id ? -1 : 1)).map(box => h("li", {}, tableLink(box.table),
      h("span", {class: "dim"}, " " + (box.column ? count(-box.column, "step") : "inherits"))))),
    tableButtons(state.table),
    legend(scene.boxes.flatMap(box => box.rows.map(actionOf))),
  ];
}

function pinnedPanel(box, scene) {
  const table = tables[box.table];
  const walked = scene.inverted ? null : walk(state.table.number);
  const here = walked ? walked.failures.filter(failure => folded(failure.table) === box.table || failure.table === box.table) : [];
  const changes = walked ? walked.changes.filter(change => folded(change.key.table) === folded(box.table)) : [];
  const bodiesHere = walked ? walked.notModelled.filter(body => folded(body.table) === folded(box.table)) : [];
  return [
    button("✕", () => adjust({pin: null, key: null}), {class: "close", "aria-label": "Close details"}),
    h("h2", {}, named(table.label)),
    h("p", {}, h("span", {class: "badge f-" + box.fate}, box.outcome), h("span", {class: "dim"}, " " + tableKind(table))),
    h("p", {class: "way"}, wayText(box)),
    here.length ? h("ul", {class: "failures"}, here.map(failureItem)) : [],
    changes.length ? h("ul", {}, changes.map(change => h("li", {}, named(visible(change.columns.join(", "))),
      " becomes " + data.words.changes[change.to],
      h("span", {class: "dim"}, " by ", named(change.key.label))))) : [],
    bodiesHere.length ? h("ul", {}, bodiesHere.map(bodyItem)) : [],
    tableButtons(table),
    box.rows.length ? h("h3", {}, scene.inverted ? "Its keys on these ways" : "Its keys in this cascade") : [],
    box.rows.map(row => keyCard(row.key, outcomeWords(row), row.key.id === state.key)),
  ];
}

function outcomeWords(row) {
  return {deleted: "deletes its rows", updated: "changes its rows", blocks: "stops the delete", shadowed: data.words.never_acts}[row.outcome];
}

// The way to the box, in words.
function wayText(box) {
  const item = view?.byId.get(box.id), way = item ? wayOf(item) : [];
  return way.length ? [named(way[0].from.heading), way.map(({to}) => [" → ", named(to.heading)])] : "";
}

function legend(shown) {
  const present = [...actions.keys()].filter(action => shown.includes(action));
  return present.length ? h("div", {class: "legend"}, h("h3", {}, "Lines"), present.map(action => h("div", {},
    svg("svg", {class: "sample", width: 46, height: 14, "aria-hidden": "true"}, svg("path", {
      class: "edge " + classOf(action), d: "M2 7 L40 7", "marker-end": `url(#head-${action.replace(" ", "-")})`})),
    " ", action.toUpperCase()))) : [];
}
