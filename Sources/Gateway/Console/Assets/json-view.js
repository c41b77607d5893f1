// A JSON value as a tree that unfolds: children are made when they are first shown, long lists a hundred at a time.
import { h, replace } from "./dom.js";
import { RawNumber, stringify } from "./json.js";

const page = 100;
const longest = 2000;

export function jsonTree(value, { open = 3 } = {}) {
  return h("div.json", node(null, value, open));
}

function node(name, value, open) {
  const label = typeof name === "string" ? [h("span.name", JSON.stringify(name)), ": "] : [];
  if (value === null || typeof value !== "object" || value instanceof RawNumber) return h("div.leaf", label, leaf(value));
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item, i) => [i, item]) : Object.entries(value);
  const [opening, closing] = isList ? "[]" : "{}";
  if (!entries.length) return h("div.leaf", label, opening + closing);
  const children = h("div.children");
  let shown = 0;
  const more = () => {
    const next = entries.slice(shown, shown + page);
    shown += next.length;
    children.querySelector(":scope > .more")?.remove();
    children.append(...next.map(([key, item]) => node(key, item, open - 1)));
    if (shown < entries.length) children.append(h("button.more.link", { onclick: more }, `${entries.length - shown} more`));
  };
  const count = `${entries.length} ${isList ? "item" : "member"}${entries.length === 1 ? "" : "s"}`;
  const details = h("details", { ontoggle: () => { if (details.open && !shown) more(); } },
    h("summary", label, opening, h("span.folded", h("span.detail", ` ${count} `), closing)), children, h("div.closing", closing));
  if (open > 0) { details.open = true; more(); }
  return details;
}

function leaf(value) {
  if (typeof value === "string") {
    if (value.length <= longest) return h("span.string", JSON.stringify(value));
    const span = h("span.string", JSON.stringify(value.slice(0, longest)));
    let end = longest;
    const rest = h("button.link", { onclick: () => { // a piece at a time: a text of a megabyte in one line stops the page
      end += 20_000;
      span.textContent = JSON.stringify(value.slice(0, end));
      if (end >= value.length) rest.remove(); else rest.textContent = left();
    } });
    const left = () => `and ${(value.length - end).toLocaleString()} characters more`;
    rest.textContent = left();
    return [span, " ", rest];
  }
  return h(`span.${value === null ? "null" : typeof value === "boolean" ? "boolean" : "number"}`, stringify(value));
}

/** The places in `value` whose name or text holds `words`: `{path, value}`, at most `limit`. */
export function search(value, words, limit = 200) {
  const wanted = words.toLowerCase();
  const found = new Map();
  const stack = [["$", value, null]];
  while (stack.length && found.size < limit) {
    const [path, item, name] = stack.pop();
    const isLeaf = item === null || typeof item !== "object" || item instanceof RawNumber;
    if (name?.toLowerCase().includes(wanted) || (isLeaf && String(item).toLowerCase().includes(wanted))) found.set(path, item);
    if (isLeaf) continue;
    const isList = Array.isArray(item);
    const entries = Object.entries(item);
    for (let i = entries.length - 1; i >= 0; i--) {
      const [key, child] = entries[i];
      stack.push([isList ? `${path}[${key}]` : `${path}.${key}`, child, isList ? null : key]);
    }
  }
  return [...found].map(([path, item]) => ({ path, value: item }));
}

/** A box that searches `value` and shows what it finds instead of `tree`. */
export function searchable(value, tree) {
  const results = h("div.json.results", { "aria-live": "polite" });
  let timer = null;
  const look = () => {
    tree.hidden = box.value !== "";
    if (!box.value) { replace(results); return; }
    const found = search(value, box.value);
    replace(results, h("p.hint", found.length ? `${found.length}${found.length === 200 ? " or more" : ""} found` : "Nothing found"),
      found.map((one) => h("div.leaf", h("span.name", one.path), ": ", h("span", stringify(one.value).slice(0, 200)))));
  };
  const box = h("input", {
    type: "search", placeholder: "Search the answer", "aria-label": "Search the answer",
    oninput: () => { clearTimeout(timer); timer = setTimeout(look, 80); },
  });
  return { box, results, tree };
}
