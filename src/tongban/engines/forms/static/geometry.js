// A point, line or area drawn on a grid of degrees, without tiles from anywhere. The text beside it is the answer.
for (const box of document.querySelectorAll("[data-geometry]")) {
  const text = box.querySelector("textarea"), svg = box.querySelector("svg"), tools = box.querySelector("p[hidden]");
  const shape = box.dataset.geometry || "point", W = 600, H = 400, MOST = 200;
  let middle = [104, 36], span = 70, held = -1, from = null, moved = false;
  const points = () => text.value.split("\n").map((line) => (line.match(/-?\d+(\.\d+)?/g) || []).map(Number))
    .filter((pair) => pair.length === 2 && Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 90);
  const degree = () => W / span; // pixels of a degree of longitude in the middle; one of latitude is longer
  const tall = () => degree() / Math.max(0.1, Math.cos((middle[1] * Math.PI) / 180));
  const onto = ([x, y]) => [W / 2 + (x - middle[0]) * degree(), H / 2 - (y - middle[1]) * tall()];
  const back = (x, y) => [middle[0] + (x - W / 2) / degree(), middle[1] - (y - H / 2) / tall()]
    .map((value) => Number(value.toFixed(6)));
  const steps = () => { const raw = span / 6, ten = 10 ** Math.floor(Math.log10(raw)); return [1, 2, 5, 10].find((n) => n * ten >= raw) * ten; };
  const grid = () => {
    const step = steps(), [left, high] = back(0, 0), [right, low] = back(W, H), places = Math.max(0, Math.ceil(-Math.log10(step)));
    let drawn = "";
    for (let at = Math.ceil(left / step) * step; at < right; at += step) {
      const x = onto([at, 0])[0];
      drawn += `<path d="M${x} 0V${H}" stroke="currentColor" stroke-opacity=".2"/><text x="${x + 3}" y="${H - 6}" font-size="12" fill="currentColor">${at.toFixed(places)}</text>`;
    }
    for (let at = Math.ceil(low / step) * step; at < high; at += step) {
      const y = onto([0, at])[1];
      drawn += `<path d="M0 ${y}H${W}" stroke="currentColor" stroke-opacity=".2"/><text x="4" y="${y - 3}" font-size="12" fill="currentColor">${at.toFixed(places)}</text>`;
    }
    return drawn;
  };
  const draw = () => {
    const all = points().map(onto), way = all.map((pair) => pair.join(" ")).join("L");
    const line = shape === "point" || all.length < 2 ? "" : `<path d="M${way}${shape === "area" ? "Z" : ""}" fill="${shape === "area" ? "currentColor" : "none"}" fill-opacity=".15" stroke="currentColor" stroke-width="3"/>`;
    svg.innerHTML = grid() + line + all.map(([x, y], n) => `<circle cx="${x}" cy="${y}" r="8" fill="currentColor" data-n="${n}"/>`).join("");
  };
  const keep = (all) => {
    text.value = all.map((pair) => pair.join(", ")).join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const fit = () => {
    const all = points();
    if (all.length) {
      const [xs, ys] = [0, 1].map((side) => all.map((pair) => pair[side]));
      middle = [xs, ys].map((some) => (Math.min(...some) + Math.max(...some)) / 2);
      span = Math.max(Math.max(...xs) - Math.min(...xs), (Math.max(...ys) - Math.min(...ys)) * 1.5, 0.01) * 1.6;
    }
    draw();
  };
  const place = (event) => {
    const frame = svg.getBoundingClientRect();
    return [((event.clientX - frame.left) / frame.width) * W, ((event.clientY - frame.top) / frame.height) * H];
  };
  svg.addEventListener("pointerdown", (event) => {
    [held, from, moved] = [Number(event.target.dataset.n ?? -1), place(event), false];
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const now = place(event);
    moved ||= Math.hypot(now[0] - from[0], now[1] - from[1]) > 4;
    if (!moved) return;
    if (held >= 0) keep(points().map((pair, n) => (n === held ? back(...now) : pair)));
    else {
      middle = [middle[0] - (now[0] - from[0]) / degree(), Math.max(-80, Math.min(80, middle[1] + (now[1] - from[1]) / tall()))];
      from = now;
      draw();
    }
  });
  svg.addEventListener("pointerup", () => {
    if (from && !moved && held < 0) {
      const all = shape === "point" ? [] : points();
      if (all.length < MOST) keep([...all, back(...from)]);
    }
    from = null;
  });
  const acts = { in: () => { span = Math.max(span / 2, 0.001); draw(); }, out: () => { span = Math.min(span * 2, 300); draw(); },
    all: fit, undo: () => keep(points().slice(0, -1)) };
  tools.addEventListener("click", (event) => acts[event.target.dataset?.act]?.());
  text.addEventListener("input", draw);
  svg.removeAttribute("hidden");
  tools.hidden = false;
  fit();
}
