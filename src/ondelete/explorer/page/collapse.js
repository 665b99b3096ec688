// Wide pictures made readable: three or more leaves with the same (referenced table, action) share a box.
// Never in a bundle: the root, blockers, tables that pass the delete on, tables on a cycle, the pinned table.

// Of its own: a page can be moved and zoomed, so it draws more boxes than a picture, and fewer names in each.
const SHORTEN_ABOVE = 160, NAMES_SHOWN = 8;

function collapsed(scene, {open, all, pin}) {
  if (all || scene.inverted || scene.boxes.length <= limits.collapse_above) return scene;
  const bundled = bundledLeaves(scene, open, pin, false);
  if (sizeOf(bundled) <= limits.crowded_above) return bundled;
  const crowded = bundledLeaves(scene, open, pin, true);
  return sizeOf(crowded) > SHORTEN_ABOVE ? withoutDeepest(scene, open, pin) : crowded;
}

function sizeOf(scene) {
  return scene.boxes.length + scene.bundles.length;
}

// The scene down to the deepest column that leaves few enough boxes; blockers, the pinned box and the ways there stay.
function withoutDeepest(scene, open, pin) {
  const byTable = new Map(scene.boxes.map(box => [box.table, box]));
  const wanted = new Set();
  for (const box of scene.boxes) {
    let here = box.pinned || box.id === pin ? box : null;
    while (here && !wanted.has(here)) {
      wanted.add(here);
      const own = here;
      here = own.rows.map(row => byTable.get(row.referenced)).find(other => other && other.column < own.column);
    }
  }
  const downTo = depth => {
    const boxes = scene.boxes.filter(box => box.column <= depth || wanted.has(box));
    const shown = new Set(boxes.map(box => box.table));
    const whole = boxes.map(box => ({...box, rows: box.rows.filter(row => shown.has(row.referenced))}));
    return {...bundledLeaves({...scene, boxes: whole}, open, pin, true), left: scene.boxes.length - boxes.length, depth};
  };
  let low = 1, high = Math.max(2, ...scene.boxes.map(box => box.column)) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sizeOf(downTo(middle)) <= SHORTEN_ABOVE) low = middle;
    else high = middle - 1;
  }
  return downTo(low);
}

// fartherOnly: what passes the delete on, but to no table farther from the root, counts as a leaf too.
function bundledLeaves(scene, open, pin, fartherOnly) {
  const column = new Map(scene.boxes.map(box => [box.table, box.column]));
  const needs = (box, row) => box.column > column.get(row.referenced) || box.pinned || row === entrance(box);
  const passing = new Set([...cyclic(scene), ...scene.boxes.flatMap(box => box.rows
    .filter(row => !fartherOnly || needs(box, row)).map(row => row.referenced))]);
  const groups = grouped(
    scene.boxes.filter(box => entrance(box) && !box.pinned && !passing.has(box.table) && box.id !== pin), bundleId);
  const bundles = [...groups].filter(([id, boxes]) => boxes.length >= limits.smallest_bundle && !open.includes(id))
    .map(([id, boxes]) => bundleOf(id, boxes));
  const gone = new Set(bundles.flatMap(bundle => bundle.members.map(box => box.table)));
  const boxes = scene.boxes.filter(box => !gone.has(box.table)).map(box => ({
    ...box, rows: box.rows.map(row => gone.has(row.referenced) ? {...row, from: row.referenced} : row)}));
  return {...scene, boxes, bundles};
}

// Tables on cycles of deletes: takes away what nothing leads to or what leads nowhere, until all do both.
function cyclic(scene) {
  const pairs = scene.boxes.flatMap(box => box.rows
    .filter(row => row.event === "delete" && actionOf(row) === "cascade").map(row => [row.referenced, box.table]));
  let left = pairs, size;
  do {
    size = left.length;
    const before = new Set(left.map(([from]) => from)), after = new Set(left.map(([, to]) => to));
    left = left.filter(([from, to]) => after.has(from) && before.has(to));
  } while (left.length < size);
  return new Set(left.flat());
}

function bundleId(box) {
  const row = entrance(box);
  return [tables[row.referenced].id, actionOf(row), row.event, box.fate].join(" ");
}

// The row that explains what becomes of a table: the first that deletes, if rows are deleted, else the first.
function entrance(box) {
  const own = box.rows.filter(row => row.referenced !== box.table);
  const deleting = own.filter(row => row.event === "delete" && actionOf(row) === "cascade");
  return (box.fate === "deleted" ? deleting[0] : undefined) ?? own[0];
}

function bundleOf(id, boxes) {
  const {one, many} = fates.get(boxes[0].fate);
  return {
    id: "bundle " + id, bundle: id, column: Math.min(...boxes.map(box => box.column)), fate: boxes[0].fate, row: entrance(boxes[0]),
    title: count(boxes.length, one, many),
    members: [...boxes].sort((a, b) => a.id < b.id ? -1 : 1),
    unindexed: boxes.filter(box => box.rows.some(row => row.key.index === "none")).length,
  };
}
