// The console: one page, three views, and the state of the connection.
import { introspection, watchConnection } from "./api.js";
import { DataView } from "./data-view.js";
import { h, replace } from "./dom.js";
import { QueryView } from "./query-view.js";
import { Schema } from "./schema.js";
import { SchemaView } from "./schema-view.js";

const main = document.getElementById("view");
const connection = document.getElementById("connection");
const views = { query: new QueryView(), schema: new SchemaView(), data: new DataView() };
let schema = null;
let text = "";

function route() {
  const [path, parameters] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/");
  const view = views[name] ?? views.query;
  for (const link of document.querySelectorAll("nav[aria-label=Views] a")) {
    if (link.hash === `#/${views[name] ? name : "query"}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (main.firstChild !== view.element) replace(main, view.element);
  view.update(schema, new URLSearchParams(parameters ?? ""), ...rest.map(decodeURIComponent));
}

async function readSchema() {
  try {
    const found = await introspection();
    const now = JSON.stringify(found);
    if (now === text) return;
    text = now;
    schema = new Schema(found);
    route();
  } catch (error) {
    if (!schema) replace(main, h("p.problem", { role: "alert" }, `The schema could not be read: ${error.message}`));
  }
}

let lost = false;
watchConnection(({ gateway, store }) => {
  const words = !gateway ? "Gateway lost, reconnecting…" : !store ? "NATS lost, reconnecting…" : lost ? "Back" : "Connected";
  connection.textContent = words;
  connection.className = gateway && store ? "good" : "bad";
  if (gateway && (lost || !schema)) readSchema();
  lost = !gateway || !store;
});

addEventListener("hashchange", route);
addEventListener("focus", () => { if (schema) readSchema(); });
route();
