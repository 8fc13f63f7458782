// Draws the model in the page's text field: reads it when the page opens, writes it back when the form is sent.
// Without this file the field itself is the editor.
const form = document.getElementById("drawing");
const text = document.getElementById("text");
const canvas = document.getElementById("canvas");
const panel = document.getElementById("panel");
const NAMESPACE = "https://tongban.dev/bpmn";
let changed = false;
let chosen = null;

// What the editor says, in the language of the page: a dictionary of ours where it does not speak it itself. What it
// lacks is named on the canvas, for tests to see.
const words = canvas.dataset.words ? await (await fetch(canvas.dataset.words)).json() : null;
const unsaid = new Set();
const filled = (text, parts) => text.replace(/{([^}]+)}/g, (whole, name) => parts[name] ?? whole);

function translate(text, parts = {}) {
  if (words && !words[text]) {
    unsaid.add(text);
    canvas.dataset.unsaid = [...unsaid].join("\n");
  }
  return filled(words?.[text] || text, parts);
}

// An error of the editor: the entry of the dictionary that it was made of, else as it is.
function explained(message) {
  for (const [text, ours] of Object.entries(words || {})) {
    const pattern = text.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/{(\w+)}/g, "(?<$1>[^]*?)");
    const found = new RegExp(`^${pattern}$`).exec(message);
    if (found) return filled(ours, found.groups || {});
  }
  return message;
}

const modeler = new window.BpmnJS({ container: canvas, additionalModules: [{ translate: ["value", translate] }] });

// The editor's icons for aligning say how they look in inline styles, which no page of ours allows: as attributes.
const upright = (html = "") =>
  html.replace(/ style="([^"]*)"/g, (_whole, rules) => rules.replace(/([\w-]+):([^;]+);?/g, ' $1="$2"'));
const restyled = () => (entries) => {
  for (const entry of Object.values(entries)) {
    if (entry.html) entry.html = upright(entry.html);
    if (entry.imageHtml) entry.imageHtml = upright(entry.imageHtml);
  }
  return entries;
};
modeler.get("contextPad").registerProvider(100, { getMultiElementContextPadEntries: restyled });
modeler.get("popupMenu").registerProvider("align-elements", 100, { getPopupMenuEntries: restyled });
modeler.on("popupMenu.opened", () => {
  for (const list of document.querySelectorAll('.djs-popup [aria-label="Results"]')) {
    list.setAttribute("aria-label", translate("Align elements"));
  }
});
window.addEventListener("resize", () => modeler.get("canvas").resized());

const modeling = modeler.get("modeling");
const moddle = modeler.get("moddle");

const timer = (object) => (object.eventDefinitions || []).find((one) => one.$type === "bpmn:TimerEventDefinition");
const TIMES = ["timeDuration", "timeDate", "timeCycle"];
const expression = (body) => (body ? moddle.create("bpmn:FormalExpression", { body }) : undefined);

// How each field is read from an element and written to it; all others are attributes of our namespace.
const OTHERS = {
  name: {
    read: (object) => object.name || "",
    write: (element, value) => modeling.updateProperties(element, { name: value }),
  },
  condition: {
    read: (object) => object.conditionExpression?.body || "",
    write: (element, value) => modeling.updateProperties(element, { conditionExpression: expression(value) }),
  },
  time: {
    read: (object) => TIMES.map((name) => timer(object)?.[name]?.body).find(Boolean) || "",
    write: (element, value) => {
      const definition = timer(element.businessObject);
      const name = TIMES.find((one) => definition[one]) || "timeDuration";
      modeling.updateModdleProperties(element, definition, { [name]: expression(value) });
    },
  },
};
const own = (name) => ({
  read: (object) => object.get(`tongban:${name}`) || "",
  write: (element, value) => modeling.updateProperties(element, { [`tongban:${name}`]: value || undefined }),
});
const trait = (field) => OTHERS[field.name] || own(field.name);

function suits(field, object) {
  if (field.name === "time") return Boolean(timer(object));
  const kinds = field.dataset.for;
  return !kinds || kinds.split(" ").some((kind) => object.$type === `bpmn:${kind}`);
}

function show(element) {
  chosen = element && element.businessObject && element.type !== "label" ? element : null;
  if (element && element.type === "label") chosen = element.labelTarget;
  panel.hidden = !chosen;
  if (!chosen) return;
  document.getElementById("chosen").textContent = chosen.businessObject.id;
  for (const field of panel.querySelectorAll("[data-trait]")) {
    field.closest(".field").hidden = !suits(field, chosen.businessObject);
    field.value = field.closest(".field").hidden ? "" : trait(field).read(chosen.businessObject);
  }
}

panel.addEventListener("change", (event) => {
  if (chosen && event.target.dataset.trait !== undefined) trait(event.target).write(chosen, event.target.value.trim());
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.tagName === "INPUT") {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
modeler.on("selection.changed", ({ newSelection }) => show(newSelection.length === 1 ? newSelection[0] : null));
modeler.on("commandStack.changed", () => {
  changed = true;
  if (chosen && !panel.contains(document.activeElement)) show(chosen);
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
form.addEventListener("submit", async (event) => {
  if (canvas.hidden || !changed) return;
  event.preventDefault();
  if (chosen && panel.contains(document.activeElement)) document.activeElement.blur();
  text.value = (await modeler.saveXML({ format: true })).xml;
  form.elements.drawn.value = "yes";
  changed = false;
  form.submit();
});

// The drawing at a size that can be read, its beginning beside the palette.
function look() {
  const board = modeler.get("canvas");
  const { inner, outer } = board.viewbox();
  const [width, height] = [outer.width / 0.8, outer.height / 0.8];
  const top = inner.height < height ? inner.y - (height - inner.height) / 2 : inner.y - 20;
  board.viewbox({ x: inner.x - 160, y: top, width, height });
}

async function open() {
  document.getElementById("source").hidden = true;
  canvas.hidden = false;
  try {
    await modeler.importXML(text.value);
    const definitions = modeler.getDefinitions();
    if (!definitions.get("xmlns:tongban")) definitions.set("xmlns:tongban", NAMESPACE);
    look();
    form.dataset.ready = "yes";
  } catch (error) {
    canvas.hidden = true;
    document.getElementById("source").hidden = false;
    document.getElementById("undrawn").hidden = false;
    document.getElementById("why").textContent = explained(error.message);
    form.dataset.ready = "no";
  }
}
open();
