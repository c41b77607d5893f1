// The keys of a namespace in order: only the rows that are seen are in the page.
import { h, replace } from "./dom.js";

const rowHeight = 30;
const spare = 6;
const tallest = 8_000_000; // pixels; browsers end well above it, and a longer list scrolls in proportion

export class KeyList {
  /** `onselect(key, byKey)`, `onend()` when the last rows come into sight. */
  constructor({ onselect, onend }) {
    this.onselect = onselect;
    this.onend = onend;
    this.filter = "";
    this.flashing = new Map();
    this.rows = h("div.rows", { role: "presentation" });
    this.sizer = h("div.sizer", { role: "presentation" }, this.rows);
    this.empty = h("p.hint.empty", { hidden: true });
    this.scroller = h("div.keys", { role: "listbox", tabindex: "0", "aria-label": "Keys", onscroll: () => this.render(), onkeydown: (event) => this.key(event) }, this.sizer);
    this.count = h("span.hint", { role: "status" });
    this.element = h("div.key-list", this.scroller, this.empty);
    new ResizeObserver(() => this.render()).observe(this.scroller);
    this.clear();
  }

  clear() {
    this.keys = [];
    this.shown = this.keys;
    this.isComplete = false;
    this.refresh();
  }

  /** Takes a page of keys; where the pages come in order nothing is moved. */
  append(keys, isLast) {
    this.isComplete = isLast;
    const more = keys.slice().sort();
    const last = this.keys.at(-1);
    if (last === undefined || last < more[0]) for (const key of more) this.keys.push(key);
    else if (more.length) this.keys = merged(this.keys, more);
    this.refresh();
  }

  has(key) { return this.keys[place(this.keys, key)] === key; }

  add(key) {
    if (this.has(key)) return;
    this.keys.splice(place(this.keys, key), 0, key);
    this.refreshSoon();
  }

  remove(key) {
    if (!this.has(key)) return;
    this.keys.splice(place(this.keys, key), 1);
    this.refreshSoon();
  }

  refreshSoon() { this.pending ??= requestAnimationFrame(() => { this.pending = null; this.refresh(); }); }

  /** Marks a row that changed elsewhere. */
  flash(key) {
    this.flashing.set(key, performance.now());
    this.refreshSoon();
    setTimeout(() => { if (performance.now() - (this.flashing.get(key) ?? 0) > 1100) { this.flashing.delete(key); this.render(); } }, 1200);
  }

  setFilter(text) { this.filter = text; this.scroller.scrollTop = 0; this.refresh(); }
  select(key) { this.selected = key; this.reveal(key); this.render(); }

  refresh() {
    const matches = matcher(this.filter);
    this.shown = matches ? this.keys.filter(matches) : this.keys;
    const more = this.isComplete ? "" : "+";
    const words = (count) => count.toLocaleString();
    this.count.textContent = matches ? `${words(this.shown.length)} of ${words(this.keys.length)}${more} keys` : `${words(this.keys.length)}${more} key${this.keys.length === 1 ? "" : "s"}`;
    this.sizer.style.height = `${Math.min(tallest, this.shown.length * rowHeight)}px`;
    this.empty.hidden = this.shown.length > 0 || !this.isComplete;
    this.scroller.hidden = !this.empty.hidden;
    this.empty.textContent = matches ? "No key matches the filter." : "No keys yet. Make the first one with New key.";
    this.render();
  }

  /** How much farther the rows go than the scroll bar. */
  get scale() {
    const inner = this.shown.length * rowHeight - this.scroller.clientHeight;
    return inner > tallest ? inner / (tallest - this.scroller.clientHeight) : 1;
  }

  render() {
    const { scrollTop, clientHeight } = this.scroller;
    const top = scrollTop * this.scale;
    const first = Math.max(0, Math.floor(top / rowHeight) - spare);
    const last = Math.min(this.shown.length, Math.ceil((top + clientHeight) / rowHeight) + spare);
    this.rows.style.transform = `translateY(${first * rowHeight - top + scrollTop}px)`;
    replace(this.rows, this.shown.slice(first, last).map((key, i) => h(`div.row${this.flashing.has(key) ? ".flash" : ""}`, {
      role: "option", id: `row-${first + i}`, "aria-selected": String(key === this.selected),
      "aria-setsize": String(this.isComplete ? this.shown.length : -1), "aria-posinset": String(first + i + 1), title: key,
      onclick: () => this.onselect(key, false),
    }, key)));
    const at = this.selected === undefined ? -1 : place(this.shown, this.selected);
    if (at >= first && at < last && this.shown[at] === this.selected) this.scroller.setAttribute("aria-activedescendant", `row-${at}`);
    else this.scroller.removeAttribute("aria-activedescendant");
    if (!this.isComplete && last >= this.shown.length - 50) this.onend();
  }

  reveal(key) {
    const at = key === undefined ? -1 : place(this.shown, key);
    if (this.shown[at] !== key || !this.scroller.clientHeight) return;
    const { clientHeight } = this.scroller;
    const top = this.scroller.scrollTop * this.scale;
    if (at * rowHeight < top) this.scroller.scrollTop = at * rowHeight / this.scale;
    else if ((at + 1) * rowHeight > top + clientHeight) this.scroller.scrollTop = ((at + 1) * rowHeight - clientHeight) / this.scale;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || !this.shown.length) return;
    event.preventDefault();
    const now = this.selected === undefined ? -1 : place(this.shown, this.selected);
    this.onselect(this.shown[Math.max(0, Math.min(this.shown.length - 1, now + step))], true);
  }
}

/** Where `key` is in the sorted keys, or would be. */
function place(keys, key) {
  let low = 0, high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] < key) low = middle + 1; else high = middle;
  }
  return low;
}

/** Two sorted lists as one, each key once. */
function merged(left, right) {
  const keys = [];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const key = j >= right.length || (i < left.length && left[i] <= right[j]) ? left[i++] : right[j++];
    if (key !== keys.at(-1)) keys.push(key);
  }
  return keys;
}

export const isWildcard = (text) => /(^|\.)(\*|>)(\.|$)/.test(text.trim());

/** A filter with the token `*` or `>` is a NATS wildcard; any other text is looked for anywhere in the key. */
export function matcher(text) {
  const filter = text.trim();
  if (!filter) return null;
  if (!isWildcard(filter)) return (key) => key.includes(filter);
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
