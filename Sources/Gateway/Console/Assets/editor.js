// A text area that colours what is typed, completes it, checks it and shows what a name means.
import { h, replace, uniqueId } from "./dom.js";
import { analyse, complete } from "./analysis.js";
import { outline, tokenise } from "./tokens.js";

const closing = { "{": "}", "(": ")", "[": "]", '"': '"' };

/** `onchange(text)`, `onrun()`; the schema may come later through `setSchema`. */
export class Editor {
  constructor({ label, text, onchange, onrun }) {
    this.onchange = onchange;
    this.onrun = onrun;
    this.schema = null;
    this.analysis = null;
    this.lines = [];
    this.list = h("ul", { id: uniqueId("completions"), role: "listbox", "aria-label": "Completions" });
    this.documentation = h("p.documentation", { role: "status" });
    this.popup = h("div.completions", { hidden: true }, this.list, this.documentation);
    this.area = h("textarea", {
      spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-label": label,
      "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-haspopup": "listbox",
      oninput: () => this.changed(true), onkeydown: (event) => this.key(event), onscroll: () => this.scroll(),
      onblur: () => this.close(), onclick: () => this.close(), onmousemove: (event) => this.hover(event), onmouseleave: () => { this.tip.hidden = true; },
    });
    this.area.value = text;
    this.colours = h("pre.colours", { "aria-hidden": "true" });
    this.tip = h("div.tip", { role: "tooltip", hidden: true });
    this.problems = h("ul.problems", { "aria-label": "Problems in the query", "aria-live": "polite" });
    this.element = h("div.editor", h("div.layers", this.colours, this.area, this.popup, this.tip), this.problems);
    this.options = [];
    this.changed(false);
  }

  get text() { return this.area.value; }
  set text(value) { this.area.value = value; this.changed(false); }

  focus() { this.area.focus(); }
  setSchema(schema) { this.schema = schema; this.changed(false); }

  /** The operations of the document, also before the schema is here. */
  operations() { return this.analysis?.operations ?? outline(this.text); }

  /** In a way that undo takes back. */
  replaceAll(text) {
    this.area.focus();
    this.area.select();
    this.type(text);
    this.close();
  }

  changed(isTyped) {
    this.analysis = this.schema ? analyse(this.text, this.schema) : null;
    this.paint();
    this.tip.hidden = true;
    if (!this.popup.hidden) this.close();
    if (!isTyped) return;
    this.onchange?.(this.text);
    if (/[\w$@]$/.test(this.text.slice(0, this.area.selectionStart))) this.open();
  }

  /** Colours the lines that differ from those shown. */
  paint() {
    const marks = this.analysis?.diagnostics ?? [];
    const lines = [[]];
    for (const token of tokenise(this.text)) {
      const isWrong = token.kind !== "space" && marks.some((mark) => mark.start < token.end && mark.end > token.start);
      const kind = `${token.kind}${isWrong ? ".wrong" : ""}`;
      token.text.split("\n").forEach((text, i) => {
        if (i) lines.push([]);
        if (text) lines.at(-1).push([kind, text]);
      });
    }
    const keys = lines.map((parts) => JSON.stringify(parts));
    let start = 0;
    while (start < keys.length && keys[start] === this.lines[start]) start++;
    let end = 0;
    while (end < Math.min(keys.length, this.lines.length) - start && keys.at(-1 - end) === this.lines.at(-1 - end)) end++;
    const rows = [...this.colours.children];
    const fresh = lines.slice(start, lines.length - end).map((parts) => h("div", parts.map(([kind, text]) => (kind === "space" ? text : h(`span.${kind}`, text)))));
    for (const row of rows.slice(start, rows.length - end)) row.remove();
    if (start && rows[start - 1]) rows[start - 1].after(...fresh); else this.colours.prepend(...fresh);
    this.lines = keys;
    this.report(marks);
    this.scroll();
  }

  report(marks) {
    const key = JSON.stringify(marks);
    if (key === this.reported) return;
    this.reported = key;
    replace(this.problems, marks.slice(0, 4).map((mark) => {
      const before = this.text.slice(0, mark.start).split("\n");
      return h("li", h("button.link", { onclick: () => { this.area.focus(); this.area.setSelectionRange(mark.start, mark.end); } },
        `${before.length}:${before.at(-1).length + 1}`), ` ${mark.message}`);
    }), marks.length > 4 ? h("li", `and ${marks.length - 4} more`) : null);
  }

  scroll() {
    this.colours.scrollTop = this.area.scrollTop;
    this.colours.scrollLeft = this.area.scrollLeft;
  }

  key(event) {
    const isOpen = !this.popup.hidden;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && command) { event.preventDefault(); this.close(); this.onrun?.(); }
    else if (event.key === " " && event.ctrlKey) { event.preventDefault(); this.open(); }
    else if (isOpen && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (isOpen && event.key === "Enter" && this.isWhole()) { event.preventDefault(); this.close(); this.newLine(); }
    else if (isOpen && ["Enter", "Tab"].includes(event.key)) { event.preventDefault(); this.insert(this.options[this.chosen]); }
    else if (isOpen && event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    else if (event.key === "Enter") { event.preventDefault(); this.newLine(); }
    else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.close();
    else if (!command && !event.altKey && !event.isComposing && this.pair(event.key)) event.preventDefault();
  }

  /** Brackets and quotes come in twos; typing the second one steps over it, deleting the first takes both. */
  pair(key) {
    const { selectionStart: at, selectionEnd: end } = this.area;
    const [before, after] = [this.text[at - 1], this.text[at]];
    if (at !== end) return false;
    if (")]}\"".includes(key) && after === key) { this.area.setSelectionRange(at + 1, at + 1); this.close(); return true; }
    if (key === "Backspace" && before && closing[before] === after) {
      this.area.setSelectionRange(at - 1, at + 1);
      this.type("");
      return true;
    }
    if (!closing[key] || (after !== undefined && !/[\s)\]}]/.test(after)) || (key === '"' && /["\w]/.test(before ?? ""))) return false;
    this.type(key + closing[key]);
    this.area.setSelectionRange(at + 1, at + 1);
    return true;
  }

  indent() { return /(^|\n)( *)[^\n]*$/.exec(this.text.slice(0, this.area.selectionStart))[2]; }

  newLine() {
    const before = this.text.slice(0, this.area.selectionStart);
    const opens = /[{([]\s*$/.test(before);
    const indent = this.indent() + (opens ? "  " : "");
    const closes = opens && /^ *[})\]]/.test(this.text.slice(this.area.selectionEnd));
    this.type(`\n${indent}${closes ? `\n${indent.slice(2)}` : ""}`);
    const at = this.area.selectionStart - indent.length + 1;
    if (closes) this.area.setSelectionRange(at, at);
  }

  /** Through the browser, so that undo works; by hand where it does not know how. */
  type(text) {
    this.area.focus();
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
      this.changed(true);
    }
  }

  open() {
    const found = this.analysis && complete(this.text, this.area.selectionStart, this.analysis, this.schema);
    const word = found && this.text.slice(found.from, found.to);
    if (!found || (found.options.length === 1 && found.options[0].text === word)) { this.close(); return; }
    this.range = found;
    this.options = found.options.slice(0, 50);
    replace(this.list, this.options.map((option, index) => h(`li${option.deprecated ? ".deprecated" : ""}`, {
      role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); this.insert(option); },
    }, h("span", option.text), h("span.detail", option.detail))));
    this.popup.hidden = false;
    const place = this.place(found.from);
    const width = this.popup.offsetWidth;
    this.popup.style.left = `${Math.max(0, Math.min(place.left, this.area.clientWidth - width))}px`;
    this.popup.style.top = `${place.bottom + 2}px`;
    this.choose(0);
  }

  choose(index) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = (index + this.options.length) % this.options.length;
    const item = this.list.children[this.chosen];
    item.setAttribute("aria-selected", "true");
    if (item.offsetTop < this.list.scrollTop || item.offsetTop + item.offsetHeight > this.list.scrollTop + this.list.clientHeight) item.scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", item.id);
    const { documentation, deprecated } = this.options[this.chosen];
    this.documentation.textContent = [deprecated ? "Deprecated." : "", documentation ?? ""].join(" ").trim();
  }

  insert(option) {
    const { from, to } = this.range;
    const indent = this.indent();
    this.close();
    this.area.setSelectionRange(from, to);
    const rest = this.text.slice(to);
    const [text, caret] = option.template && !/^\s*[({]/.test(rest) ? template(option.template, indent) : [option.insert, option.insert.length];
    this.type(text);
    this.area.setSelectionRange(from + caret, from + caret);
    if (caret < text.length) this.open();
  }

  /** Whether the chosen completion would add nothing to what is typed. */
  isWhole() {
    const option = this.options[this.chosen];
    return !option.template && option.insert === this.text.slice(this.range.from, this.range.to);
  }

  close() {
    this.popup.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }

  /** Where a character stands, told by the coloured copy. */
  place(offset) {
    const before = this.text.slice(0, offset).split("\n");
    const row = this.colours.children[before.length - 1];
    if (!row) return { left: 0, bottom: 20 };
    let left = before.at(-1).length;
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && left > node.length) { left -= node.length; node = walker.nextNode(); }
    const frame = this.colours.getBoundingClientRect();
    const range = document.createRange();
    if (node) range.setStart(node, Math.min(left, node.length)); else range.selectNodeContents(row);
    const box = range.getBoundingClientRect();
    const line = row.getBoundingClientRect();
    return { left: (node ? box.left : line.left) - frame.left, bottom: line.bottom - frame.top };
  }

  /** The offset of the character under the pointer. */
  under(event) {
    const first = this.colours.firstElementChild?.getBoundingClientRect();
    if (!first?.height) return null;
    const index = Math.floor((event.clientY - first.top) / first.height);
    const row = this.colours.children[index];
    if (!row) return null;
    let offset = index;
    for (let i = 0; i < index; i++) offset += this.colours.children[i].textContent.length;
    for (const node of row.childNodes) {
      const box = node.nodeType === Node.ELEMENT_NODE ? node.getBoundingClientRect() : null;
      if (box && event.clientX >= box.left && event.clientX <= box.right) return offset;
      offset += node.textContent.length;
    }
    return null;
  }

  hover(event) {
    const offset = this.under(event);
    const problem = offset !== null && this.analysis?.diagnostics.find((mark) => mark.start <= offset && offset < mark.end);
    const name = offset !== null && this.analysis?.names.find((one) => one.start <= offset && offset < one.end);
    if ((!problem && !name) || !this.popup.hidden) { this.tip.hidden = true; return; }
    const { title, text, deprecated } = name ? name.describe() : {};
    replace(this.tip, problem && h("p.wrong", problem.message), title && h("code", title), text && h("p", text), deprecated && h("p.wrong", `Deprecated: ${deprecated}`));
    this.tip.hidden = false;
    const place = this.place(offset);
    this.tip.style.left = `${Math.max(0, Math.min(place.left, this.area.clientWidth - this.tip.offsetWidth))}px`;
    this.tip.style.top = `${place.bottom + 4}px`;
  }
}

/** A template's text, indented, and where its mark stands. */
function template(text, indent) {
  const whole = text.replaceAll("\n", `\n${indent}`);
  return [whole.replace("¦", ""), whole.indexOf("¦")];
}
