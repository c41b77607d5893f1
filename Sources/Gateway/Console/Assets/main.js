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
let version = null;

function route() {
  const [path, parameters] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/");
  const shown = Object.hasOwn(views, name) ? name : "query";
  for (const link of document.querySelectorAll("nav[aria-label=Views] a")) {
    if (link.hash === `#/${shown}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${shown[0].toUpperCase()}${shown.slice(1)} · kvgraph`;
  const view = views[shown];
  if (main.firstChild !== view.element) replace(main, view.element);
  view.update(schema, new URLSearchParams(parameters ?? ""), ...rest.map(decoded));
}

function decoded(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

async function readSchema(now) {
  try {
    const found = await introspection();
    const fresh = JSON.stringify(found);
    const isSame = fresh === text && now === version;
    version = now;
    if (isSame) return;
    text = fresh;
    schema = new Schema(found);
    route();
  } catch (error) {
    if (!schema) replace(main, h("p.problem", { role: "alert" }, `${error.message} The console needs it: introspection has to be on.`));
  }
}

let lost = false;
watchConnection(({ gateway, store, reason, version: now }) => {
  const words = !gateway ? "Gateway lost, reconnecting…" : !store ? "NATS lost, reconnecting…" : lost ? "Back" : "Connected";
  if (connection.textContent !== words) connection.textContent = words;
  connection.className = gateway && store ? "good" : "bad";
  connection.title = reason ?? location.host;
  if (gateway && (!schema || now !== version)) readSchema(now);
  lost = !gateway || !store || (lost && words !== "Back");
});

if (!JSON.rawJSON) replace(document.body, h("p.notice", "This browser is too old: it would round numbers. Chromium 114, Firefox 135 and Safari 18.4 or newer do not."));
addEventListener("hashchange", route);
addEventListener("beforeunload", (event) => { if (views.data.isDirty) event.preventDefault(); });
route();
