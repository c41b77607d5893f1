// The controls of a form, one for each shape: `{element, get(), set(value), find(path), problem()}`. `find` shows and
// gives the element that stands for a path; `get` gives undefined where nothing is given.
import { h, replace, uniqueId } from "./dom.js";
import { parse, pretty, RawNumber, stringify } from "./json.js";

const deepest = 24;
const page = 50;
const longText = 20_000;

export function control(shape, changed, depth = 0) {
  const inner = depth > deepest ? jsonControl(shape, changed) : (makers[shape.kind] ?? jsonControl)(shape, changed, depth);
  return shape.isNullable ? nullableControl(inner, changed) : inner;
}

const makers = {
  text: textControl, number: numberControl, boolean: booleanControl, enum: enumControl, fixed: fixedControl, object: objectControl,
  list: (shape, changed, depth) => listControl(shape, changed, depth, false), record: (shape, changed, depth) => listControl(shape, changed, depth, true), union: unionControl,
};

export const isNested = (shape) => ["object", "list", "record", "union"].includes(shape.kind);

const simple = (element, input, get, set, problem) => ({ element, get, set, find: () => input, problem: problem ?? (() => null) });

const huge = 100_000; // characters; laying out more in a text area stops the page

/** A text area that shows a huge text only when asked to: `{element, get(), set(text)}`. */
export function foldable(input, onunfold) {
  let stored = "";
  const words = h("p.hint");
  const open = h("button.small", { type: "button", onclick: () => { show(false); input.value = stored; onunfold?.(); input.focus(); } }, "Edit as text");
  const note = h("div.folded", { hidden: true }, words, open);
  const show = (isFolded) => { note.hidden = !isFolded; input.hidden = isFolded; };
  return {
    element: h("div", note, input), isFolded: () => input.hidden,
    get: () => (input.hidden ? stored : input.value),
    set: (text) => {
      stored = text;
      show(text.length > huge && !(input.value.length > huge && !input.hidden));
      if (input.hidden) { input.value = ""; words.textContent = `${text.length.toLocaleString()} characters, beginning with: ${text.slice(0, 120)}…`; }
      else if (input.value !== text) input.value = text;
    },
  };
}

function textControl(shape, changed) {
  const hints = { DateTime: "2026-01-31T12:00:00Z", Date: "2026-01-31", Duration: "PT1H30M", UUID: "00000000-0000-0000-0000-000000000000" };
  const isString = !hints[shape.format];
  const text = (value) => (typeof value === "string" ? value : value === null || value === undefined ? "" : stringify(value));
  if (isString) {
    const input = h("textarea.line", { rows: "1", spellcheck: "false", oninput: () => { input.classList.toggle("long", input.value.length > longText); changed(); } });
    const fold = foldable(input);
    return simple(fold.element, input, fold.get, (value) => { fold.set(text(value)); input.classList.toggle("long", text(value).length > longText); });
  }
  const input = h("input", { type: "text", placeholder: hints[shape.format], spellcheck: "false", autocomplete: "off", oninput: changed });
  const now = shape.format === "DateTime" && h("button.small", { type: "button", onclick: () => { input.value = new Date().toISOString().replace(/\.\d+/, ""); changed(); } }, "Now");
  return simple(now ? h("div.inline", input, now) : input, input, () => (input.value === "" ? undefined : input.value), (value) => { if (input.value !== text(value)) input.value = text(value); });
}

function numberControl(shape, changed) {
  const pattern = shape.isWhole ? /^-?(0|[1-9]\d*)$/ : /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
  const input = h("input.number", { type: "text", inputmode: shape.isWhole ? "numeric" : "decimal", autocomplete: "off", oninput: changed });
  const read = () => {
    const text = input.value.trim();
    if (!pattern.test(text)) return text === "" ? undefined : text;
    return String(Number(text)) === text ? Number(text) : new RawNumber(text);
  };
  return simple(input, input, read, (value) => {
    const same = read();
    if (value !== undefined && same !== undefined && String(same) === String(value)) return;
    input.value = value === null || value === undefined ? "" : String(value);
  });
}

function booleanControl(shape, changed) {
  const word = h("span.detail", { "aria-hidden": "true" });
  const say = () => { word.textContent = String(input.checked); };
  const input = h("input", { type: "checkbox", onchange: () => { say(); changed(); } });
  say();
  return simple(h("div.inline", input, word), input, () => input.checked, (value) => { input.checked = value === true; say(); });
}

function enumControl(shape, changed) {
  const empty = h("option", { value: "" }, "choose…");
  const input = h("select", { onchange: changed }, empty, shape.values.map((value) => h("option", { value }, value)));
  return simple(input, input, () => (empty.selected ? undefined : input.value), (value) => {
    input.value = shape.values.includes(value) ? value : "";
    if (input.selectedIndex < 0) empty.selected = true;
  });
}

function fixedControl(shape) {
  const element = h("code", stringify(shape.value));
  return simple(element, element, () => shape.value, () => {});
}

function jsonControl(shape, changed) {
  const note = h("p.problem", { role: "alert" });
  let current;
  const input = h("textarea.raw", { rows: "3", spellcheck: "false", placeholder: "JSON", oninput: () => {
    note.textContent = "";
    if (input.value.trim() === "") current = undefined;
    else try { current = parse(input.value); } catch (error) { note.textContent = `This is no JSON: ${error.message}`; }
    changed();
  } });
  const fold = foldable(input);
  return simple(h("div", fold.element, note), input, () => current, (value) => {
    current = value;
    note.textContent = "";
    if (document.activeElement !== input) fold.set(value === undefined ? "" : pretty(value));
  }, () => note.textContent);
}

/** A box beside a control that makes the value null. */
function nullableControl(inner, changed) {
  const box = h("input", { type: "checkbox", onchange: () => { show(); changed(); } });
  const slot = h("div.slot", inner.element);
  const show = () => { slot.hidden = box.checked; };
  return {
    element: h("div.nullable", slot, h("label.inline", box, "null")),
    get: () => (box.checked ? null : inner.get()),
    set: (value) => { box.checked = value === null; show(); inner.set(value ?? undefined); },
    find: (path) => (box.checked ? box : inner.find(path)),
    problem: () => (box.checked ? null : inner.problem()),
  };
}

function objectControl(shape, changed, depth) {
  const members = shape.members.map((one) => memberControl(one, changed, depth));
  const known = new Set(shape.members.map((one) => one.name));
  let others = {};
  const note = h("p.hint");
  const drop = h("button.small", { type: "button", onclick: () => { others = {}; say(); changed(); } }, "Remove");
  const strange = h("div.inline", { hidden: true }, note, drop);
  const say = () => {
    const names = Object.keys(others);
    strange.hidden = !names.length;
    note.textContent = `Not in the model, kept as it is: ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`;
  };
  return {
    element: h("div.members", members.map((one) => one.element), strange),
    get: () => {
      const value = {};
      for (const one of members) {
        const given = one.isSet() ? one.get() : undefined;
        if (given !== undefined) value[one.name] = given;
      }
      return { ...value, ...others };
    },
    set: (value) => {
      const given = value !== null && typeof value === "object" ? value : {};
      for (const one of members) one.set(Object.hasOwn(given, one.name) ? given[one.name] : undefined);
      others = Array.isArray(given) || given instanceof RawNumber ? {} : Object.fromEntries(Object.entries(given).filter(([name]) => !known.has(name)));
      say();
    },
    find: (path) => {
      if (!path.length) return null;
      const one = members.find((member) => member.property === path[0]) ?? members.find((member) => member.name === path[0]);
      return one?.find(path.slice(1)) ?? null;
    },
    problem: () => members.map((one) => one.isSet() && one.problem()).find(Boolean),
  };
}

/** A member with its label. One that may be absent has a button that adds or removes it; its control is made when needed. */
function memberControl(member, changed, depth) {
  const shape = member.shape();
  const id = uniqueId("member");
  const hint = describe(member, shape);
  const word = kindWord(shape);
  let inner = null;
  const slot = h("div.slot");
  const make = () => {
    if (inner) return;
    inner = control(shape, changed, depth + 1);
    const input = isNested(shape) ? null : inner.element.matches("input, select, textarea") ? inner.element : inner.element.querySelector("input, select, textarea");
    if (input) {
      input.id = id;
      if (member.isRequired) input.setAttribute("aria-required", "true");
      if (hint) input.setAttribute("aria-describedby", input.dataset.hint = `${id}-hint`);
    }
    inner.element.querySelector(".nullable > label input, :scope > label > input")?.setAttribute("aria-label", `${member.name} is null`);
    slot.append(inner.element);
  };
  let isSet = member.isRequired;
  const button = member.isRequired ? null : h("button.small", { type: "button", onclick: () => {
    isSet = !isSet;
    show();
    if (isSet) { inner.set(initial(member, shape)); (slot.querySelector("input, select, textarea") ?? button).focus(); }
    changed();
  } });
  const show = () => {
    slot.hidden = !isSet;
    element.classList.toggle("absent", !isSet);
    if (button) { button.textContent = isSet ? "Remove" : "Add"; button.setAttribute("aria-label", `${isSet ? "Remove" : "Add"} ${member.name}`); }
    if (isSet) make();
  };
  const title = [h("span.name", member.name), member.isRequired ? h("span.required", { "aria-hidden": "true" }, "*") : null];
  const nested = isNested(shape);
  const element = h(`div.member${nested ? ".nested" : ""}`, { "data-member": member.name, ...(nested && { role: "group", "aria-label": member.name }) },
    h("div.head", nested ? h("span", title) : h("label", { for: id }, title), h("span.detail", word), member.isDeprecated ? h("span.detail", "deprecated") : null, button),
    hint && h("p.hint", { id: `${id}-hint` }, hint), slot);
  show();
  return {
    name: member.name, property: member.property, element,
    isSet: () => isSet,
    get: () => inner?.get(),
    set: (value) => { isSet = member.isRequired || value !== undefined; show(); if (isSet) inner.set(value); else if (inner && !shape.isNullable) inner.set(undefined); },
    find: (path) => (isSet && inner.find(path)) || element,
    problem: () => inner?.problem(),
  };
}

function initial(member, shape) {
  if (shape.model?.default !== undefined) return shape.model.default;
  if (member.fallback === null) return undefined;
  try { return parse(member.fallback); } catch { return /^\w+$/.test(member.fallback) ? member.fallback : undefined; }
}

function kindWord(shape) {
  switch (shape.kind) {
    case "text": return { DateTime: "date and time", Date: "date", Duration: "duration", UUID: "UUID" }[shape.format] ?? "text";
    case "number": return shape.isWhole ? "whole number" : "number";
    case "boolean": return "true or false";
    case "enum": return "one of";
    case "union": return `one of ${shape.options.length} kinds`;
    case "record": return "map";
    case "json": return "JSON";
    case "fixed": return "fixed";
    default: return shape.kind;
  }
}

function describe(member, { model, kind }) {
  const parts = [member.description];
  const bounds = (low, high, unit, above, below) => {
    const [from, to] = [low ?? above, high ?? below];
    const word = (count) => unit && ` ${unit}${count === 1 ? "" : "s"}`;
    if (from !== undefined && to !== undefined) parts.push(`${above === undefined ? "" : "more than "}${from} to ${below === undefined ? "" : "less than "}${to}${word(to)}`);
    else if (from !== undefined) parts.push(`${above === undefined ? "at least" : "more than"} ${from}${word(from)}`);
    else if (to !== undefined) parts.push(`${below === undefined ? "at most" : "less than"} ${to}${word(to)}`);
  };
  const exclusive = (value) => (typeof value === "boolean" ? undefined : value);
  bounds(model?.minimum, model?.maximum, "", exclusive(model?.exclusiveMinimum), exclusive(model?.exclusiveMaximum));
  bounds(model?.minLength, model?.maxLength, "character");
  bounds(model?.minItems, model?.maxItems, "item");
  if (model?.pattern !== undefined && kind !== "enum") parts.push(`matches ${model.pattern}`);
  if (model?.multipleOf !== undefined) parts.push(`a multiple of ${model.multipleOf}`);
  if (member.fallback !== null) parts.push(`default ${member.fallback}`);
  return parts.filter(Boolean).join(" · ");
}

function unionControl(shape, changed, depth) {
  const slot = h("div.slot");
  const choice = h("select", { "aria-label": "Kind", onchange: () => { make(Number(choice.value)); inner.set(undefined); changed(); } }, shape.options.map((one, i) => h("option", { value: String(i) }, one.title)));
  let inner = null;
  let chosen = -1;
  const make = (index) => {
    if (index === chosen) return;
    chosen = index;
    choice.value = String(index);
    inner = control(shape.options[index].shape(), changed, depth + 1);
    if (!inner.element.getAttribute("aria-label")) inner.element.setAttribute("aria-label", shape.options[index].title);
    replace(slot, inner.element);
  };
  make(0);
  return {
    element: h("div.union", choice, slot), get: () => inner.get(),
    set: (value) => {
      const scores = shape.options.map((one) => (value === undefined ? 0 : one.fits(value)));
      const best = scores.indexOf(Math.max(...scores));
      if (scores[best] > scores[chosen]) make(best);
      inner.set(value);
    },
    find: (path) => inner.find(path), problem: () => inner.problem(),
  };
}

/** A list, or a map where `isMap`: a page of items at a time; nested items unfold. */
function listControl(shape, changed, depth, isMap) {
  const itemShape = shape.item();
  const nested = isNested(itemShape);
  let all = []; // values, of a map [name, value]
  let start = 0;
  let rows = [];
  const list = h("ol.items");
  const where = h("span.detail", { role: "status" });
  const turn = (by) => () => { keep(); start = Math.max(0, Math.min(start + by, all.length - 1)); render(); };
  const pager = h("div.inline", { hidden: true }, h("button.small", { type: "button", onclick: turn(-page) }, "Previous"), h("button.small", { type: "button", onclick: turn(page) }, "Next"), where);
  const keep = () => rows.forEach((row, i) => { all[start + i] = row.get(); });
  const edited = () => { rows.forEach((row) => row.preview()); changed(); };
  const move = (index, by) => {
    const target = index + by;
    if (target < 0 || target >= all.length) return;
    keep();
    [all[index], all[target]] = [all[target], all[index]];
    show(target);
    rows[target - start].element.querySelector(by < 0 ? ".up" : ".down").focus();
    changed();
  };
  const remove = (index) => {
    keep();
    all.splice(index, 1);
    show(Math.min(index, all.length - 1));
    (rows[index - start]?.element.querySelector(".drop") ?? add).focus();
    changed();
  };
  const render = () => {
    start = Math.max(0, Math.floor(Math.min(start, all.length - 1) / page) * page);
    rows = all.slice(start, start + page).map((value, i) => itemRow(value, start + i));
    list.start = start + 1;
    replace(list, rows.map((row) => row.element));
    pager.hidden = all.length <= page;
    where.textContent = `${start + 1} to ${start + rows.length} of ${all.length}`;
  };
  const show = (index) => { start = Math.floor(Math.max(0, index) / page) * page; render(); };
  const itemRow = (value, index) => {
    const [name, given] = isMap ? value : [null, value];
    const label = `Item ${index + 1}`;
    const key = isMap ? h("input.key", { type: "text", value: name, spellcheck: "false", "aria-label": `Name of item ${index + 1}`, oninput: edited }) : null;
    let inner = null;
    const body = h("div.slot");
    const make = () => {
      if (inner) return;
      inner = control(itemShape, edited, depth + 1);
      inner.set(given);
      body.append(inner.element);
      const input = nested ? null : body.querySelector("input, select, textarea");
      if (input && !input.id) input.setAttribute("aria-label", label);
    };
    const current = () => (inner ? inner.get() : given);
    const summary = h("span.detail");
    const details = nested ? h("details", { ontoggle: () => { if (details.open) make(); } }, h("summary", h("span.name", isMap ? name || label : label), " ", summary), body) : null;
    if (!nested || all.length <= 4 && depth < 4) { make(); if (details) details.open = true; }
    const actions = h("span.item-actions", {},
      isMap ? null : h("button.small.up", { type: "button", "aria-label": `Move item ${index + 1} up`, onclick: () => move(index, -1) }, "↑"),
      isMap ? null : h("button.small.down", { type: "button", "aria-label": `Move item ${index + 1} down`, onclick: () => move(index, 1) }, "↓"),
      h("button.small.drop", { type: "button", "aria-label": `Remove item ${index + 1}`, onclick: () => remove(index) }, "×"));
    const row = {
      element: h("li", { "data-item": String(index), "aria-label": nested ? label : null }, key, details ?? body, actions),
      get: () => (isMap ? [key.value, current()] : current()),
      preview: () => { if (nested) summary.textContent = preview(current()); },
      open: () => { make(); if (details) details.open = true; return inner; },
      problem: () => inner?.problem(),
    };
    row.preview();
    return row;
  };
  const add = h("button.small", { type: "button", onclick: () => {
    keep();
    all.push(isMap ? ["", undefined] : undefined);
    show(all.length - 1);
    rows.at(-1).open();
    keep();
    rows.at(-1).element.querySelector("input, select, textarea")?.focus();
    changed();
  } }, "Add item");
  return {
    element: h("div.list", list, pager, add),
    get: () => { keep(); return isMap ? Object.fromEntries(all.map(([name, value]) => [name, value ?? null])) : all.map((value) => value ?? null); },
    set: (value) => { all = isMap ? Object.entries(value ?? {}) : Array.isArray(value) ? [...value] : []; render(); },
    find: (path) => {
      if (!path.length) return add;
      const index = isMap ? all.findIndex(([name]) => name === path[0]) : Number(path[0]);
      if (!(index >= 0 && index < all.length)) return add;
      if (index < start || index >= start + rows.length) { keep(); show(index); }
      const row = rows[index - start];
      return row.open().find(path.slice(1)) ?? row.element;
    },
    problem: () => rows.map((row) => row.problem()).find(Boolean),
  };
}

/** A few words that tell an item from the others. */
function preview(value) {
  if (Array.isArray(value)) return `${value.length} items`;
  if (value === null || typeof value !== "object") return value === undefined ? "" : String(value).slice(0, 60);
  const some = Object.values(value).filter((one) => typeof one === "string" || typeof one === "number" || one instanceof RawNumber);
  return some.slice(0, 3).join(" · ").slice(0, 60);
}
