// Where the boxes stand: one column per step of the delete, blockers first, near what leads to them.

const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif';
const SIZES = {title: 26, row: 20, gap: 16, aisle: 84, fold: 28, pad: 9, narrow: 150, wide: 380, tall: 1500};

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

function widthOf(text, font) {
  const name = font + "\n" + text;
  if (!widths.has(name)) {
    ruler.font = font + " 12px " + FAMILY;
    widths.set(name, ruler.measureText(text).width);
  }
  return widths.get(name);
}

// The text, or as much of it as fits before "…".
function cut(text, room, font) {
  if (widthOf(text, font) <= room) return text;
  const letters = [...text];
  let low = 0, high = letters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(letters.slice(0, middle).join("") + "…", font) <= room) low = middle;
    else high = middle - 1;
  }
  return letters.slice(0, low).join("") + "…";
}

// Sets x, y, width, height and lines of every box and bundle; returns the size of the whole.
function layOut(scene) {
  const items = [...scene.boxes, ...scene.bundles];
  for (const item of items) measure(item, scene);
  const first = Math.min(...items.map(item => item.column));
  const columns = grouped(items, item => item.column - first);
  const order = new Map();
  let x = 0, height = 0;
  const along = scene.inverted ? [...columns.keys()].sort((a, b) => b - a) : [...columns.keys()].sort((a, b) => a - b);
  for (const number of along) sortColumn(columns.get(number), order, scene);
  for (const number of along.sort((a, b) => a - b)) {
    const done = stack(columns.get(number), x);
    x = done.x + SIZES.aisle;
    height = Math.max(height, done.height);
  }
  return {width: Math.max(0, x - SIZES.aisle), height};
}

// Stacks a column, and folds it into several if it is too tall to look at.
function stack(items, x) {
  const whole = items.reduce((sum, item) => sum + item.height + SIZES.gap, 0);
  const parts = Math.ceil(whole / SIZES.tall), room = whole / parts;
  let y = 0, height = 0, width = 0;
  for (const item of items) {
    if (y > 0 && y + item.height / 2 > room) {
      x += width + SIZES.fold;
      y = width = 0;
    }
    item.x = x;
    item.y = y;
    y += item.height + SIZES.gap;
    width = Math.max(width, item.width);
    height = Math.max(height, y - SIZES.gap);
  }
  return {x: x + width, height};
}

function sortColumn(items, order, scene) {
  const near = new Map();
  if (scene.inverted) {
    for (const box of scene.boxes) for (const row of box.rows) if (order.has(box.table)) {
      near.set(row.referenced, Math.min(near.get(row.referenced) ?? Infinity, order.get(box.table)));
    }
  }
  const passing = new Set(scene.boxes.flatMap(box => box.rows.map(row => row.referenced)));
  const rank = item => item.bundle ? 3 : item.stops ? 0 : passing.has(item.table) ? 1 : 2;
  const parent = item => scene.inverted ? near.get(item.table) ?? 1e9 :
    Math.min(1e9, ...(item.bundle ? [item.row] : item.rows).map(row => order.get(row.referenced) ?? 1e9));
  const ranked = items.map(item => [rank(item), parent(item), item.id, item]);
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
  ranked.forEach(([, , , item], place) => {
    items[place] = item;
    if (!item.bundle) order.set(item.table, order.size);
  });
}

// Sets the lines of a box and its size. A line: {left, right, mark, row}.
function measure(item) {
  const lines = item.bundle ? bundleLines(item) : boxLines(item);
  const home = !item.bundle && data.schemas[tables[item.table].schema] === data.home;
  const title = item.bundle ? item.title : tables[item.table].label;
  const outcome = outcomeShown(item);
  const needs = [widthOf(title, "bold") + widthOf(outcome, "normal") + 22,
    ...lines.map(line => widthOf(line.left, "normal") + widthOf(line.right + line.mark, "bold") + 26)];
  item.width = Math.ceil(Math.min(SIZES.wide, Math.max(SIZES.narrow, ...needs)) + 2 * SIZES.pad);
  item.height = SIZES.title + lines.length * SIZES.row + (lines.length ? 4 : 0);
  Object.assign(item, {lines, home, heading: title});
}

function outcomeShown(item) {
  return item.bundle ? "expand +" : item.outcome;
}

function boxLines(box) {
  const lines = box.rows.map(row => {
    const notes = notesOf(row);
    return {
      left: row.key.columnsLabel + (folded(row.key.table) === folded(row.referenced) ? " ↻" : ""),
      right: words(row) + (notes ? " " + notes : ""), mark: indexMark(row.key), row,
    };
  });
  return [...lines, ...box.remarks.map(left => ({left, right: "", mark: "", row: null}))];
}

function bundleLines(bundle) {
  const shown = bundle.members.length <= NAMES_SHOWN + 1 ? bundle.members : bundle.members.slice(0, NAMES_SHOWN);
  const mark = box => box.rows.some(row => row.key.index === "none") ? "⚠" : "";
  const more = box => box.rows.length > 1 ? "+" + (box.rows.length - 1) : "";
  const lines = shown.map(box => ({left: tables[box.table].label, right: more(box), mark: mark(box), row: null}));
  const rest = bundle.members.length - shown.length;
  if (rest) lines.push({left: `… ${rest.toLocaleString("en")} more`, right: "", mark: "", row: null});
  return [{left: "each by its key", right: words(bundle.row), mark: "", row: bundle.row}, ...lines];
}
