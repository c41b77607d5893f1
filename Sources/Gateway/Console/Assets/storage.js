// What the browser keeps between visits, or for secrets until the tab is closed. A browser without storage only forgets.

const prefix = "kvgraph:";

function read(storage, name, fallback) {
  try {
    const text = storage().getItem(prefix + name);
    return text === null ? fallback : JSON.parse(text);
  } catch { return fallback; }
}

function write(storage, name, value) {
  try { storage().setItem(prefix + name, JSON.stringify(value)); } catch { /* full or switched off */ }
}

export const load = (name, fallback) => read(() => localStorage, name, fallback);
export const save = (name, value) => write(() => localStorage, name, value);
export const loadSecret = (name, fallback) => read(() => sessionStorage, name, fallback);
export const saveSecret = (name, value) => write(() => sessionStorage, name, value);
