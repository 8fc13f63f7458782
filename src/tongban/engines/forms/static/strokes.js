// A signature drawn with pen, finger or mouse: lines of whole numbers on 600 by 200. Without scripts the typed name signs.
for (const box of document.querySelectorAll("[data-strokes]")) {
  const svg = box.querySelector("svg"), path = box.querySelector("path"), kept = box.querySelector("input");
  const tools = box.querySelector("p");
  let drawing = false;
  svg.removeAttribute("hidden");
  tools.hidden = false;
  const keep = (text) => {
    if (text.length > 16000) return;
    kept.value = text;
    path.setAttribute("d", text);
    kept.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const place = (event) => {
    const frame = svg.getBoundingClientRect();
    const within = (value, size, most) => Math.max(0, Math.min(most, Math.round((value / size) * most)));
    return `${within(event.clientX - frame.left, frame.width, 600)} ${within(event.clientY - frame.top, frame.height, 200)}`;
  };
  svg.addEventListener("pointerdown", (event) => {
    drawing = true;
    svg.setPointerCapture(event.pointerId);
    keep(`${kept.value}M${place(event)}`);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => { if (drawing) keep(`${kept.value}L${place(event)}`); });
  svg.addEventListener("pointerup", () => { drawing = false; });
  tools.querySelector("button").addEventListener("click", () => keep(""));
}
