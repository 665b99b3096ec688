// Runs the page's own algorithms over the data of a schema, and prints what they answer: node page_in_node.mjs PAGE DATA ASKED.
// PAGE is the folder of the scripts, DATA the page's data, ASKED the questions, in the form of vectors.json.

import {readFileSync} from "node:fs";
import {join} from "node:path";

const [page, dataFile, askedFile] = process.argv.slice(2);
const SCRIPTS = ["dom.js", "data.js", "walk.js", "chains.js", "scene.js", "collapse.js", "inverted.js", "mermaid.js"];
const source = SCRIPTS.map(name => readFileSync(join(page, name), "utf8")).join("\n");
const document = {getElementById: () => ({textContent: readFileSync(dataFile, "utf8")})};
const own = new Function("document", `"use strict";\n${source}
  return {tables, tableById, actions, walk, deletersOf, chainsBetween, cascadeScene, filtered, bundledLeaves, mermaidOf};`)(document);
const {tables, tableById, actions} = own;

const id = number => tables[number].id;
const numbered = name => tableById.get(name).number;
const sorted = values => values.map(value => JSON.stringify(value)).sort().map(text => JSON.parse(text));
const drawnBy = scene => ({
  boxes: scene.boxes.map(box => box.id).sort(),
  bundles: Object.fromEntries(scene.bundles.map(bundle => [bundle.title, bundle.members.map(box => box.id).sort()])),
});

function text(scene, title) {
  try { return own.mermaidOf(scene, title); } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function answered(root) {
  const walked = own.walk(numbered(root)), scene = () => own.cascadeScene(own.walk(numbered(root)));
  const title = "DELETE FROM " + tableById.get(root).label;
  const none = {off: [], hidden: [], depth: 0};
  return {
    steps: sorted(walked.steps.map(step => [step.key.id, id(step.referenced), step.event, step.outcome])),
    deleted: Object.fromEntries([...walked.deleted].map(([table, depth]) => [id(table), depth])),
    changes: sorted(walked.changes.map(change => [change.key.id, change.event, change.to, change.columns])),
    deleters: Object.fromEntries([...own.deletersOf(tables[numbered(root)].root)].map(([table, depth]) => [id(table), depth])),
    one_step: own.filtered(scene(), {...none, depth: 1}).boxes.map(box => box.id).sort(),
    without: Object.fromEntries([...actions.keys()].map(action =>
      [action, own.filtered(scene(), {...none, off: [action]}).boxes.map(box => box.id).sort()])),
    leaves: drawnBy(own.bundledLeaves(scene(), [], null, false)),
    farther: drawnBy(own.bundledLeaves(scene(), [], null, true)),
    mermaid: text(scene(), title),
    bundled: text(own.bundledLeaves(scene(), [], null, false), title),
  };
}

function chains([from, to]) {
  const found = own.chainsBetween(numbered(from), numbered(to));
  return {complete: found.complete, chains: sorted(found.chains.map(chain => chain.map(({key, event}) => [key.id, event])))};
}

const asked = JSON.parse(readFileSync(askedFile, "utf8"));
process.stdout.write(JSON.stringify({
  roots: Object.fromEntries(Object.keys(asked.roots).map(root => [root, answered(root)])),
  chains: Object.fromEntries(Object.keys(asked.chains).map(pair => [pair, chains(pair.split(" → "))])),
}));
