// A text area that colours what is typed, completes it, checks it and shows what a name means.
import { h, replace, uniqueId } from "./dom.js";
import { analyse, complete } from "./analysis.js";
import { tokenise } from "./tokens.js";

/** `onchange(text)`, `onrun()`; `schema` may come later through `setSchema`. */
export class Editor {
  constructor({ label, text, onchange, onrun }) {
    this.onchange = onchange;
    this.onrun = onrun;
    this.schema = null;
    this.analysis = null;
    this.list = h("ul.completions", { id: uniqueId("completions"), role: "listbox", "aria-label": "Completions", hidden: true });
    this.area = h("textarea", {
      spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-label": label,
      "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false", role: "combobox",
      oninput: () => this.changed(true), onkeydown: (event) => this.key(event), onscroll: () => this.scroll(),
      onblur: () => this.close(), onclick: () => this.close(), onmousemove: (event) => this.hover(event), onmouseleave: () => { this.tip.hidden = true; },
    });
    this.area.value = text;
    this.colours = h("pre.colours", { "aria-hidden": "true" });
    this.tip = h("div.tip", { role: "tooltip", hidden: true });
    this.problems = h("ul.problems", { "aria-label": "Problems in the query", "aria-live": "polite" });
    this.element = h("div.editor", {}, h("div.layers", {}, this.colours, this.area, this.list, this.tip), this.problems);
    this.options = [];
    this.changed(false);
  }

  get text() { return this.area.value; }
  set text(value) { this.area.value = value; this.changed(false); }

  setSchema(schema) { this.schema = schema; this.changed(false); }

  changed(typed) {
    this.analysis = this.schema ? analyse(this.text, this.schema) : null;
    this.paint();
    this.list.hidden || this.close();
    if (!typed) return;
    this.onchange?.(this.text);
    if (/[\w$@]$/.test(this.text.slice(0, this.area.selectionStart))) this.open();
  }

  paint() {
    const marks = this.analysis?.diagnostics ?? [];
    const parts = tokenise(this.text).map((token) => {
      if (token.kind === "space") return token.text;
      const wrong = marks.some((mark) => mark.start < token.end && mark.end > token.start);
      return h(`span.${token.kind}${wrong ? ".wrong" : ""}`, {}, token.text);
    });
    replace(this.colours, parts, "\n");
    const lines = (offset) => this.text.slice(0, offset).split("\n");
    replace(this.problems, marks.slice(0, 5).map((mark) => {
      const before = lines(mark.start);
      return h("li", {}, h("button.link", { onclick: () => { this.area.focus(); this.area.setSelectionRange(mark.start, mark.end); } },
        `Line ${before.length}, column ${before.at(-1).length + 1}`), ` ${mark.message}`);
    }), marks.length > 5 ? h("li", {}, `and ${marks.length - 5} more`) : null);
    this.scroll();
  }

  scroll() {
    this.colours.scrollTop = this.area.scrollTop;
    this.colours.scrollLeft = this.area.scrollLeft;
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.close(); this.onrun?.(); }
    else if (event.key === " " && event.ctrlKey) { event.preventDefault(); this.open(); }
    else if (open && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (open && ["Enter", "Tab"].includes(event.key)) { event.preventDefault(); this.insert(this.options[this.chosen]); }
    else if (open && event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    else if (event.key === "Enter") { event.preventDefault(); this.newLine(); }
    else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.close();
  }

  newLine() {
    const before = this.text.slice(0, this.area.selectionStart);
    const indent = /[^\n]*$/.exec(before)[0].match(/^ */)[0] + (/[{([]\s*$/.test(before) ? "  " : "");
    const after = this.text.slice(this.area.selectionEnd);
    const closing = /^[ ]*[})\]]/.test(after) && /[{([]\s*$/.test(before);
    this.type(`\n${indent}${closing ? `\n${indent.slice(2)}` : ""}`);
    if (closing) this.area.setSelectionRange(this.area.selectionStart - indent.length + 1, this.area.selectionStart - indent.length + 1);
  }

  /** Through the browser, so that undo works; by hand where it does not know how. */
  type(text) {
    this.area.focus();
    if (!document.execCommand("insertText", false, text)) {
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
    }, h("span", {}, option.text), h("span.detail", {}, option.detail))));
    const place = this.place(found.from);
    this.list.style.left = `${Math.max(0, Math.min(place.left, this.area.clientWidth - 240))}px`;
    this.list.style.top = `${place.bottom}px`;
    this.list.hidden = false;
    this.area.setAttribute("aria-expanded", "true");
    this.choose(0);
  }

  choose(index) {
    this.chosen = (index + this.options.length) % this.options.length;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.chosen)));
    this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
  }

  insert(option) {
    const { from, to } = this.range;
    this.close();
    this.area.setSelectionRange(from, to);
    this.type(option.insert);
  }

  close() {
    this.list.hidden = true;
    this.area.setAttribute("aria-expanded", "false");
    this.area.removeAttribute("aria-activedescendant");
  }

  /** Where a character stands, told by the coloured copy. */
  place(offset) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.colours, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && offset > node.length) { offset -= node.length; node = walker.nextNode(); }
    if (!node) return { left: 0, bottom: 20 };
    range.setStart(node, Math.min(offset, node.length));
    const box = range.getBoundingClientRect();
    const frame = this.colours.getBoundingClientRect();
    return { left: box.left - frame.left, bottom: box.bottom - frame.top };
  }

  hover(event) {
    const spans = this.colours.querySelectorAll("span");
    let offset = null;
    for (const span of spans) {
      const box = span.getBoundingClientRect();
      if (event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom) {
        const range = document.createRange();
        range.setStart(this.colours, 0);
        range.setEndBefore(span);
        offset = range.toString().length;
        break;
      }
    }
    const problem = offset !== null && this.analysis?.diagnostics.find((mark) => mark.start <= offset && offset < mark.end);
    const name = offset !== null && this.analysis?.names.find((one) => one.start <= offset && offset < one.end);
    if (!problem && !name) { this.tip.hidden = true; return; }
    const { title, text, deprecated } = name ? name.describe() : {};
    replace(this.tip, problem && h("p.wrong", {}, problem.message), title && h("code", {}, title), text && h("p", {}, text), deprecated && h("p", {}, `Deprecated: ${deprecated}`));
    const place = this.place(offset);
    this.tip.style.left = `${Math.min(place.left, Math.max(0, this.area.clientWidth - 280))}px`;
    this.tip.style.top = `${place.bottom + 4}px`;
    this.tip.hidden = false;
  }
}
