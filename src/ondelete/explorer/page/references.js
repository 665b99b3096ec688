// References that are no constraints, drawn as dotted lines if the reader asks for them: what a job of the application
// cleans up later, and columns that only look like references.

for (const [action, line, head, mermaid, mermaidStyle] of data.words.beside) actions.set(action, {line, head, mermaid, mermaidStyle});

const beside = [
  ...looseKeys.map(key => besideOf(key.table, [key.column], key.referenced, "loose", data.words.later[key.action])),
  ...undeclared.map(reference => besideOf(reference.table, reference.columns, reference.referenced, "no key", reference.reason)),
];

// What a picture and the panel need to know of a key.
function besideOf(table, columns, referenced, action, note) {
  const columnsLabel = visible(listed(columns));
  return {
    table, columns, columnsLabel, referenced, note, onDelete: action, onUpdate: "no action", setColumns: null, index: "",
    id: `${action}:${tables[table].id}.${columnsLabel} ${tables[referenced].id}`, label: action, beside: true,
  };
}

// Those to tables that lose rows.
function besideOfWalk(walked) {
  const losing = new Set([walked.root, ...walked.deleted.keys()].flatMap(number => [number, folded(number)]));
  return beside.filter(key => losing.has(key.referenced));
}

// The picture with a row, and where no key leads a box, for each of them; they lead no further.
function withBeside(scene, walked) {
  const fold = number => number === walked.root ? number : tables[number].root;
  const boxes = new Map(scene.boxes.map(box => [box.table, {...box, rows: [...box.rows]}]));
  for (const key of besideOfWalk(walked)) {
    const referenced = fold(key.referenced), table = fold(key.table);
    if (!boxes.has(referenced)) continue;
    if (!boxes.has(table)) boxes.set(table, besideBox(table, boxes.get(referenced).column + 1, key));
    const box = boxes.get(table);
    if (box.fate === "stays" && key.onDelete === "loose") Object.assign(box, {fate: "later", outcome: key.note});
    box.rows.push({key, referenced, event: "delete", outcome: "beside", note: key.onDelete === "loose" ? key.note : ""});
  }
  return {...scene, boxes: [...boxes.values()].sort(byPlace)};
}

function besideBox(table, column, key) {
  const later = key.onDelete === "loose";
  return {
    id: tables[table].id, table, column, depth: column, fate: later ? "later" : "stays", outcome: later ? key.note : "rows stay",
    rows: [], stops: false, pinned: false, remarks: [], notModelled: false,
  };
}

function besideCard(key, current) {
  return h("section", {class: "key" + (current ? " current" : ""), "data-key": key.id},
    h("h3", {}, named(key.columnsLabel), " → ", tableLink(key.referenced)),
    h("p", {}, actionBadge(key.onDelete), " ", key.onDelete === "loose" ? key.note : "looks like a reference: rows stay"),
    key.onDelete === "loose" ? [] : h("p", {class: "dim"}, named(visible(key.note))));
}
