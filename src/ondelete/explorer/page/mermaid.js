// The picture as a Mermaid flowchart, the same text as the program writes for it, but without figures: a filter would
// make them wrong (diagrams/formats/as_mermaid.py; tests/explorer/vectors.json holds the two together).

function mermaidOf(scene, title) {
  const {boxes} = scene;
  const ids = new Map([...boxes.map((box, number) => [box.table, "t" + number]), ...scene.bundles.map((bundle, number) => [bundle, "b" + number])]);
  const links = mermaidLinks(boxes, scene.bundles);
  if (ids.size > limits.mermaid_nodes || links.length > limits.mermaid_edges) {
    throw new RangeError(`${ids.size} boxes and ${links.length} lines are too many for Mermaid: filter, or take a nearer root`);
  }
  const fatesHere = new Set([...boxes, ...scene.bundles].map(item => item.fate));
  const text = [data.words.mermaid,
    ...boxes.map((box, number) => mermaidNode(ids.get(box.table), box.fate, [...(number ? [] : [mermaidEscaped(title)]), ...mermaidBox(box)])),
    ...scene.bundles.map(bundle => mermaidNode(ids.get(bundle), bundle.fate, mermaidBundle(bundle))),
    ...links.map(({tail, head, action}) => `  ${ids.get(tail)} ${actions.get(action).mermaid} ${ids.get(head)}`),
    ...mermaidLinkStyles(links),
    ...[...fatesHere].map(fate => `  classDef on_${fate} ${fates.get(fate).mermaidStyle}`), ""].join("\n");
  if (text.length > limits.mermaid_characters) {
    throw new RangeError(`${text.length.toLocaleString("en")} characters are too long for Mermaid: filter, or take a nearer root`);
  }
  return text;
}

// Keys of one action between the same two tables share a line.
function mermaidLinks(boxes, bundles) {
  const drawn = new Set(boxes.map(box => box.table)), found = new Map();
  for (const box of boxes) for (const row of box.rows) {
    if (row.referenced === box.table || !drawn.has(row.referenced)) continue;
    found.set([row.referenced, box.table, actionOf(row)].join(), {tail: row.referenced, head: box.table, action: actionOf(row)});
  }
  return [...found.values(), ...bundles.map(bundle => ({tail: bundle.row.referenced, head: bundle, action: actionOf(bundle.row)}))];
}

function mermaidLinkStyles(links) {
  return [...actions].map(([action, {mermaidStyle}]) => [links.flatMap((link, number) => link.action === action ? [number] : []), mermaidStyle])
    .filter(([numbers]) => numbers.length).map(([numbers, style]) => `  linkStyle ${numbers.join()} ${style}`);
}

function mermaidNode(id, fate, lines) {
  return `  ${id}["${lines.join("<br>")}"]:::on_${fate}`;
}

function mermaidBox(box) {
  const rows = box.rows.map(row => {
    const parts = [row.key.columns.join(", ") + (row.referenced === box.table ? " ↻" : ""), words(row), notesOf(row), indexMark(row.key)];
    return parts.filter(Boolean).join(" ");
  });
  return [mermaidTitle(tables[box.table].label, box.outcome), ...[...rows, ...box.remarks].map(mermaidEscaped)];
}

function mermaidBundle(bundle) {
  const names = bundle.members.slice(0, limits.mermaid_names).map(box => mermaidEscaped(tables[box.table].label +
    (box.rows.some(row => row.key.index === "none") ? " ⚠" : "") + (box.notModelled ? " ⚙" : "")));
  const more = bundle.members.length - names.length;
  return [`<b>${mermaidEscaped(bundle.title)}</b> · ${actionOf(bundle.row).toUpperCase()}`, ...names, ...(more ? [`… ${more} more`] : [])];
}

function mermaidTitle(name, outcome) {
  return `<b>${mermaidEscaped(name)}</b>` + (outcome ? " · " + mermaidEscaped(outcome) : "");
}

// Letters, digits and a few signs stay, all else becomes a code point; a space of no width keeps Mermaid from
// finding a formula ($$x$$) or an icon (fa:fa-car) even so.
function mermaidEscaped(text) {
  return visible(text).replace(/[^\p{L}\p{N} _.,:()+/·…⚙⚠↻→∞✂]/gu, found => `#${found.codePointAt(0)};`)
    .replace(/#36;(?=#36;)|:(?=\S)/g, found => found + "#8203;");
}
