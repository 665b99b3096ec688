// Puts the page together, and draws anew when the address changes.

const page = document.getElementById("page");
const body = h("div", {class: "body"});
const message = h("div", {class: "message", role: "status", "aria-live": "polite"});
const help = h("dialog", {class: "help", "aria-label": "Keyboard"}, h("h2", {}, "Keyboard"), h("table", {}, h("tbody", {}, [
  ["/", "search"], ["Enter", "in the search: take the first table as the root; on a box: show its details, open a bundle"],
  ["↑ ↓ ← →", "go from box to box, from row to row of a list"], ["r", "make the box the root"],
  ["+ − 0", "zoom in, zoom out, fit"], ["Esc", "unpin the box, close this"],
  ["1 … " + Object.keys(VIEWS).length, Object.values(VIEWS).join(" · ")], ["t", "light, dark, or as the system is set"], ["?", "this list"],
].map(([key, text]) => h("tr", {}, h("td", {}, h("kbd", {}, key)), h("td", {}, text))))), button("Close", () => help.close()));

let searching = null, tabs = null, themeButton = null, previous = null, rendered = null, silence = 0;

function tell(text) {
  message.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { message.textContent = ""; }, 4000);
}

function header() {
  searching = searchBox();
  themeButton = button("", nextTheme, {class: "theme"});
  tabs = h("nav", {class: "tabs", "aria-label": "Views"});
  return h("header", {}, h("a", {class: "brand", href: "#", title: "All tables"}, "ondelete"),
    h("span", {class: "source", title: data.files.map(visible).join("\n")}, named(data.files.map(visible).join(" + "))), searching, tabs,
    h("div", {class: "ends"}, themeButton, button("?", () => help.showModal(), {"aria-label": "Keyboard help"})));
}

// Views that ask for a table lead to that of the current one, or to the list.
function drawTabs() {
  tabs.replaceChildren(...Object.entries(VIEWS).map(([view, title]) => {
    const table = view === "inverted" && state.table ? tables[state.table.root] : state.table;
    if (NEEDS_TABLE.has(view) && !table) return h("span", {class: "tab off", title: "Choose a table first"}, title);
    const target = written({view, table, to: view === "why" ? state.to : null});
    return h("a", {class: "tab", href: "#" + target, "aria-current": view === state.view ? "page" : null}, title);
  }));
}

// Draws the place that the address names; an event that comes after the fact finds that done.
function render() {
  if (rendered === location.href) return;
  rendered = location.href;
  state = readAddress();
  const same = previous && previous.view === state.view && previous.table === state.table;
  const pinOnly = same && view && NEEDS_TABLE.has(state.view) && withoutPin(previous) === withoutPin(state);
  const scroll = same ? window.scrollY : 0;
  previous = state;
  drawTabs();
  document.title = [state.table?.label, VIEWS[state.view], "ondelete"].filter(Boolean).join(" · ");
  const input = searching.querySelector("input");
  if (document.activeElement !== input) input.value = FILTERED.has(state.view) ? state.q : "";
  input.placeholder = FILTERED.has(state.view) ? "Filter  ( / )" : "Search tables  ( / )";
  if (pinOnly) {
    refreshPanel();
    light(view.byId.get(state.pin));
    reveal(view.byId.get(state.pin));
  } else redraw(scroll);
  body.querySelector(".key.current")?.scrollIntoView({block: "nearest"});
}

function redraw(scroll) {
  const focused = document.activeElement?.dataset?.focus;
  const opened = [...body.querySelectorAll("[data-menu][open]")].map(menu => menu.dataset.menu);
  view = null;
  document.documentElement.classList.toggle("drawn", NEEDS_TABLE.has(state.view));
  body.replaceChildren(RENDER[state.view]());
  if (view) {
    settle();
    light(view.byId.get(state.pin));
    if (state.pin) reveal(view.byId.get(state.pin));
    refreshPanel(); // now that the way to the pinned box is known
  }
  for (const menu of opened) body.querySelector(`[data-menu="${menu}"]`)?.setAttribute("open", "");
  if (focused) body.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  window.scrollTo(0, scroll);
}

// The panel itself stays, so that a screen reader says what is new in it.
function refreshPanel() {
  body.querySelector(".panel").replaceChildren(...panelOf(view.scene).childNodes);
}

// A bundled table comes out of its bundle when it is pinned, so that is more than a pin.
function withoutPin(one) {
  const bundled = one.pin && view && !view.byId.has(one.pin);
  return written({...one, pin: bundled ? one.pin : null, key: null});
}

const THEMES = ["auto", "light", "dark"];

function useTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  themeButton.textContent = {auto: "◐", light: "☀", dark: "☾"}[theme];
  themeButton.setAttribute("aria-label", `Colours: ${theme}`);
  themeButton.title = `Colours: ${theme}`;
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "auto";
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
  remember("ondelete-theme", next);
  useTheme(next);
}

function keyOnPage(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea, dialog");
  if (event.key === "Escape" && !typing) return state.pin ? adjust({pin: null, key: null}) : view && light(null);
  if (typing) return;
  const views = Object.keys(VIEWS);
  const acts = {
    "/": () => { const input = searching.querySelector("input"); input.focus(); input.select(); },
    "?": () => help.showModal(), "t": nextTheme,
    "+": () => view && zoom(1.25), "=": () => view && zoom(1.25), "-": () => view && zoom(0.8), "0": () => view && fit(),
    "ArrowDown": () => stepInList(1), "ArrowUp": () => stepInList(-1),
  };
  const number = Number(event.key);
  if (number >= 1 && number <= views.length) tabs.children[number - 1].click();
  else if (!acts[event.key] || acts[event.key]() === false) return;
  event.preventDefault();
}

// From row to row of a list; false if the page should scroll instead.
function stepInList(by) {
  const row = document.activeElement?.closest("tbody tr");
  const target = by > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  if (!target) return false;
  target.querySelector("a")?.focus();
  return true;
}

page.append(h("a", {class: "skip", href: "#search", onclick: event => { event.preventDefault(); searching.querySelector("input").focus(); }},
  "Skip to the search"), header(), body, message, help);
const chosen = remembered("ondelete-theme");
useTheme(THEMES.includes(chosen) ? chosen : "auto");
addEventListener("hashchange", render);
addEventListener("keydown", keyOnPage);
addEventListener("beforeprint", () => { if (view) printed(true); });
addEventListener("afterprint", () => { if (view) printed(false); });
render();

// On paper the whole picture is fitted to the page.
function printed(on) {
  if (on) {
    view.stage.setAttribute("transform", "");
    view.root.setAttribute("viewBox", `-8 -8 ${view.size.width + 16} ${view.size.height + 16}`);
  } else {
    view.root.removeAttribute("viewBox");
    move();
  }
}

// For the console and for tests: the same functions that the page uses.
window.explorer = Object.freeze({tables, keys, tableById, visible, walk, chainsBetween, deletersOf, asMermaid, asDot, asSvg});
