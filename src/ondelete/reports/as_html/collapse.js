// Wide pictures made readable: three or more leaves with the same (referenced table, action) share a box.
// Never in a bundle: the root, blockers, tables that pass the delete on, the pinned table, opened bundles.

const COLLAPSE_ABOVE = 40, CROWDED_ABOVE = 80, SMALLEST_BUNDLE = 3, NAMES_SHOWN = 8;

const BUNDLE_TITLES = {
  deleted: ["table deleted", "tables deleted"],
  nulled: ["table kept, gets NULLs", "tables kept, get NULLs"],
  defaulted: ["table kept, gets defaults", "tables kept, get defaults"],
};

function collapsed(scene, {open, all, pin}) {
  if (all || scene.inverted || scene.boxes.length <= COLLAPSE_ABOVE) return scene;
  const bundled = bundledLeaves(scene, open, pin, false);
  const size = bundled.boxes.length + bundled.bundles.length;
  return size > CROWDED_ABOVE ? bundledLeaves(scene, open, pin, true) : bundled;
}

// fartherOnly: what passes the delete on, but to no table farther from the root, counts as a leaf too.
function bundledLeaves(scene, open, pin, fartherOnly) {
  const column = new Map(scene.boxes.map(box => [box.table, box.column]));
  const passing = new Set(scene.boxes.flatMap(box => box.rows
    .filter(row => row.referenced !== box.table &&
      (!fartherOnly || box.column > column.get(row.referenced) || box.pinned))
    .map(row => row.referenced)));
  const groups = grouped(
    scene.boxes.filter(box => entrance(box) && !box.pinned && !passing.has(box.table) && box.id !== pin), bundleId);
  const bundles = [...groups].filter(([id, boxes]) => boxes.length >= SMALLEST_BUNDLE && !open.includes(id))
    .map(([id, boxes]) => bundleOf(id, boxes));
  const gone = new Set(bundles.flatMap(bundle => bundle.members.map(box => box.table)));
  const boxes = scene.boxes.filter(box => !gone.has(box.table)).map(box => ({
    ...box, rows: box.rows.map(row => gone.has(row.referenced) ? {...row, from: row.referenced} : row)}));
  return {...scene, boxes, bundles};
}

function bundleId(box) {
  const row = entrance(box);
  return [tables[row.referenced].id, actionOf(row), row.event, box.fate, box.column].join(" ");
}

// The row that explains what becomes of a table: the first that deletes, where rows are deleted, else the first.
function entrance(box) {
  const own = box.rows.filter(row => row.referenced !== box.table);
  const deleting = own.filter(row => row.outcome === "deleted");
  return (box.fate === "deleted" ? deleting[0] : undefined) ?? own[0];
}

function bundleOf(id, boxes) {
  const [one, many] = BUNDLE_TITLES[boxes[0].fate] ?? ["table kept", "tables kept"];
  return {
    id: "bundle " + id, bundle: id, column: boxes[0].column, fate: boxes[0].fate, row: entrance(boxes[0]),
    title: count(boxes.length, one, many),
    members: [...boxes].sort((a, b) => a.id < b.id ? -1 : 1),
    unindexed: boxes.filter(box => box.rows.some(row => row.key.index === "none")).length,
  };
}
