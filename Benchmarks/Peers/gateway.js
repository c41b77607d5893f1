// A GraphQL gateway over one NATS Key-Value bucket on Node: its http server, graphql-js and the client in natsclient.js.
// Operations are parsed and validated once and kept by their text. It answers the operations of the gateway benchmark
// with the same bytes as kvgraph.
//
//     PORT=8090 NATS_URL=nats://127.0.0.1:4222 BUCKET=kv node gateway.js
"use strict";
const http = require("http");
const { buildSchema, execute, parse, validate } = require("graphql");
const { Bucket, Connection } = require("./natsclient.js");

const schema = buildSchema(`
type Query {
  kv_get(key: String!): kv_KeyValueEntry
  kv_history(key: String!): [kv_KeyValueEntry!]!
}
type Mutation { kv_put(key: String!, value: kv_InputValue!): kv_KeyValueEntry }
type kv_KeyValueEntry { key: String! value: kv_Value revision: Int! created: Int! }
type kv_Value { token: String! }
input kv_InputValue { token: String! }
`);

function entry(stored) {
    return stored && {
        key: stored.key,
        value: stored.payload.length === 0 ? null : JSON.parse(stored.payload.toString()),
        revision: stored.revision,
        created: Math.floor(Date.parse(stored.time) / 1000),
    };
}

function resolvers(bucket) {
    return {
        kv_get: async ({ key }) => entry(await bucket.get(key)),
        kv_history: async ({ key }) => (await bucket.history(key)).map(entry),
        kv_put: async ({ key, value }) => ({ key, value, revision: await bucket.put(key, JSON.stringify(value)) }),
    };
}

const operations = new Map();
const MOST_OPERATIONS = 1000;

/** The document of a query's text, or the errors that it has. */
function prepared(query) {
    let operation = operations.get(query);
    if (operation) return operation;
    try {
        const document = parse(query);
        const errors = validate(schema, document);
        operation = errors.length === 0 ? { document } : { errors };
    } catch (error) {
        operation = { errors: [error] };
    }
    if (operations.size >= MOST_OPERATIONS) operations.clear();
    operations.set(query, operation);
    return operation;
}

/** The result, or a promise of it where something has to be fetched. */
function answer(rootValue, body) {
    const { query, variables, operationName } = JSON.parse(body);
    const operation = prepared(query);
    if (operation.errors) return operation;
    return execute({ schema, document: operation.document, rootValue, variableValues: variables, operationName });
}

function send(response, status, result) {
    const body = JSON.stringify(result);
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
    response.end(body);
}

async function main() {
    const rootValue = resolvers(new Bucket(await Connection.open(process.env.NATS_URL), process.env.BUCKET));
    const server = http.createServer((request, response) => {
        const chunks = [];
        request.on("data", (chunk) => chunks.push(chunk));
        request.on("end", () => {
            const body = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString();
            try {
                const result = answer(rootValue, body);
                if (result instanceof Promise) result.then((result) => send(response, 200, result));
                else send(response, 200, result);
            } catch (error) {
                send(response, 400, { errors: [{ message: error.message }] });
            }
        });
    });
    // The default keeps an idle connection for five seconds only.
    server.keepAliveTimeout = 60000;
    server.listen(Number(process.env.PORT), "127.0.0.1");
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
