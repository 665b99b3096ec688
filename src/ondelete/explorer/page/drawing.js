// The picture as SVG elements. Names are text nodes, cut to the box with the whole in a title.

const HEADS = { // by their names in Graphviz, in a square of 12: the tip is at x = 11
  normal: "M1 1 L11 6 L1 11 Z", empty: "M1 1 L11 6 L1 11 Z", odiamond: "M1 6 L6 1 L11 6 L6 11 Z", tee: "M10 0 L10 12",
  vee: "M1 1 L11 6 L1 11", none: "M11 6",
};

function draw(scene) {
  const size = layOut(scene);
  const places = new Map(scene.boxes.map(box => [box.table, box]));
  const edges = svg("g", {class: "edges"}), boxes = svg("g", {class: "boxes"});
  for (const item of [...scene.boxes, ...scene.bundles]) {
    for (const [number, line] of item.lines.entries()) {
      const from = line.row && places.get(line.row.referenced);
      if (from && from !== item) edges.append(edgeOf(from, item, number, line.row));
    }
    boxes.append(boxOf(item));
  }
  const stage = svg("g", {class: "stage"}, edges, boxes);
  return {root: svg("svg", {class: "picture" + (sizeOf(scene) > limits.crowded_above ? " crowded" : ""), role: "group"}, markers(), stage), stage, size};
}

function markers() {
  return svg("defs", {}, [...actions].map(([action, {head}]) => svg("marker", {
    id: "head-" + action.replace(" ", "-"), class: "head " + classOf(action), viewBox: "0 0 12 12", refX: 11, refY: 6,
    markerWidth: 10, markerHeight: 10, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse",
  }, svg("path", {d: HEADS[head]}))));
}

function classOf(action) {
  return "a-" + action.replace(" ", "-");
}

function edgeOf(from, to, number, row) {
  const action = actionOf(row);
  const x1 = from.x + from.width, y1 = from.y + SIZES.title / 2;
  const x2 = to.x, y2 = to.y + SIZES.title + 2 + (number + 0.5) * SIZES.row;
  const edge = svg("path", {
    class: "edge " + classOf(action), d: curve(x1, y1, x2, y2),
    "marker-end": `url(#head-${action.replace(" ", "-")})`,
  }, svg("title", {}, edgeTitle(row)));
  edge.dataset.from = from.id;
  edge.dataset.to = to.id;
  edge.dataset.way = wayId(from, to, row);
  return edge;
}

function wayId(from, to, row) {
  return [from.id, to.id, row.key.id].join("\n");
}

function edgeTitle(row) {
  const key = row.key;
  return `${tables[key.table].label}.${key.columnsLabel} → ${tables[key.referenced].label}: ${words(row)} (${key.label})`;
}

// A line that leaves to the right and arrives from the left, even if the target is not to the right.
function curve(x1, y1, x2, y2) {
  const reach = x2 > x1 + 20 ? Math.min(120, (x2 - x1) / 2) : 60 + Math.min(60, Math.abs(y2 - y1) / 6);
  return `M${x1} ${y1} C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`;
}

function boxOf(item) {
  const group = svg("g", {
    class: `box f-${item.fate}${item.bundle ? " bundle" : ""}`, transform: `translate(${item.x} ${item.y})`,
    tabindex: 0, role: "button", "aria-label": spoken(item),
  });
  group.dataset.id = group.dataset.focus = item.id;
  group.append(
    svg("rect", {class: "body", width: item.width, height: item.height, rx: 4}),
    svg("path", {class: "bar", d: bar(item.width, item.lines.length ? SIZES.title : item.height)}),
    svg("rect", {class: "frame", width: item.width, height: item.height, rx: 4}));
  titleOf(item, group);
  item.lines.forEach((line, number) => lineOf(item, line, number, group));
  return group;
}

function bar(width, height) {
  return `M0 ${height} V4 a4 4 0 0 1 4 -4 H${width - 4} a4 4 0 0 1 4 4 V${height} Z`;
}

// The title: a schema that is not the usual one stands dimmer than the table.
function titleOf(item, group) {
  const outcome = outcomeShown(item);
  const room = item.width - 2 * SIZES.pad - widthOf(outcome, "normal") - 12;
  const shown = cut(item.heading, room, "bold");
  const y = SIZES.title / 2 + 4;
  const text = svg("text", {class: "title", x: SIZES.pad, y});
  const dot = item.bundle || item.home ? -1 : tables[item.table].label.lastIndexOf(".");
  if (dot > 0 && dot < shown.length - 1) text.append(svg("tspan", {class: "schema"}, shown.slice(0, dot + 1)), shown.slice(dot + 1));
  else text.append(shown);
  group.append(svg("title", {}, item.heading + (outcome ? ": " + outcome : "")), text,
    svg("text", {class: "outcome", x: item.width - SIZES.pad, y, "text-anchor": "end"}, outcome));
}

function lineOf(item, line, number, group) {
  const top = SIZES.title + 2 + number * SIZES.row, y = top + SIZES.row / 2 + 4;
  const right = line.right + (line.right && line.mark ? "  " : "") + line.mark;
  const most = item.width - 2 * SIZES.pad;
  const shownRight = cut(right, most * 0.78, "bold");
  const left = cut(line.left, most - widthOf(shownRight, "bold") - 12, "normal");
  const row = svg("g", {class: "row" + (line.row ? " " + classOf(actionOf(line.row)) : "")});
  if (line.row) {
    row.dataset.key = line.row.key.id;
    row.append(svg("rect", {class: "cell", x: 1.5, y: top, width: item.width - 3, height: SIZES.row}));
  }
  row.append(svg("title", {}, line.row && !item.bundle ? edgeTitle(line.row) : line.left),
    svg("text", {class: "columns", x: SIZES.pad, y}, left));
  const text = svg("text", {class: "action", x: item.width - SIZES.pad, y, "text-anchor": "end"});
  if (shownRight === right && line.mark) {
    text.append(line.right + (line.right ? "  " : ""), svg("tspan", {class: "mark"}, line.mark));
  } else text.append(shownRight);
  if (shownRight) row.append(text);
  group.append(row);
}

function spoken(item) {
  if (item.bundle) return `${item.title} by ${words(item.row)} from ${tables[item.row.referenced].label}; Enter shows them`;
  const by = item.rows.map(row => `${row.key.columnsLabel} ${words(row)} ${indexMark(row.key)}`.trim()).join(", ");
  return `${item.heading}, ${item.outcome}${by ? ", by " + by : ""}`;
}
