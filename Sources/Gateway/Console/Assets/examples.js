// Operations to begin with, and values to fill in, made from the schema.
import { pretty } from "./json.js";
import { isComposite, isRequired, typeText, unwrap } from "./schema.js";

/** `[{title, hint, query, variables}]` for the first namespace. */
export function examples(schema) {
  const [name] = schema.namespaces();
  if (name === undefined) return [{ title: "Ask for the type", hint: "", query: "{\n  __typename\n}\n", variables: "" }];
  const query = schema.fields(schema.root("query"));
  const put = schema.root("mutation") && schema.fields(schema.root("mutation")).get(`${name}_put`);
  const value = schema.fields(schema.types.get(unwrap(query.get(`${name}_get`).type).name)).get("value").type;
  const entry = `{\n    key\n    revision\n    value${selection(schema, value, 2, "    ")}\n  }`;
  const found = [
    { title: "List the keys", hint: `${name}_keys`, query: `query Keys {\n  ${name}_keys\n}\n`, variables: "" },
    { title: "Read a key", hint: `${name}_get`, query: `query Get($key: String!) {\n  ${name}_get(key: $key) ${entry}\n}\n`, variables: pretty({ key: "" }) },
  ];
  if (put) {
    const input = put.args.find((one) => one.name === "value").type;
    found.push({ title: "Write a key", hint: `${name}_put`, query: `mutation Put($key: String!, $value: ${typeText(input)}) {\n  ${name}_put(key: $key, value: $value) {\n    revision\n  }\n}\n`, variables: pretty({ key: "", value: skeleton(schema, input) }) });
  }
  if (schema.root("subscription")) found.push({ title: "Watch every change", hint: `${name}_watchAll`, query: `subscription Watch {\n  ${name}_watchAll ${entry}\n}\n`, variables: "" });
  return found;
}

function selection(schema, type, depth, indent) {
  const named = schema.types.get(unwrap(type).name);
  if (!isComposite(named)) return "";
  const inner = `${indent}  `;
  if (named.kind === "UNION" || !depth) return ` {\n${inner}__typename\n${indent}}`;
  const fields = named.fields.filter((field) => !field.args.some(isRequired) && field.name !== "history");
  return ` {\n${fields.map((field) => `${inner}${field.name}${selection(schema, field.type, depth - 1, inner)}\n`).join("")}${indent}}`;
}

/** One root field as an operation with variables: the parameters of a link to it. */
export function operationOf(schema, kind, field) {
  const given = field.args.filter(isRequired);
  const list = (parts) => (parts.length ? `(${parts.join(", ")})` : "");
  const query = `${kind} ${field.name}${list(given.map((one) => `$${one.name}: ${typeText(one.type)}`))} {\n  ${field.name}${list(given.map((one) => `${one.name}: $${one.name}`))}${selection(schema, field.type, 3, "  ")}\n}\n`;
  const variables = given.length ? pretty(Object.fromEntries(given.map((one) => [one.name, skeleton(schema, one.type)]))) : "";
  return new URLSearchParams({ query, variables });
}

/** A value of an input type with its required members. */
export function skeleton(schema, type, depth = 0) {
  const nullable = type.kind === "NON_NULL" ? type.ofType : type;
  if (nullable.kind === "LIST") return [];
  const named = schema.types.get(nullable.name);
  if (named?.kind === "ENUM") return named.enumValues[0]?.name ?? null;
  if (named?.kind === "INPUT_OBJECT" && depth < 6) return Object.fromEntries(named.inputFields.filter(isRequired).map((one) => [one.name, skeleton(schema, one.type, depth + 1)]));
  switch (nullable.name) {
    case "String": case "ID": return "";
    case "Boolean": return false;
    case "Int": case "Float": case "Long": return 0;
    case "DateTime": return new Date().toISOString();
    case "Date": return new Date().toISOString().slice(0, 10);
    case "Duration": return "PT1H";
    default: return null;
  }
}
