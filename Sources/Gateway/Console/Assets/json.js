// JSON without loss: a number that JavaScript would round is kept as its text.

/** A number that is no exact JavaScript number. */
export class RawNumber {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
  toJSON() { return JSON.rawJSON(this.text); }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

// Browsers that keep a number's text do both faster than the functions below.
const isNative = typeof JSON.rawJSON === "function";
const delicate = /\d{16}|\d[.eE]|-0/; // in a number, or in a text that looks like one

/** Throws a SyntaxError that names line and column. */
export function parse(text) {
  try {
    if (!delicate.test(text)) return JSON.parse(text);
    if (isNative) return JSON.parse(text, (name, value, { source }) => (typeof value === "number" && String(value) !== source ? new RawNumber(source) : value));
  } catch (error) { if (!(error instanceof SyntaxError)) throw error; }
  return read(text);
}

function read(text) {
  let at = 0;
  const fail = (expected) => {
    const before = text.slice(0, at).split("\n");
    const found = at < text.length ? `"${text[at]}"` : "the end";
    throw new SyntaxError(`line ${before.length}, column ${before.at(-1).length + 1}: expected ${expected}, found ${found}`);
  };
  const space = () => { while (at < text.length && " \t\r\n".includes(text[at])) at++; };
  const string = () => {
    const start = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    if (at >= text.length) fail("a closing quote");
    at++;
    try { return JSON.parse(text.slice(start, at)); } catch { at = start; return fail("a valid string"); }
  };
  const number = () => {
    numberPattern.lastIndex = at;
    const match = numberPattern.exec(text);
    if (!match) fail("a value");
    at += match[0].length;
    const value = Number(match[0]);
    return String(value) === match[0] ? value : new RawNumber(match[0]);
  };
  const sequence = (end, read) => {
    at++; space();
    if (text[at] === end) { at++; return; }
    for (;;) {
      read(); space();
      if (text[at] === ",") { at++; space(); continue; }
      if (text[at] !== end) fail(`"," or "${end}"`);
      at++; return;
    }
  };
  const value = (depth) => {
    if (depth > 500) fail("fewer levels");
    space();
    switch (text[at]) {
      case "{": {
        const object = {};
        sequence("}", () => {
          if (text[at] !== '"') fail("a member name");
          const name = string(); space();
          if (text[at] !== ":") fail('":"');
          at++;
          Object.defineProperty(object, name, { value: value(depth + 1), enumerable: true, configurable: true, writable: true });
        });
        return object;
      }
      case "[": { const list = []; sequence("]", () => list.push(value(depth + 1))); return list; }
      case '"': return string();
      default:
        for (const [word, meaning] of [["true", true], ["false", false], ["null", null]]) {
          if (text.startsWith(word, at)) { at += word.length; return meaning; }
        }
        return number();
    }
  };
  const result = value(0);
  space();
  if (at < text.length) fail("the end");
  return result;
}

export function stringify(value, indent = "", level = "") {
  if (value instanceof RawNumber) return value.text;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const inner = level + indent;
  const [open, close, parts] = Array.isArray(value)
    ? ["[", "]", value.map((item) => stringify(item, indent, inner))]
    : ["{", "}", Object.entries(value).filter(([, member]) => member !== undefined)
      .map(([name, member]) => `${JSON.stringify(name)}:${indent && " "}${stringify(member, indent, inner)}`)];
  if (!parts.length) return open + close;
  return indent ? `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${level}${close}` : open + parts.join(",") + close;
}

export const pretty = (value) => (isNative ? JSON.stringify(value, null, "  ") ?? "null" : stringify(value, "  "));

export function equal(a, b) {
  return stringify(sorted(a)) === stringify(sorted(b));
}

function sorted(value) {
  if (value === null || typeof value !== "object" || value instanceof RawNumber) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}
