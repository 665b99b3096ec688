// Why does a DELETE on one table touch another? The chains of keys between them, shortest first, no table twice.
// As analyses/why.py: CASCADE passes a delete on, SET NULL and SET DEFAULT change columns, ON UPDATE goes on from there.

const folded = number => tables[number].root;
const acting = keys.filter(key => key.enforced);
const keysTo = grouped(acting, key => folded(key.referenced));
const keysFrom = grouped(acting, key => folded(key.table));

// -> {chains: [[{key, event}]], complete}; complete is false if a limit cut the search short.
function chainsBetween(from, to) {
  from = folded(from);
  to = folded(to);
  const distance = distancesTo(to);
  const starts = [from, ...tables[from].descendants].filter(start => distance.has(start));
  const search = {to, distance, chains: [], steps: limits.most_steps, longer: false};
  if (!starts.length) return {chains: [], complete: true};
  for (let length = Math.min(...starts.map(start => Math.max(1, distance.get(start)))); ; length += 1) {
    search.longer = false;
    for (const start of starts) extend(search, {table: start, change: null}, length, [], new Set([start]));
    const spent = search.steps <= 0 || search.chains.length >= limits.most_chains;
    if (spent || !search.longer) return {chains: search.chains, complete: !spent};
  }
}

// Adds the chains of exactly `left` more keys from a stop.
function extend(search, stop, left, chain, visited) {
  for (const {link, next} of following(stop)) {
    if (search.steps <= 0 || search.chains.length >= limits.most_chains) return;
    search.steps -= 1;
    if (next.table === search.to) {
      if (left === 1) search.chains.push([...chain, link]);
      continue;
    }
    if (next.ends || visited.has(next.table) || !search.distance.has(next.table)) continue;
    if (search.distance.get(next.table) > left - 1) {
      search.longer = true;
      continue;
    }
    visited.add(next.table);
    extend(search, next, left - 1, [...chain, link], visited);
    visited.delete(next.table);
  }
}

// The keys that act when the row at a stop is deleted (change null) or changed, and where that leads.
function* following({table, change}) {
  for (const key of keysTo.get(table) ?? []) {
    if (change === null) yield {link: {key, event: "delete"}, next: afterDelete(key)};
    else if (key.referencedColumns.some(column => change.has(column))) {
      yield {link: {key, event: "update"}, next: afterUpdate(key, change)};
    }
  }
}

function afterDelete(key) {
  if (key.onDelete === "cascade") return {table: folded(key.table), change: null, ends: false};
  return {table: folded(key.table), change: new Set(key.setColumns ?? key.columns), ends: checksOnly(key.onDelete)};
}

function afterUpdate(key, change) {
  const moved = key.columns.filter((_, place) => change.has(key.referencedColumns[place]));
  const columns = key.onUpdate === "cascade" ? moved : key.columns;
  return {table: folded(key.table), change: new Set(columns), ends: checksOnly(key.onUpdate)};
}

function checksOnly(action) {
  return action === "no action" || action === "restrict";
}

// How many keys, at least, lead from each table to this one, against the way the delete travels.
function distancesTo(table) {
  const found = new Map([[table, 0]]);
  for (const [here, steps] of found) { // grows while it is read
    for (const key of keysFrom.get(here) ?? []) {
      const referenced = folded(key.referenced);
      if (!found.has(referenced)) found.set(referenced, steps + 1);
    }
  }
  return found;
}
