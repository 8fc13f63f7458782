// Keeps what is written two seconds after the last key; without scripts the buttons do it.
const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("#autosave");
let timer, running = false, again = false;
async function save() {
  if (running) { again = true; return; }
  running = true;
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("autosave", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    const found = await answer.json();
    if (answer.ok) form.elements.revision.value = found.revision;
    status.textContent = answer.ok ? status.dataset.saved : status.dataset.conflict;
  } catch { status.textContent = status.dataset.failed; }
  running = false;
  if (again) { again = false; save(); }
}
form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
form.addEventListener("submit", () => clearTimeout(timer));
