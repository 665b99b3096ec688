// The canvas: pan, zoom and fit, what the pointer and the keyboard are on, and the way from the root to it.

let view = null; // {scene, root, stage, size, name, scale, x, y, byId, groups}
const kept = new Map(); // scale and place of pictures that were looked at before

function showPicture(scene, name) {
  const drawn = draw(scene);
  const byId = new Map([...scene.boxes, ...scene.bundles].map(item => [item.id, item]));
  const groups = new Map([...drawn.stage.querySelectorAll(".box")].map(group => [group.dataset.id, group]));
  view = {scene, name, byId, groups, ...drawn, scale: 1, x: 0, y: 0};
  listen(view.root);
  return view.root;
}

// After the picture is on the page and has a size.
function settle() {
  const before = kept.get(view.name);
  if (before) Object.assign(view, before);
  else beginning();
  move();
}

// As much as can be read: the whole picture if it fits at a readable size, else from its start.
function beginning() {
  fit();
  if (view.scale >= 0.7) return;
  const {width} = view.root.getBoundingClientRect();
  view.scale = 0.8;
  view.y = 16;
  view.x = view.scene.inverted ? width - view.size.width * view.scale - 16 : 16;
}

function fit() {
  const {width, height} = view.root.getBoundingClientRect();
  view.scale = Math.max(0.05, Math.min(1.25, (width - 32) / view.size.width, (height - 32) / view.size.height));
  view.x = Math.max(16, (width - view.size.width * view.scale) / 2);
  view.y = 16;
  move();
}

function move() {
  view.stage.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  kept.set(view.name, {scale: view.scale, x: view.x, y: view.y});
}

function zoom(factor, x, y) {
  const box = view.root.getBoundingClientRect();
  const at = {x: x ?? box.width / 2, y: y ?? box.height / 2};
  const scale = Math.min(4, Math.max(0.05, view.scale * factor));
  view.x = at.x - (at.x - view.x) * scale / view.scale;
  view.y = at.y - (at.y - view.y) * scale / view.scale;
  view.scale = scale;
  move();
}

function listen(root) {
  const pointers = new Map();
  let dragged = 0;
  root.addEventListener("wheel", event => {
    event.preventDefault();
    const box = root.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - box.left, event.clientY - box.top);
  }, {passive: false});
  root.addEventListener("pointerdown", event => {
    pointers.set(event.pointerId, event);
    dragged = 0;
  });
  root.addEventListener("pointermove", event => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    pointers.set(event.pointerId, event);
    dragged += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    if (dragged > 4 && !root.hasPointerCapture(event.pointerId)) root.setPointerCapture(event.pointerId);
    if (pointers.size === 1) {
      view.x += event.clientX - before.clientX;
      view.y += event.clientY - before.clientY;
      move();
    } else pinch(root, [...pointers.values()], before, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    root.addEventListener(end, event => pointers.delete(event.pointerId));
  }
  root.addEventListener("click", event => { if (dragged <= 4) clicked(event.target); });
  root.addEventListener("dblclick", event => {
    const item = itemAt(event.target);
    if (item && !item.bundle) reroot(tables[item.table]);
  });
  root.addEventListener("pointerover", event => light(itemAt(event.target)));
  root.addEventListener("pointerout", () => light(view.byId.get(state.pin)));
  root.addEventListener("focusin", event => { light(itemAt(event.target)); reveal(itemAt(event.target)); });
  root.addEventListener("keydown", keyOnBox);
}

function pinch(root, now, before, event) {
  const other = now.find(pointer => pointer.pointerId !== event.pointerId);
  const apart = point => Math.hypot(point.clientX - other.clientX, point.clientY - other.clientY);
  const box = root.getBoundingClientRect();
  zoom(apart(event) / Math.max(1, apart(before)),
    (event.clientX + other.clientX) / 2 - box.left, (event.clientY + other.clientY) / 2 - box.top);
}

function itemAt(target) {
  const group = target.closest?.(".box");
  return group ? view.byId.get(group.dataset.id) : undefined;
}

function clicked(target) {
  const item = itemAt(target);
  if (!item) return adjust({pin: null, key: null});
  if (item.bundle) return adjust({open: [...state.open, item.bundle]});
  adjust({pin: item.id, key: target.closest(".row")?.dataset.key ?? null});
}

// Lights the way from the root to a box (from a box to the table asked about, in the inverted picture).
function light(item) {
  const on = item ? wayTo(item) : new Set();
  view.root.classList.toggle("hovering", on.size > 0);
  for (const [id, group] of view.groups) {
    group.classList.toggle("lit", on.has(id));
    group.classList.toggle("pinned", id === state.pin);
  }
  for (const edge of view.stage.querySelectorAll(".edge")) {
    edge.classList.toggle("lit", on.has(edge.dataset.way));
  }
}

// Ids of the boxes on the way, and of the lines between them.
function wayTo(item) {
  const found = new Set([item.id]);
  for (const {from, to, row} of wayOf(item)) for (const id of [from.id, to.id, wayId(from, to, row)]) found.add(id);
  return found;
}

// The nearest way from the root to a box, or from a box to the table asked about: [{from, to, row}], in that order.
function wayOf(item) {
  return view.scene.inverted ? onwards(item) : backwards(item);
}

// A box is reached by any of its keys, but passes on only what deletes its rows.
function backwards(item) {
  const steps = [], seen = new Set();
  for (let to = item; to && !seen.has(to);) {
    seen.add(to);
    const rows = (to.bundle ? [to.row] : to.rows).filter(row => row.referenced !== to.table);
    const deleting = to === item ? rows : rows.filter(row => row.outcome === "deleted");
    const [from, row] = nearest(deleting.length ? deleting : rows, row => view.byId.get(tables[row.referenced].id));
    if (!from || seen.has(from)) break;
    steps.unshift({from, to, row});
    to = from;
  }
  return steps;
}

function nearest(rows, boxOf) {
  const found = rows.map(row => [boxOf(row), row]).filter(([box]) => box);
  return found.sort(([one], [other]) => one.depth - other.depth)[0] ?? [];
}

function onwards(item) {
  const steps = [];
  for (let from = item; from.column < 0;) {
    const to = view.scene.boxes.filter(box => box.column > from.column && box.rows.some(row => row.referenced === from.table))
      .sort((one, other) => other.column - one.column)[0];
    if (!to) break;
    steps.push({from, to, row: to.rows.find(row => row.referenced === from.table)});
    from = to;
  }
  return steps;
}

// Moves the picture so far that a box can be seen.
function reveal(item) {
  if (!item) return;
  const {width, height} = view.root.getBoundingClientRect();
  const left = view.x + item.x * view.scale, top = view.y + item.y * view.scale;
  const right = left + item.width * view.scale, bottom = top + item.height * view.scale;
  if (left < 8) view.x += 16 - left;
  else if (right > width - 8) view.x -= Math.min(left - 16, right - width + 16);
  if (top < 8) view.y += 16 - top;
  else if (bottom > height - 8) view.y -= Math.min(top - 16, bottom - height + 16);
  move();
}

function keyOnBox(event) {
  const item = itemAt(event.target);
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const group = event.target.closest(".box");
  if (event.key === "Enter" || event.key === " ") clicked(group);
  else if (event.key === "r" && !item.bundle) reroot(tables[item.table]);
  else if (event.key.startsWith("Arrow")) neighbour(item, event.key)?.focus();
  else return;
  event.preventDefault();
}

// The nearest box in the direction of an arrow key.
function neighbour(item, key) {
  const [dx, dy] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[key] ?? [0, 0];
  let best = null, least = Infinity;
  for (const other of view.byId.values()) {
    const x = other.x - item.x, y = other.y - item.y;
    const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (other === item || along <= 0 || (dy && aside > 40)) continue;
    if (along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
  }
  return best && view.groups.get(best.id);
}
