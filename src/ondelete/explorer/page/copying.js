// The picture as text for other programs. Each writes names in its own way of quoting.

// -> {items, edges: [{from, to, row}]}, edges between items that are drawn.
function drawnParts() {
  const items = [...view.byId.values()];
  const byTable = new Map(view.scene.boxes.map(box => [box.table, box]));
  const edges = items.flatMap(item => (item.bundle ? [item.row] : item.rows)
    .map(row => ({from: byTable.get(row.referenced), to: item, row})).filter(edge => edge.from));
  return {items, edges};
}

function partLines(item) {
  if (item.bundle) return [item.title, ...item.lines.slice(1).map(line => line.left)];
  return [item.heading + ": " + item.outcome,
    ...item.lines.map(line => [line.left, line.right, line.mark].filter(Boolean).join("  "))];
}

function asMermaid() {
  const title = view.scene.inverted ? "What can delete a row of " : "DELETE FROM ";
  return mermaidOf(view.scene, title + state.table.label);
}

function asDot() {
  const {items, edges} = drawnParts();
  const ids = new Map(items.map((item, number) => [item, "t" + number]));
  const quoted = text => text.replace(/[\\"]/g, found => "\\" + found);
  return "digraph ondelete {\n  rankdir=LR\n  node [shape=box]\n" +
    items.map(item => `  ${ids.get(item)} [label="${partLines(item).map(line => quoted(line) + "\\l").join("")}"]\n`).join("") +
    edges.map(({from, to, row}) => `  ${ids.get(from)} -> ${ids.get(to)} ` +
      `[style=${actions.get(actionOf(row)).line} arrowhead=${actions.get(actionOf(row)).head}]\n`).join("") + "}\n";
}

const COPIED_STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "opacity"];

// The picture as a file of its own: every style that counts written at its element, in the light colours.
function asSvg() {
  const theme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
  view.root.classList.remove("hovering", "crowded");
  const copy = view.root.cloneNode(true);
  const originals = view.root.querySelectorAll("*"), copies = copy.querySelectorAll("*");
  originals.forEach((original, number) => {
    const style = getComputedStyle(original), target = copies[number];
    if (["path", "rect", "text", "tspan"].includes(original.localName)) {
      for (const name of COPIED_STYLES) target.setAttribute(name, style.getPropertyValue(name));
    }
    for (const name of ["class", "tabindex", "role", "aria-label"]) target.removeAttribute(name);
    for (const name of Object.keys(target.dataset)) delete target.dataset[name];
  });
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  view.root.classList.toggle("crowded", sizeOf(view.scene) > limits.crowded_above);
  light(view.byId.get(state.pin));
  const {width, height} = view.size;
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("viewBox", `-8 -8 ${width + 16} ${height + 16}`);
  copy.setAttribute("width", width + 16);
  copy.setAttribute("height", height + 16);
  for (const name of ["class", "role"]) copy.removeAttribute(name);
  copy.querySelector("g").removeAttribute("transform");
  return new XMLSerializer().serializeToString(copy);
}

async function copyText(make, what) {
  try {
    const text = typeof make === "function" ? make() : make;
    try { await navigator.clipboard.writeText(text); } catch { copyByHand(text); }
    tell(what + " copied");
  } catch (error) {
    tell(error instanceof RangeError ? error.message : "Could not copy " + what);
  }
}

// For browsers in which a page from the disk may not write to the clipboard by itself.
function copyByHand(text) {
  const area = h("textarea", {class: "offscreen", "aria-hidden": "true"});
  area.value = text;
  document.body.append(area);
  const before = document.activeElement;
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus?.();
  if (!done) throw new Error("the browser refused");
}
