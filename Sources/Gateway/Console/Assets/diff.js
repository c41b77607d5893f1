// What differs between two JSON values: by line, side by side, and by field.
import { h } from "./dom.js";
import { equal, pretty, RawNumber, stringify } from "./json.js";

const most = 3000;

/** Pairs of lines `[left, right]`; a side that has no such line is null. */
export function lineDiff(left, right) {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const same = (lines, from, to) => lines.slice(from, to).map((line) => [line, line]);
  return [...same(left, 0, start), ...middle(left.slice(start, left.length - end), right.slice(start, right.length - end)), ...same(left, left.length - end, left.length)];
}

function middle(left, right) {
  if (!left.length || !right.length || left.length * right.length > most * most / 4) return [...left.map((line) => [line, null]), ...right.map((line) => [null, line])];
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] = left[i] === right[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const rows = [];
  let i = 0, j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) rows.push([left[i++], right[j++]]);
    else if (j >= right.length || (i < left.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) rows.push([left[i++], null]);
    else rows.push([null, right[j++]]);
  }
  return rows;
}

const around = 3; // equal lines shown beside a change

export function sideBySide(leftTitle, left, rightTitle, right) {
  const text = (value) => (value === null || value === undefined ? ["(no value)"] : pretty(value).split("\n").slice(0, most));
  const rows = lineDiff(text(left), text(right));
  const near = new Uint8Array(rows.length);
  rows.forEach(([a, b], i) => { if (a !== b) near.fill(1, Math.max(0, i - around), i + around + 1); });
  const body = h("tbody");
  for (let i = 0; i < rows.length;) {
    let end = i;
    while (end < rows.length && !near[end]) end++;
    if (end - i > around) body.append(folded(rows.slice(i, end)));
    else if (end > i) body.append(...rows.slice(i, end).map(line));
    else { end = i + 1; body.append(line(rows[i])); }
    i = end;
  }
  return h("table.diff", h("thead", h("tr", h("th", { scope: "col" }, leftTitle), h("th", { scope: "col" }, rightTitle))), body);
}

function line([a, b]) {
  return h("tr", {},
    h(`td${a === b ? "" : a === null ? ".gone" : ".removed"}`, a === null ? "" : `${a === b ? "  " : "− "}${a}`),
    h(`td${a === b ? "" : b === null ? ".gone" : ".added"}`, b === null ? "" : `${a === b ? "  " : "+ "}${b}`));
}

function folded(rows) {
  const row = h("tr", h("td.fold", { colSpan: 2 }, h("button.link", { onclick: () => row.replaceWith(...rows.map(line)) }, `${rows.length} equal lines`)));
  return row;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof RawNumber);

/** The fields in which two values differ, as deep as both are objects: `[{path, mine, theirs}]`. */
export function fieldDiff(mine, theirs, path = []) {
  if (equal(mine ?? null, theirs ?? null) && (mine === undefined) === (theirs === undefined)) return [];
  if (!isObject(mine) || !isObject(theirs)) return [{ path, mine, theirs }];
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return names.flatMap((name) => fieldDiff(mine[name], theirs[name], [...path, name]));
}

/** `value` with the member at `path` replaced; undefined removes it. */
export function withMember(value, path, member) {
  if (!path.length) return member;
  const copy = { ...(isObject(value) ? value : {}) };
  const next = withMember(copy[path[0]], path.slice(1), member);
  if (next === undefined) delete copy[path[0]]; else copy[path[0]] = next;
  return copy;
}

export const shown = (value) => (value === undefined ? "(absent)" : stringify(value).slice(0, 300));
