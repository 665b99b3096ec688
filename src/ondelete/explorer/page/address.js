// Where the reader is, kept in the address: the back button, bookmarks and links work, and nothing else remembers it.

const VIEWS = {
  tables: "Tables", cascade: "Cascade", inverted: "Deleted by", why: "Why A → B", cycles: "Cycles", keys: "No index",
  findings: "Findings",
};
if (data.change) VIEWS.changes = "What changed";
const NEEDS_TABLE = new Set(["cascade", "inverted"]);

// -> {view, table, to, trail, pin, key, off, hidden, open, depth, sort, q, all, beside}; tables are values or null.
function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const table = tableById.get(given.get("table")) ?? null;
  let view = given.get("view") ?? "tables";
  if (!Object.hasOwn(VIEWS, view) || (NEEDS_TABLE.has(view) && !table)) view = "tables";
  return {
    view, table,
    to: tableById.get(given.get("to")) ?? null,
    trail: given.getAll("trail").map(id => tableById.get(id)).filter(Boolean),
    pin: given.get("pin"),
    key: given.get("key"),
    off: given.getAll("off"),
    hidden: given.getAll("hidden"),
    open: given.getAll("open"),
    depth: Math.max(0, Math.floor(Number(given.get("depth")))) || 0,
    sort: given.get("sort") ?? "",
    q: given.get("q") ?? "",
    all: given.has("all"),
    beside: given.has("beside"),
  };
}

function written(state) {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (Array.isArray(value)) for (const one of value) found.append(name, one.id ?? one);
    else if (value === true) found.set(name, "1");
    else if (value && !(name === "view" && value === "tables")) found.set(name, value.id ?? value);
  }
  return found.toString();
}

let state = readAddress();

// Goes elsewhere: a step that the back button takes back.
function go(changes) {
  const kept = {view: state.view, table: state.table, to: state.to, trail: [], off: state.off, hidden: state.hidden, beside: state.beside};
  location.hash = written({...kept, ...changes});
  render();
}

// Changes how this place is looked at: no step of its own.
function adjust(changes) {
  location.replace("#" + written({...state, ...changes}));
  render();
}

// Takes a table as the root, and keeps the way that led there.
function reroot(table) {
  if (state.view === "cascade" && state.table === table) return;
  const trail = state.view === "cascade" && state.table ? [...state.trail, state.table].slice(-8) : [];
  go({view: "cascade", table, trail});
}
