// Elements are built here and only here. Text goes in as text nodes, never as HTML.

/** An element: `h("a.class", {href, onclick, ...}, child, "text")`, the attributes only where there are some. Those that are null or false are left out. */
export function h(tag, ...children) {
  const attributes = children[0]?.constructor === Object ? children.shift() : {};
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let lastId = 0;
/** An id for a label or a description to name. */
export const uniqueId = (prefix) => `${prefix}-${++lastId}`;

/** A labelled control; `hint` is read out with it. The label may be for readers only. */
export function labelled(text, control, hint, isHidden = false) {
  control.id ||= uniqueId("field");
  const parts = [h(`label${isHidden ? ".unseen" : ""}`, { for: control.id }, text), control];
  if (hint) {
    const note = h("p.hint", { id: uniqueId("hint") }, hint);
    control.setAttribute("aria-describedby", note.id);
    parts.push(note);
  }
  return h("div.field", parts);
}

/** Asks before something is done that cannot be undone. Resolves to true or false. */
export function confirmDialog(title, text, action) {
  return new Promise((resolve) => {
    const heading = h("h2", { id: uniqueId("dialog") }, title);
    const dialog = h("dialog", { "aria-labelledby": heading.id },
      heading, h("p", text),
      h("div.actions", {},
        h("button", { onclick: () => dialog.close("no") }, "Cancel"),
        h("button.danger", { onclick: () => dialog.close("yes") }, action)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** Unix seconds as a date and a time. */
export const time = (seconds) => new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
