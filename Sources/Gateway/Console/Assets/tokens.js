// GraphQL text into tokens, for colouring, completion, checking and formatting. Never fails: what is no token is "bad".

const pattern = /(?<space>[\s\ufeff,]+)|(?<comment>#[^\n\r]*)|(?<block>"""(?:\\"""|[^])*?(?:"""|$))|(?<string>"(?:\\.|[^"\\\n\r])*(?:"|$)?)|(?<name>[A-Za-z_]\w*)|(?<variable>\$[A-Za-z_]?\w*)|(?<number>-?\d[\d.eE+-]*)|(?<spread>\.\.\.)|(?<directive>@[A-Za-z_]?\w*)|(?<punctuator>[!&()[\]{}:=|])|(?<bad>[^])/gy;

export function tokenise(text) {
  const tokens = [];
  pattern.lastIndex = 0;
  for (let match; (match = pattern.exec(text));) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    tokens.push({ kind: kind === "block" ? "string" : kind, text: match[0], start: match.index, end: pattern.lastIndex });
  }
  return tokens;
}

/** The document with one selection a line, two spaces a level; comments stay. */
export function format(text) {
  let out = "";
  let depth = 0;
  let inside = 0; // parentheses and brackets
  let previous = null;
  for (const token of tokenise(text)) {
    if (token.kind === "space") continue;
    const closes = token.text === "}" && token.kind === "punctuator";
    if (closes && !inside) depth = Math.max(0, depth - 1);
    const gap = previous ? gapBetween(previous, token, inside, depth) : "";
    out += gap.startsWith("\n") ? gap + "  ".repeat(depth) : gap;
    out += token.text;
    if (token.text === "(" || token.text === "[") inside++;
    else if (token.text === ")" || token.text === "]") inside = Math.max(0, inside - 1);
    else if (token.text === "{" && !inside) depth++;
    previous = token;
  }
  return `${out.trim()}\n`;
}

function gapBetween(previous, token, inside, depth) {
  if (token.kind === "comment" || previous.kind === "comment") return "\n";
  if ([")", "]", "!", ":", "("].includes(token.text) || ["(", "["].includes(previous.text)) return "";
  if (previous.text === "...") return token.kind === "name" && token.text !== "on" ? "" : " ";
  if ([":", "="].includes(previous.text) || token.text === "=" || token.kind === "directive") return " ";
  if (inside) return previous.text === "{" || token.text === "}" ? "" : ", ";
  if (previous.text === "{" || token.text === "}") return "\n";
  if (!depth) return previous.text === "}" ? "\n\n" : " ";
  return token.text === "{" || previous.text === "on" ? " " : "\n";
}

/** The operations of a document by its brackets alone, for as long as there is no schema: `{kind, name, start, end}`. */
export function outline(text) {
  const found = [];
  let depth = 0;
  let now = null;
  let previous = null;
  for (const token of tokenise(text)) {
    if (token.kind === "space" || token.kind === "comment") continue;
    if (!depth && !now && (["query", "mutation", "subscription", "fragment"].includes(token.text) || token.text === "{")) now = { kind: token.text === "{" ? "query" : token.text, name: null, start: token.start };
    else if (now && !now.name && !depth && token.kind === "name" && previous?.start === now.start) now.name = token.text;
    if (token.kind === "punctuator" && "{([".includes(token.text)) depth++;
    else if (token.kind === "punctuator" && "})]".includes(token.text)) depth = Math.max(0, depth - 1);
    if (now && !depth && token.text === "}") {
      if (now.kind !== "fragment") found.push({ ...now, end: token.end });
      now = null;
    }
    previous = token;
  }
  return found;
}
