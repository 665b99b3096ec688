// The search box: filters a list at once; elsewhere it offers tables, and the chosen one becomes the root.

const FILTERED = new Set(["tables", "keys", "findings", "changes"]);
const OFFERED = 12;

function searchBox() {
  const options = h("ul", {id: "offers", role: "listbox", "aria-label": "Tables", hidden: true});
  const input = h("input", {
    type: "search", id: "search", placeholder: "Search tables  ( / )", "aria-label": "Search", autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-controls": "offers", "aria-expanded": "false", "aria-autocomplete": "list",
    oninput: () => typed(input, options), onkeydown: event => keyInSearch(event, input, options),
    onblur: () => setTimeout(() => offer(input, options, []), 150),
  });
  return h("div", {class: "search", role: "search"}, input, options);
}

function typed(input, options) {
  if (FILTERED.has(state.view)) adjust({q: input.value, all: false});
  else offer(input, options, input.value.trim() ? searchOrder(input.value).slice(0, OFFERED) : []);
}

function offer(input, options, found) {
  options.replaceChildren(...found.map((table, number) => h("li", {
    role: "option", id: "offer-" + number, "aria-selected": number === 0 ? "true" : "false",
    onpointerdown: event => { event.preventDefault(); choose(input, options, table); },
  }, named(table.label), h("span", {class: "dim"}, table.isPartition ? " partition" : " " + verdicts.get(table.verdict).says))));
  options.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
  if (found.length) input.setAttribute("aria-activedescendant", "offer-0");
  else input.removeAttribute("aria-activedescendant");
  options.found = found;
}

function choose(input, options, table) {
  input.value = "";
  offer(input, options, []);
  input.blur();
  if (state.view === "inverted") go({view: "inverted", table: tables[table.root]});
  else if (state.view === "cascade") reroot(table);
  else go({view: "cascade", table});
}

function keyInSearch(event, input, options) {
  const found = options.found ?? [];
  const selected = [...options.children].findIndex(option => option.getAttribute("aria-selected") === "true");
  if (event.key === "Enter") {
    const table = found[Math.max(0, selected)] ?? searchOrder(input.value)[0];
    if (table && input.value.trim()) choose(input, options, table);
  } else if (event.key === "Escape") {
    input.value = "";
    typed(input, options);
    input.blur();
  } else if (event.key === "ArrowDown" && FILTERED.has(state.view)) {
    document.querySelector("tbody a")?.focus();
  } else if (event.key.startsWith("Arrow") && found.length) {
    const next = (selected + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    [...options.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === next)));
    input.setAttribute("aria-activedescendant", "offer-" + next);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
