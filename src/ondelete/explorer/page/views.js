// The views, each a function from the state to elements.

const shownTables = tables.filter(table => !table.isPartition);
const badKeys = keys.filter(key => key.index === "none" || key.index === "weak");

function matches(...texts) {
  const wanted = state.q.trim().toLowerCase();
  return !wanted || texts.some(text => text && text.toLowerCase().includes(wanted));
}

const RENDER = {
  tables() {
    const found = state.q ? searchOrder(state.q) : shownTables;
    const ranked = state.q ? found : [...found].sort((a, b) => b.deleted - a.deleted || b.blockers - a.blockers ||
      b.updated - a.updated || (a.label < b.label ? -1 : 1));
    return h("main", {class: "list"},
      h("h1", {}, "What happens if I delete a row?"),
      h("p", {class: "lead"}, "Choose a table to see what a DELETE of one of its rows does: which tables lose rows, " +
        "which columns change, what can stop it. Press / to search."),
      cards(),
      sortable(TABLE_COLUMNS, ranked, {
        caption: state.q ? count(ranked.length, "table matches", "tables match") : `${count(ranked.length, "table")}, the widest reach first`,
        fallback: "No table of that name."}));
  },

  cascade() {
    const walked = walk(state.table.number), keysOnly = cascadeScene(walked);
    const scene = state.beside ? withBeside(keysOnly, walked) : keysOnly;
    return pictureView(scene, collapsed(filtered(scene, state), state));
  },

  inverted() {
    const scene = invertedScene(state.table.root);
    return pictureView(scene, filtered(scene, state));
  },

  why() {
    const {table, to} = state;
    const field = (label, name, value) => h("label", {}, label + " ", tableField(name, value));
    const form = h("form", {class: "why", onsubmit: event => { event.preventDefault(); ask(event.target); }},
      field("DELETE on", "from", table), field("reaches", "to", to), h("button", {type: "submit"}, "Why?"));
    return h("main", {class: "list"}, h("h1", {}, "Why does a delete get there?"), form,
      table && to ? chainsList(table, to) : h("p", {class: "dim"}, "Name two tables to see every chain of keys between them."));
  },

  cycles() {
    return h("main", {class: "list"}, h("h1", {}, "Cycles"),
      h("p", {class: "lead"}, cycles.length ? "Tables that reference each other in a cycle. The largest cycle comes first. " +
        "In a cycle of CASCADE keys, a delete can go any number of steps." : "No table references itself, directly or through others."),
      cycles.map(cycleCard));
  },

  keys() {
    const found = badKeys.filter(key => matches(tables[key.table].label, key.columnsLabel, tables[key.referenced].label, key.label));
    return h("main", {class: "list"}, h("h1", {}, "Keys without an index"),
      h("p", {class: "lead"}, "For each deleted row, PostgreSQL searches for referencing rows. Without an index, each search reads the whole referencing table."),
      sortable(KEY_COLUMNS, found, {caption: `${count(found.length, "key")} of ${keys.length.toLocaleString("en")}`, fallback: "Every key has an index."}));
  },

  findings() {
    const found = findings.filter(finding => !state.off.includes(finding.severity) &&
      matches(finding.rule, finding.message, finding.table === null ? "" : tables[finding.table].label));
    return h("main", {class: "list"}, h("h1", {}, "Findings"),
      h("p", {class: "lead"}, "What the audit finds under the policy ", h("code", {}, data.policy), ".",
        data.accepted ? ` ${count(data.accepted, "more is", "more are")} accepted: ignored with a reason, or known from the baseline.` : ""),
      h("fieldset", {class: "toggles"}, h("legend", {}, "Show"), data.words.severities.map(severity => toggle(severity, "off", severity,
        count(findings.filter(finding => finding.severity === severity).length, severity, severity === "info" ? "info" : severity + "s")))),
      sortable(FINDING_COLUMNS, found, {caption: count(found.length, "finding"), fallback: "No findings."}));
  },

  changes() {
    const found = changes.filter(one => matches(one.title, one.says, one.words, ...one.tables.map(table => tables[table].label)));
    return h("main", {class: "list"}, h("h1", {}, "What changed"),
      h("p", {class: "lead"}, "Compared with ", named(visible(data.change.base)), ": ", named(visible(data.change.says))),
      sortable(CHANGE_COLUMNS, found, {caption: count(found.length, "consequence"), fallback: "Deletes do what they did."}));
  },
};

function cards() {
  const having = verdict => shownTables.filter(table => table.verdict === verdict).length;
  const card = (view, number, text, tone) => h(view ? "a" : "div", {class: "card " + tone, href: view ? "#" + written({view}) : null},
    h("strong", {}, number.toLocaleString("en")), " " + text);
  return h("nav", {class: "cards", "aria-label": "At a glance"},
    [...verdicts].map(([verdict, {says, style}]) => card(null, having(verdict), says, style)),
    card("keys", badKeys.length, "keys without a good index", "link"),
    card("cycles", cycles.length, cycles.length === 1 ? "cycle" : "cycles", "link"),
    card("findings", findings.length, "findings", "link"),
    data.change ? card("changes", changes.length, changes.length === 1 ? "consequence of the change" : "consequences of the change", "link") : [],
    data.skipped ? card(null, data.skipped, "statements not understood", "bad") : []);
}

function toggle(value, list, text, label) {
  const on = !state[list].includes(value);
  return h("label", {}, h("input", {type: "checkbox", checked: on, "data-focus": list + " " + value, onchange: () =>
    adjust({[list]: on ? [...state[list], value] : state[list].filter(one => one !== value), pin: null, key: null})}), " ", label ?? text);
}

function tableField(name, value) {
  return h("input", {name, value: value ? value.sql : null, list: "all-tables", required: true, spellcheck: "false", autocomplete: "off",
    onfocus: offerTables, placeholder: "table"});
}

// The list of all tables is long: it is made when a field asks for it.
function offerTables() {
  if (document.getElementById("all-tables")) return;
  document.body.append(h("datalist", {id: "all-tables"}, tables.map(table => h("option", {value: table.sql}))));
}

function ask(form) {
  const [from, to] = ["from", "to"].map(name => {
    const field = form.elements[name];
    const found = tables.find(table => table.sql === field.value || table.id === field.value) ?? searchOrder(field.value)[0];
    field.setCustomValidity(found ? "" : "no such table");
    return found;
  });
  if (from && to) go({view: "why", table: from, to});
  else form.reportValidity();
}

function chainsList(from, to) {
  const {chains, complete} = chainsBetween(from.number, to.number);
  if (!chains.length) {
    return h("p", {}, "A DELETE on ", named(from.label), " does nothing to ", named(to.label), ".");
  }
  const more = complete ? "" : ", and there can be more";
  return [
    h("h2", {}, "The shortest way"), chainItem(from, chains[0]),
    chains.length > 1 ? [h("h2", {}, `All ways (${count(chains.length, "chain")}${more})`),
      h("ol", {class: "chains"}, chains.map(chain => h("li", {}, chainItem(from, chain))))]
      : h("p", {class: "dim"}, complete ? "It is the only one." : "The search was cut short, so there can be more."),
    h("p", {class: "buttons"}, button("Draw the cascade", () => go({view: "cascade", table: from, pin: tables[to.root].id})),
      button("The other way round", () => go({view: "why", table: to, to: from}))),
  ];
}

function chainItem(from, chain) {
  return h("div", {class: "chain"}, tableLink(from.number), chain.map(({key, event}) => [
    h("span", {class: "arrow"}, " ", actionBadge(event === "delete" ? key.onDelete : key.onUpdate, words({key, event})), " → "),
    h("span", {class: "stop", title: `${key.label}, ${place(key.file, key.line)}`}, tableLink(folded(key.table)), ".", named(key.columnsLabel),
      key.index === "none" || key.index === "weak" ? h("span", {class: "warn-text"}, " " + indexMark(key)) : [])]));
}

function cycleCard(cycle) {
  const remarks = [
    cycle.allCascade ? "All of its keys are CASCADE: a delete inside it can go any number of steps." : null,
    cycle.insertable ? null : "Rows cannot be inserted one after another: no key can be NULL or be checked at COMMIT."].filter(Boolean);
  return h("section", {class: "cycle"},
    h("h2", {}, cycle.tables.length === 1 ? [named(tables[cycle.tables[0]].label), " references itself"] : count(cycle.tables.length, "table")),
    cycle.tables.length > 1 ? h("p", {}, cycle.tables.slice(0, 60).map((table, number) => [number ? ", " : "", tableLink(table)]),
      cycle.tables.length > 60 ? `, … ${cycle.tables.length - 60} more` : "") : [],
    remarks.map(text => h("p", {class: "warn-text"}, text)),
    h("details", {open: cycle.keys.length <= 12}, h("summary", {}, `${count(cycle.keys.length, "key")}, break it at ${cycle.breakAt.size}`),
      h("ul", {}, cycle.keys.map(number => keys[number]).map(key => h("li", {},
        tableLink(key.table), ".", named(key.columnsLabel), " → ", tableLink(key.referenced), " ",
        actionBadge(key.onDelete, words({key, event: "delete"})), " ", h("span", {class: "dim"}, named(key.label), ", ", place(key.file, key.line)),
        cycle.breakAt.has(key.number) ? h("strong", {}, " ✂ break here") : [])))));
}

function pictureView(whole, scene) {
  const name = state.view + " " + state.table.id;
  const root = showPicture(scene, name);
  return h("main", {class: "canvas"},
    h("div", {class: "toolbar"}, crumbs(), pictureTools(whole, scene)),
    h("div", {class: "stage-and-panel"}, h("div", {class: "stage-holder"}, root, zoomButtons()), panelOf(scene)));
}

function crumbs() {
  const trail = state.view === "cascade" ? state.trail : [];
  return h("nav", {class: "crumbs", "aria-label": "Way here"},
    trail.map((table, number) => [h("a", {href: "#" + written({view: "cascade", table, trail: trail.slice(0, number)})}, named(table.label)), " › "]),
    h("h1", {}, state.view === "cascade" ? "DELETE FROM " : "What can delete ", named(state.table.label)));
}

function pictureTools(whole, scene) {
  const present = [...actions.keys()].filter(action => whole.boxes.some(box => box.rows.some(row => actionOf(row) === action)));
  const schemas = [...new Set(whole.boxes.map(box => data.schemas[tables[box.table].schema]))].sort();
  const deepest = Math.max(...whole.boxes.map(box => Math.abs(box.column)));
  return [
    present.length > 1 ? h("fieldset", {class: "toggles"}, h("legend", {}, "Actions"), present.map(action => toggle(action, "off", action, action.toUpperCase()))) : [],
    schemas.length > 1 ? h("details", {class: "menu", "data-menu": "schemas"}, h("summary", {}, "Schemas" + (state.hidden.length ? ` (${state.hidden.length} hidden)` : "")),
      h("fieldset", {class: "toggles column"}, h("legend", {}, "Schemas"), schemas.map(schema => toggle(schema, "hidden", schema, named(visible(schema)))))) : [],
    deepest > 1 ? h("label", {}, "Steps ", h("select", {"data-focus": "steps", onchange: event => adjust({depth: Number(event.target.value)})},
      [0, ...Array(deepest - 1).keys()].map((_, number) => h("option", {value: number, selected: number === state.depth}, number || "all")))) : [],
    scene.bundles.length || state.open.length || (state.all && whole.boxes.length > limits.collapse_above) ? h("label", {}, h("input", {type: "checkbox", checked: !state.all, "data-focus": "bundle",
      onchange: () => adjust({all: !state.all, open: []})}), " Bundle leaves") : [],
    state.view === "cascade" && besideOfWalk(walk(state.table.number)).length ? h("label", {}, h("input", {type: "checkbox", checked: state.beside,
      "data-focus": "beside", onchange: () => adjust({beside: !state.beside, pin: null, key: null})}), " References without a key") : [],
    h("details", {class: "menu"}, h("summary", {}, "Copy"), h("div", {class: "buttons"},
      button("Mermaid", () => copyText(asMermaid, "Mermaid")), button("DOT", () => copyText(asDot, "DOT")), button("SVG", () => copyText(asSvg, "SVG")))),
    scene.left ? h("span", {class: "left-out"}, `${count(scene.left, "table")} more than ${count(scene.depth, "step")} away left out `,
      button("Draw them all", () => adjust({all: true}))) : [],
    scene.boxes.length === 1 ? h("span", {class: "dim"}, state.view === "cascade" ? "No key references it." : "Only a DELETE on the table itself deletes its rows.") : [],
  ];
}

function zoomButtons() {
  return h("div", {class: "zoom"}, button("+", () => zoom(1.25), {"aria-label": "Zoom in"}),
    button("−", () => zoom(0.8), {"aria-label": "Zoom out"}), button("Fit", fit, {"aria-label": "Fit the whole picture"}));
}
