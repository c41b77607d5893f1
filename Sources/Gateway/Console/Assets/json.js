// JSON without loss: a number that JavaScript would round is kept as its text.

/** A number that is no exact JavaScript number. */
export class RawNumber {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
  toJSON() { return JSON.rawJSON(this.text); }
}

const delicate = /\d{16}|\d[.eE]|-0/; // in a number, or in a text that looks like one

/** Throws a SyntaxError that names line and column. */
export function parse(text) {
  try {
    if (!delicate.test(text)) return JSON.parse(text);
    return JSON.parse(text, (name, value, { source }) => (typeof value === "number" && String(value) !== source ? new RawNumber(source) : value));
  } catch (error) { if (!(error instanceof SyntaxError)) throw error; }
  throw fault(text);
}

const token = /[ \t\r\n]*([{}[\],:]|"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)?/y;

/** Where a text stops being JSON: browsers say it each in their own words, and not always where. */
function fault(text) {
  const open = [];
  let state = "a value";
  token.lastIndex = 0;
  for (;;) {
    const word = token.exec(text)?.[1] ?? "";
    const end = open.at(-1);
    const isValue = state === "a value" || (state === 'a value or "]"' && word !== "]");
    if (isValue && "{[".includes(word) && word) { open.push(word === "{" ? "}" : "]"); state = word === "{" ? 'a member name or "}"' : 'a value or "]"'; }
    else if (isValue && word && !"}],:".includes(word)) state = open.length ? `"," or "${open.at(-1)}"` : "the end";
    else if (state.startsWith("a member") && word[0] === '"') state = '":"';
    else if (state === '":"' && word === ":") state = "a value";
    else if (state.startsWith('"," or') && word === ",") state = end === "}" ? "a member name" : "a value";
    else if (word && word === end && state.endsWith(`"${end}"`)) { open.pop(); state = open.length ? `"," or "${open.at(-1)}"` : "the end"; }
    else {
      const at = token.lastIndex - word.length;
      const before = text.slice(0, at).split("\n");
      return new SyntaxError(`line ${before.length}, column ${before.at(-1).length + 1}: expected ${state}, found ${at < text.length ? JSON.stringify(text[at]) : "the end"}`);
    }
  }
}

export const stringify = (value) => JSON.stringify(value) ?? "null";
export const pretty = (value) => JSON.stringify(value, null, "  ") ?? "null";

export function equal(a, b) {
  return stringify(sorted(a)) === stringify(sorted(b));
}

function sorted(value) {
  if (value === null || typeof value !== "object" || value instanceof RawNumber) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}
