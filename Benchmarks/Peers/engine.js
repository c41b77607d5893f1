// The cases of the group engine of Microbenchmarks on graphql-js, in the same output format: node engine.js FOLDER
"use strict";
const fs = require("fs");
const path = require("path");
const { buildSchema, executeSync, parse, validate, version } = require("graphql");

const folder = process.argv[2] || "Queries";
const read = (name) => fs.readFileSync(path.join(folder, name + ".graphql"), "utf8");
const schema = buildSchema(read("schema"));
const [get, introspection, everything] = ["get", "introspection", "everything"].map(read);

const token = "0123456789abcdef0123456789abcdef";
const stored = JSON.stringify({ token });
// The stored text is read for each request, as a gateway has to.
schema.getQueryType().getFields().kv_get.resolve = (_, args) => ({
    key: args.key, value: JSON.parse(stored), revision: 4711, created: 1700000000,
});

function valid(text) {
    const document = parse(text);
    const errors = validate(schema, document);
    if (errors.length > 0) throw errors[0];
    return document;
}

function execute(document, variableValues) {
    const result = executeSync({ schema, document, variableValues });
    if (result.errors) throw result.errors[0];
    return JSON.stringify(result);
}

const preparedGet = valid(get);
const preparedAliases = valid(
    "{" + [1, 2, 3, 4, 5].map((n) => ` a${n}: kv_get(key: "user-${n}") { key value { token } revision }`).join("") + " }");
const preparedIntrospection = valid(introspection);
const variables = '{"key":"user-1234567"}';

const cases = [
    ["kv_get parse", () => parse(get)],
    ["kv_get parse+validate", () => valid(get)],
    ["introspection parse", () => parse(introspection)],
    ["introspection parse+validate", () => valid(introspection)],
    ["everything parse", () => parse(everything)],
    ["kv_get execute+JSON, prepared", () => execute(preparedGet, JSON.parse(variables))],
    ["5 aliases execute+JSON, prepared", () => execute(preparedAliases)],
    ["introspection execute+JSON, prepared", () => execute(preparedIntrospection)],
    ["kv_get prepare", () => valid(get)],
];

function run(body) {
    const start = process.hrtime.bigint();
    let count = 0;
    let elapsed;
    do {
        for (let n = 0; n < 50; n++) body();
        count += 50;
        elapsed = process.hrtime.bigint() - start;
    } while (elapsed < 300000000n);
    return Number(elapsed) / 1000 / count;
}

console.log(`version ${version}`);
for (const [name, body] of cases) {
    const times = [];
    for (let n = 0; n < 6; n++) times.push(run(body));
    const median = times.slice(1).sort((a, b) => a - b)[2];
    console.log(name.padEnd(40) + median.toFixed(2) + " us");
}
