"use strict";
(() => {
  const data = JSON.parse(document.getElementById("gegevens").textContent);
  const byId = (id) => document.getElementById(id);
  const canvas = byId("kaart"), pen = canvas.getContext("2d"), tip = byId("tip");
  const points = data.points;
  const PAGE = 50, NONE = -1;
  const COLOURS = ["#0063a6", "#c84b00", "#1b7a3d", "#8e2f8e", "#a5811a", "#c2185b", "#00818a", "#5d4037", "#5c6bc0", "#6b8e00", "#b71c1c", "#37474f"];
  const SHAPES = ["circle", "square", "triangle", "diamond", "cross"];
  const state = { by: "topic", hidden: new Set(), query: "", chosen: NONE, hover: NONE, page: 0, scale: 1, x: 0, y: 0 };

  const groupsOf = { topic: data.topics, theme: data.themes, project: data.projects };
  const keyOf = (p) => (state.by === "topic" ? p.t : state.by === "theme" ? (p.c.length ? p.c[0] : NONE) : p.p);
  const look = (key) => key < 0
    ? { colour: "#8a8a8a", shape: "ring" }
    : { colour: COLOURS[key % COLOURS.length], shape: SHAPES[Math.floor(key / COLOURS.length) % SHAPES.length] };
  const nameOf = (key) => (key < 0 ? (state.by === "topic" ? "past in geen cluster" : "geen thema") : groupsOf[state.by][key].label);
  const plain = (text) => text.toLocaleLowerCase("nl").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const found = (p) => !state.query || plain(p.s).includes(state.query);
  const visible = (p) => !state.hidden.has(keyOf(p));
  const shown = () => points.map((p, i) => i).filter((i) => visible(points[i]) && found(points[i]));

  function element(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function trace(ctx, shape, x, y, r) {
    ctx.beginPath();
    if (shape === "square") ctx.rect(x - r * .9, y - r * .9, r * 1.8, r * 1.8);
    else if (shape === "triangle") { ctx.moveTo(x, y - r * 1.2); ctx.lineTo(x + r * 1.1, y + r * .8); ctx.lineTo(x - r * 1.1, y + r * .8); ctx.closePath(); }
    else if (shape === "diamond") { ctx.moveTo(x, y - r * 1.3); ctx.lineTo(x + r * 1.3, y); ctx.lineTo(x, y + r * 1.3); ctx.lineTo(x - r * 1.3, y); ctx.closePath(); }
    else if (shape === "cross") { const a = r * .45, b = r * 1.2; ctx.rect(x - a, y - b, 2 * a, 2 * b); ctx.rect(x - b, y - a, 2 * b, 2 * a); }
    else ctx.arc(x, y, r, 0, 2 * Math.PI);
  }

  let width = 0, height = 0;
  const side = () => Math.min(width, height * 1.35) * .92;
  const place = (p) => [
    width / 2 + ((p.x - .5) * side() + state.x) * state.scale,
    height / 2 + ((p.y - .5) * Math.min(side(), height * .9) + state.y) * state.scale,
  ];

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    width = canvas.clientWidth; height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const size = (points.length > 1500 ? 2.6 : points.length > 400 ? 4 : 5.5) * Math.min(2, Math.sqrt(state.scale));
    points.forEach((p, i) => {
      if (!visible(p)) return;
      const { colour, shape } = look(keyOf(p)), [x, y] = place(p);
      pen.globalAlpha = found(p) ? .85 : .12;
      trace(pen, shape, x, y, size);
      if (shape === "ring") { pen.strokeStyle = colour; pen.lineWidth = 1.2; pen.stroke(); } else { pen.fillStyle = colour; pen.fill(); }
    });
    pen.globalAlpha = 1;
    if (state.by === "topic") drawNames();
    for (const [i, stroke] of [[state.hover, "#555"], [state.chosen, "#000"]]) {
      if (i < 0 || !visible(points[i])) continue;
      const [x, y] = place(points[i]);
      pen.lineWidth = 3; pen.strokeStyle = stroke; pen.beginPath(); pen.arc(x, y, size + 5, 0, 2 * Math.PI); pen.stroke();
    }
  }

  function wrapped(text, most) {
    const lines = [];
    for (const word of text.split(" ")) {
      const last = lines.length - 1;
      if (last >= 0 && lines[last].length + word.length < most) lines[last] += " " + word; else lines.push(word);
    }
    return lines;
  }

  function drawNames() {
    pen.font = "600 13px system-ui, sans-serif"; pen.textAlign = "center"; pen.textBaseline = "middle";
    const taken = [];
    data.topics.forEach((topic, key) => {
      if (state.hidden.has(key) || topic.x === null) return;
      const [x, y] = place(topic), lines = wrapped(topic.label + (topic.new ? " (nieuw)" : ""), 24);
      const w = Math.max(...lines.map((line) => pen.measureText(line).width)) + 8, half = 8 * lines.length + 2;
      const left = Math.max(2, Math.min(width - w - 2, x - w / 2));
      const free = [0, -1, 1, -2, 2].map((shift) => y + shift * 2 * half).find((at) => at > half && at < height - half
        && !taken.some((b) => left < b[2] && b[0] < left + w && at - half < b[3] && b[1] < at + half));
      if (free === undefined) return;
      taken.push([left, free - half, left + w, free + half]);
      pen.fillStyle = "rgb(255 255 255 / .86)"; pen.fillRect(left, free - half, w, 2 * half);
      pen.fillStyle = "#1c1c1c";
      lines.forEach((line, n) => pen.fillText(line, left + w / 2, free - half + 10 + 16 * n));
    });
  }

  function nearest(x, y, reach) {
    let best = NONE, distance = reach * reach;
    points.forEach((p, i) => {
      if (!visible(p)) return;
      const [px, py] = place(p), d = (px - x) ** 2 + (py - y) ** 2;
      if (d < distance) { best = i; distance = d; }
    });
    return best;
  }

  const topicName = (p) => (p.t < 0 ? "past in geen cluster" : data.topics[p.t].label);
  const themeNames = (p) => p.c.map((c) => data.themes[c].label).join("; ") || "geen";

  function choose(i, turnPage) {
    state.chosen = i;
    const box = byId("gekozen"), p = points[i];
    const head = element("p");
    head.append(element("strong", topicName(p)));
    if (p.t >= 0 && data.topics[p.t].new) head.append(" ", element("span", "nieuw", { class: "badge" }));
    box.replaceChildren(head);
    if (p.t >= 0 && data.topics[p.t].words) head.append(element("span", " " + data.topics[p.t].words, { class: "quiet" }));
    if (p.q) box.append(element("p", "Vraag: " + p.q, { class: "question" }));
    box.append(element("p", "“" + p.s + "”"), element("p", "Thema’s uit het codeboek: " + themeNames(p), { class: "quiet" }), element("p", p.w, { class: "quiet" }));
    if (turnPage) { const at = shown().indexOf(i); if (at >= 0) state.page = Math.floor(at / PAGE); }
    table(); draw();
  }

  function table() {
    const rows = shown(), pages = Math.max(1, Math.ceil(rows.length / PAGE));
    state.page = Math.min(state.page, pages - 1);
    const body = byId("tabel").tBodies[0];
    body.replaceChildren(...rows.slice(state.page * PAGE, (state.page + 1) * PAGE).map((i) => {
      const p = points[i], row = element("tr", undefined, { "aria-current": String(i === state.chosen) });
      const cell = element("td"), button = element("button", p.s, { type: "button" });
      button.addEventListener("click", () => { choose(i, false); byId("tabel").tBodies[0].querySelector("[aria-current=true] button")?.focus(); });
      cell.append(button);
      const first = element("td", topicName(p));
      if (p.t >= 0 && data.topics[p.t].new) first.append(" ", element("span", "nieuw", { class: "badge" }));
      row.append(first, cell, element("td", themeNames(p)), element("td", p.w));
      return row;
    }));
    byId("aantal").textContent = rows.length === points.length ? `${rows.length} fragmenten.` : `${rows.length} van ${points.length} fragmenten.`;
    byId("bladzijde").textContent = `Bladzijde ${state.page + 1} van ${pages}`;
    byId("vorige").disabled = state.page === 0; byId("volgende").disabled = state.page >= pages - 1;
  }

  function swatch(key) {
    const { colour, shape } = look(key), ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg"), mark = document.createElementNS(ns, "path");
    svg.setAttribute("width", "16"); svg.setAttribute("height", "16"); svg.setAttribute("aria-hidden", "true");
    const paths = { square: "M3 3h10v10H3z", triangle: "M8 2l6.2 11H1.8z", diamond: "M8 1l7 7-7 7-7-7z", cross: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4z" };
    mark.setAttribute("d", paths[shape] || "M8 2.5a5.5 5.5 0 1 0 .01 0z");
    mark.setAttribute("fill", shape === "ring" ? "none" : colour); mark.setAttribute("stroke", colour);
    svg.append(mark); return svg;
  }

  function legend() {
    const list = byId("legenda").querySelector("ul"), counts = new Map();
    points.forEach((p) => counts.set(keyOf(p), (counts.get(keyOf(p)) || 0) + 1));
    const keys = [...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b);
    const isOff = (key) => state.by === "topic" && key >= 0 && data.topics[key].off;
    list.replaceChildren(...keys.flatMap((key, at) => {
      const item = element("li"), label = element("label"), box = element("input", undefined, { type: "checkbox" });
      box.checked = !state.hidden.has(key);
      box.addEventListener("change", () => { box.checked ? state.hidden.delete(key) : state.hidden.add(key); state.page = 0; table(); draw(); });
      label.append(box, swatch(key), element("span", nameOf(key)));
      if (state.by === "topic" && key >= 0 && data.topics[key].new) label.append(element("span", "nieuw", { class: "badge" }));
      const size = state.by === "topic" && key >= 0 ? data.topics[key].size : String(counts.get(key));
      label.append(element("span", size, { class: "n" }));
      item.append(label);
      const first = isOff(key) && !isOff(keys[at - 1] ?? NONE);
      return first ? [element("li", data.offTopic, { class: "legend-heading" }), item] : [item];
    }));
    return keys;
  }

  function move(dx, dy) {
    if (state.chosen < 0) { const start = nearest(width / 2, height / 2, 1e5); if (start >= 0) choose(start, true); return; }
    const [x, y] = place(points[state.chosen]);
    let best = NONE, least = Infinity;
    points.forEach((p, i) => {
      if (i === state.chosen || !visible(p) || !found(p)) return;
      const [px, py] = place(p), along = (px - x) * dx + (py - y) * dy, across = Math.abs((px - x) * dy - (py - y) * dx);
      if (along <= 0 || across > along) return;
      const cost = along + 2 * across;
      if (cost < least) { least = cost; best = i; }
    });
    if (best >= 0) choose(best, true);
  }

  function zoom(factor, x = width / 2, y = height / 2) {
    const scale = Math.max(1, Math.min(30, state.scale * factor));
    state.x += (x - width / 2) / scale - (x - width / 2) / state.scale;
    state.y += (y - height / 2) / scale - (y - height / 2) / state.scale;
    state.scale = scale;
    if (scale === 1) { state.x = 0; state.y = 0; }
    draw();
  }

  let drag = null;
  canvas.addEventListener("pointerdown", (e) => { drag = { x: e.clientX, y: e.clientY, moved: false }; canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener("pointermove", (e) => {
    const box = canvas.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
    if (drag && (drag.moved || Math.hypot(e.clientX - drag.x, e.clientY - drag.y) > 4)) {
      state.x += (e.clientX - drag.x) / state.scale; state.y += (e.clientY - drag.y) / state.scale;
      drag = { x: e.clientX, y: e.clientY, moved: true }; tip.hidden = true; draw(); return;
    }
    const i = nearest(x, y, 14);
    if (i !== state.hover) { state.hover = i; draw(); }
    tip.hidden = i < 0;
    if (i >= 0) {
      const p = points[i];
      tip.replaceChildren(element("strong", topicName(p)), element("div", p.s.length > 220 ? p.s.slice(0, 219) + "…" : p.s));
      tip.style.left = Math.max(0, Math.min(x + 14, width - tip.offsetWidth - 4)) + "px";
      tip.style.top = (y + 18 + tip.offsetHeight > height ? Math.max(0, y - tip.offsetHeight - 12) : y + 18) + "px";
    }
  });
  canvas.addEventListener("pointerup", () => { const click = drag && !drag.moved; drag = null; if (click && state.hover >= 0) choose(state.hover, true); });
  canvas.addEventListener("pointerleave", () => { state.hover = NONE; tip.hidden = true; draw(); });
  canvas.addEventListener("wheel", (e) => {
    if (document.activeElement !== canvas && !e.ctrlKey) return;
    e.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, e.clientX - box.left, e.clientY - box.top);
  }, { passive: false });
  canvas.addEventListener("keydown", (e) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (e.key in steps) move(...steps[e.key]);
    else if (e.key === "+" || e.key === "=") zoom(1.3);
    else if (e.key === "-") zoom(1 / 1.3);
    else if (e.key === "0") zoom(0);
    else return;
    e.preventDefault();
  });
  byId("in").addEventListener("click", () => zoom(1.4));
  byId("uit").addEventListener("click", () => zoom(1 / 1.4));
  byId("heel").addEventListener("click", () => zoom(0));
  byId("kleur").addEventListener("change", (e) => { state.by = e.target.value; state.hidden.clear(); state.page = 0; legend(); table(); draw(); });
  byId("zoek").addEventListener("input", (e) => { state.query = plain(e.target.value.trim()); state.page = 0; table(); draw(); });
  byId("alles").addEventListener("click", () => { state.hidden.clear(); legend(); table(); draw(); });
  byId("niets").addEventListener("click", () => { state.hidden = new Set(points.map(keyOf)); legend(); table(); draw(); });
  byId("vorige").addEventListener("click", () => { state.page -= 1; table(); });
  byId("volgende").addEventListener("click", () => { state.page += 1; table(); });
  window.addEventListener("resize", draw);
  legend(); table(); draw();
})();
