// The keys of a namespace: only the rows that are seen are in the page.
import { h, replace } from "./dom.js";

const rowHeight = 32;
const spare = 8;

export class KeyList {
  constructor({ onselect }) {
    this.onselect = onselect;
    this.keys = [];
    this.known = new Set();
    this.filter = "";
    this.shown = [];
    this.flashing = new Map();
    this.rows = h("div.rows");
    this.sizer = h("div.sizer", {}, this.rows);
    this.scroller = h("div.keys", { role: "listbox", tabindex: "0", "aria-label": "Keys", onscroll: () => this.render(), onkeydown: (event) => this.key(event) }, this.sizer);
    this.count = h("p.hint", { role: "status" });
    this.element = h("div.key-list", {}, this.count, this.scroller);
    new ResizeObserver(() => this.render()).observe(this.scroller);
  }

  clear() {
    this.keys = [];
    this.known.clear();
    this.refresh();
  }

  add(keys) {
    for (const key of keys) {
      if (this.known.has(key)) continue;
      this.known.add(key);
      this.keys.push(key);
    }
    this.sort();
  }

  sort() {
    clearTimeout(this.sorting);
    this.sorting = setTimeout(() => { this.keys.sort(); this.refresh(); }, 50);
  }

  remove(key) {
    if (!this.known.delete(key)) return;
    this.keys = this.keys.filter((one) => one !== key);
    this.refresh();
  }

  /** Marks a row that changed elsewhere. */
  flash(key) {
    this.flashing.set(key, performance.now());
    this.render();
    setTimeout(() => { if (performance.now() - (this.flashing.get(key) ?? 0) > 900) { this.flashing.delete(key); this.render(); } }, 1000);
  }

  setFilter(text) { this.filter = text; this.refresh(); }
  select(key) { this.selected = key; this.render(); }

  refresh() {
    const matches = matcher(this.filter);
    this.shown = matches ? this.keys.filter(matches) : this.keys;
    this.count.textContent = matches ? `${this.shown.length} of ${this.keys.length} keys` : `${this.keys.length} key${this.keys.length === 1 ? "" : "s"}`;
    this.sizer.style.height = `${this.shown.length * rowHeight}px`;
    this.render();
  }

  render() {
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / rowHeight) - spare);
    const last = Math.min(this.shown.length, Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / rowHeight) + spare);
    this.rows.style.transform = `translateY(${first * rowHeight}px)`;
    replace(this.rows, this.shown.slice(first, last).map((key, i) => h(`div.row${this.flashing.has(key) ? ".flash" : ""}`, {
      role: "option", id: `row-${first + i}`, "aria-selected": String(key === this.selected),
      "aria-setsize": String(this.shown.length), "aria-posinset": String(first + i + 1), title: key,
      onclick: () => this.onselect(key),
    }, key)));
    const at = this.shown.indexOf(this.selected);
    if (at >= first && at < last) this.scroller.setAttribute("aria-activedescendant", `row-${at}`);
    else this.scroller.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || !this.shown.length) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(this.shown.length - 1, this.shown.indexOf(this.selected) + step));
    const top = at * rowHeight;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    if (top + rowHeight > this.scroller.scrollTop + this.scroller.clientHeight) this.scroller.scrollTop = top + rowHeight - this.scroller.clientHeight;
    this.onselect(this.shown[at]);
  }
}

/** A filter with `*` or `>` is a NATS wildcard; any other text is looked for anywhere in the key. */
export function matcher(text) {
  const filter = text.trim();
  if (!filter) return null;
  if (!/[*>]/.test(filter)) return (key) => key.includes(filter);
  const wanted = filter.split(".");
  return (key) => {
    const tokens = key.split(".");
    for (let i = 0; i < wanted.length; i++) {
      if (wanted[i] === ">") return tokens.length > i;
      if (i >= tokens.length || (wanted[i] !== "*" && wanted[i] !== tokens[i])) return false;
    }
    return tokens.length === wanted.length;
  };
}
