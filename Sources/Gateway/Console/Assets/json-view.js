// A JSON value as a tree that unfolds: children are made when they are first shown, long lists a hundred at a time.
import { h, replace } from "./dom.js";
import { RawNumber, stringify } from "./json.js";

const page = 100;
const longest = 2000;

export function jsonTree(value, { open = 3 } = {}) {
  return h("div.json", { role: "tree", "aria-label": "JSON" }, node(null, value, open));
}

function node(name, value, open) {
  const label = name === null ? [] : [h("span.name", {}, typeof name === "number" ? String(name) : JSON.stringify(name)), ": "];
  if (value === null || typeof value !== "object" || value instanceof RawNumber) return h("div.leaf", { role: "treeitem" }, label, leaf(value));
  const list = Array.isArray(value);
  const entries = list ? value.map((item, i) => [i, item]) : Object.entries(value);
  const summary = list ? `[ ${entries.length} ]` : `{ ${entries.length} }`;
  if (!entries.length) return h("div.leaf", { role: "treeitem" }, label, list ? "[]" : "{}");
  const children = h("div.children", { role: "group" });
  let shown = 0;
  const more = () => {
    const next = entries.slice(shown, shown + page);
    shown += next.length;
    children.querySelector(":scope > .more")?.remove();
    children.append(...next.map(([key, item]) => node(key, item, open - 1)));
    if (shown < entries.length) children.append(h("button.more.link", { onclick: more }, `${entries.length - shown} more`));
  };
  const details = h("details", { role: "treeitem", ontoggle: () => { if (details.open && !shown) more(); } }, h("summary", {}, label, h("span.detail", {}, summary)), children);
  if (open > 0) { details.open = true; more(); }
  return details;
}

function leaf(value) {
  if (typeof value === "string") {
    if (value.length <= longest) return h("span.string", {}, JSON.stringify(value));
    const span = h("span.string", {}, JSON.stringify(value.slice(0, longest)));
    const rest = h("button.link", { onclick: () => { span.textContent = JSON.stringify(value); rest.remove(); } }, `and ${value.length - longest} characters more`);
    return [span, " ", rest];
  }
  return h(`span.${value === null ? "null" : typeof value === "boolean" ? "boolean" : "number"}`, {}, stringify(value));
}

/** The paths in `value` whose name or text holds `words`: `{text, value}`, at most `limit`. */
export function search(value, words, limit = 200) {
  const wanted = words.toLowerCase();
  const found = [];
  const stack = [["$", value]];
  while (stack.length && found.length < limit) {
    const [path, item] = stack.pop();
    if (item !== null && typeof item === "object" && !(item instanceof RawNumber)) {
      const entries = Object.entries(item).map(([name, child]) => [Array.isArray(item) ? `${path}[${name}]` : `${path}.${name}`, child, name]);
      for (const [childPath, child, name] of entries) {
        if (!Array.isArray(item) && name.toLowerCase().includes(wanted) && found.length < limit) found.push({ path: childPath, value: child });
      }
      stack.push(...entries.reverse().map(([childPath, child]) => [childPath, child]));
    } else if (stringify(item).toLowerCase().includes(wanted)) {
      found.push({ path, value: item });
    }
  }
  return found.filter((one, i) => found.findIndex((other) => other.path === one.path) === i);
}

/** A box that searches `value` and shows what it finds instead of `tree`. */
export function searchable(value, tree) {
  const results = h("div.results", { "aria-live": "polite" });
  const box = h("input", {
    type: "search", placeholder: "Search the answer", "aria-label": "Search the answer",
    oninput: () => {
      tree.hidden = box.value !== "";
      if (!box.value) { replace(results); return; }
      const found = search(value, box.value);
      replace(results, h("p.hint", {}, found.length ? `${found.length}${found.length === 200 ? " or more" : ""} found` : "Nothing found"),
        found.map((one) => h("div.leaf", {}, h("span.name", {}, one.path), ": ", h("span", {}, stringify(one.value).slice(0, 200)))));
    },
  });
  return [box, results, tree];
}
