// Review queue without page loads: the next code is shown at once, answers are sent one after another behind it.
import { getJson, postForm } from "./http.js";
import { say } from "./say.js";

const KEEP_READY = 12;
const FETCH_BELOW = 6;
const SETTING = "narratief-sneltoetsen";

const root = document.getElementById("nakijken");
const byId = (id) => document.getElementById(id);
const card = byId("kaart");
const answerForm = byId("antwoord");
const undoForm = byId("terug");
const picker = byId("ander");
const search = byId("ander-zoek");
const keysOn = byId("toetsen");
const words = { ja: "Klopt", nee: "Klopt niet", ander: "Ander thema gekozen", later: "Later" };

let items = root.dataset.first ? [JSON.parse(root.dataset.first)] : []; // the first one is on the page already
let seen = root.dataset.seen;
let sending = Promise.resolve();
let loading = null;
let done = byId("voortgang-balk").value;
let total = byId("voortgang-balk").max;
let acts = 0; // answers and undos of this visit
let underWay = 0; // of which not kept yet
let awaited = false; // whether the next code is to have the focus, once it is there
const given = []; // answers of this visit: { item, sent: promise of decision ids, counted }
const keptSince = new Set(); // keys answered and kept while the next codes were being fetched: the server may send them yet
const away = new Set(); // keys that must not come back: on their way, or put off in this visit

const current = () => items[0];

function query() {
  const known = new URLSearchParams({ aantal: KEEP_READY });
  if (root.dataset.theme) known.set("thema", root.dataset.theme);
  if (root.dataset.interview) known.set("gesprek", root.dataset.interview);
  for (const key of [...items.map((item) => item.key), ...away]) known.append("zonder", key);
  return `${root.dataset.path}/volgende?${known}`;
}

function load() {
  loading ??= fetchMore()
    .catch((problem) => say(`${problem.message} ${problem.remedy}`, "error"))
    .finally(() => {
      loading = null;
      if (!current()) show();
    });
  return loading;
}

async function fetchMore() {
  const before = underWay ? NaN : acts; // what the server counts is only right when nothing is under way
  keptSince.clear();
  const data = await getJson(query());
  const had = current();
  const known = new Set([...items.map((item) => item.key), ...away, ...keptSince]);
  items.push(...data.items.filter((item) => !known.has(item.key)));
  seen = data.seen;
  if (acts === before) {
    done = data.done;
    total = data.total;
  }
  if (!had) show();
  showProgress();
}

function showProgress() {
  byId("voortgang").textContent = `${done.toLocaleString("nl-NL")} van ${total.toLocaleString("nl-NL")} nagekeken`;
  const bar = byId("voortgang-balk");
  bar.max = total || 1;
  bar.value = done;
}

function show({ focus = false } = {}) {
  const item = current();
  awaited ||= focus;
  card.hidden = !item;
  byId("klaar").hidden = Boolean(item) || Boolean(loading);
  if (!item) return;
  const place = byId("kaart-plek");
  place.textContent = item.file;
  place.href = item.read;
  byId("kaart-vraag").hidden = !item.question;
  byId("kaart-vraag-tekst").textContent = item.question;
  byId("kaart-woorden").replaceChildren(...item.pieces.map(([text, strong]) => piece(text, strong)));
  byId("kaart-rond-tekst").replaceChildren(...item.around.map(turn));
  byId("kaart-bezig").textContent = item.at_work;
  byId("kaart-zwak").hidden = !item.weak;
  byId("kaart-thema").textContent = item.label;
  const side = byId("kaart-kant");
  side.className = `side side--${item.valence}`;
  side.textContent = item.valence === "positive" ? "gaat goed" : "kan beter";
  byId("kaart-uitleg").textContent = item.definition;
  byId("kaart-meer").hidden = !(item.include || item.exclude);
  byId("kaart-wel").textContent = item.include;
  byId("kaart-niet").textContent = item.exclude;
  byId("kaart-redenen").replaceChildren(...item.reasons.map((reason) => element("li", reason)));
  const fields = answerForm.elements;
  fields.interview.value = item.interview;
  fields.start.value = item.start;
  fields.end.value = item.end;
  fields.theme.value = item.theme;
  fields.contested.value = item.contested ? "1" : "";
  if (focus || (awaited && document.activeElement === document.body)) card.focus();
  awaited = false;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function piece(text, strong) {
  if (!strong) return document.createTextNode(text);
  const made = element("mark", text);
  made.className = "evidence";
  return made;
}

function turn({ who, parts }) {
  const made = document.createElement("p");
  made.append(element("strong", `${who}:`), " ");
  for (const [text, own] of parts) {
    if (!own) made.append(text);
    else made.append(Object.assign(element("mark", text), { className: "around__own" }));
  }
  return made;
}

function tell(text) {
  byId("verteld").textContent = text;
}

function answer(act, newTheme = "") {
  const item = items.shift();
  if (!item) return;
  away.add(item.key);
  const entry = { item, counted: act !== "later" };
  const fields = {
    act,
    interview: item.interview,
    start: item.start,
    end: item.end,
    theme: item.theme,
    new_theme: newTheme,
    contested: item.contested ? "1" : "",
    seen,
    asked: crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}${Math.random()}`,
  };
  acts += 1;
  underWay += 1;
  entry.sent = sending.then(() => postForm(root.dataset.path, fields));
  sending = entry.sent.then(
    (kept) => {
      underWay -= 1;
      if (!entry.takenBack) keptSince.add(item.key);
      entry.decisions = kept.decisions;
      if (act !== "later" && !entry.takenBack) away.delete(item.key);
      if (kept.meanwhile) say(kept.meanwhile, "info");
      if (items.length < FETCH_BELOW) load();
    },
    (problem) => {
      underWay -= 1;
      giveBack(entry, problem);
    },
  );
  given.push(entry);
  if (entry.counted) done += 1;
  undoForm.hidden = false;
  showProgress();
  show({ focus: true });
  tell(`${words[act]}. ${current() ? `Volgende: ${current().label}` : "Dit was de laatste."}`);
  if (!current()) load();
}

// An answer that could not be kept: the code comes back on the screen.
function giveBack(entry, problem) {
  if (entry.takenBack) return; // it is on the screen again already
  given.splice(given.indexOf(entry), 1);
  away.delete(entry.item.key);
  if (entry.counted) done -= 1;
  items.unshift(entry.item);
  undoForm.hidden = given.length === 0 && !root.dataset.done;
  showProgress();
  show({ focus: true });
  say(`Niet bewaard. ${problem.message} ${problem.remedy}`, "error");
}

// The last answer comes back on the screen at once; it is undone behind it, before whatever is answered next.
function takeBack() {
  const entry = given.pop();
  if (!entry) {
    takeBackEarlier();
    return;
  }
  const { item } = entry;
  entry.takenBack = true;
  away.delete(item.key);
  keptSince.delete(item.key);
  items = [item, ...items.filter((other) => other.key !== item.key)];
  if (entry.counted) done -= 1;
  undoForm.hidden = given.length === 0;
  showProgress();
  show({ focus: true });
  tell(`Ongedaan gemaakt. ${item.label}`);
  acts += 1;
  underWay += 1;
  sending = sending
    .then(() => entry.decisions && postForm(`${root.dataset.path}/ongedaan`, { decisions: entry.decisions.join("-") }))
    .catch((problem) => {
      items = items.filter((other) => other.key !== item.key);
      if (entry.counted) done += 1;
      showProgress();
      show();
      say(`Niet ongedaan gemaakt. ${problem.message} ${problem.remedy}`, "error");
    })
    .finally(() => {
      underWay -= 1;
    });
}

// An answer that was given before this page was loaded (by a form, without a script).
async function takeBackEarlier() {
  const decisions = root.dataset.done;
  if (!decisions) return;
  root.dataset.done = "";
  try {
    await postForm(`${root.dataset.path}/ongedaan`, { decisions });
  } catch (problem) {
    say(`${problem.message} ${problem.remedy}`, "error");
    return;
  }
  items = [];
  undoForm.hidden = true;
  await load();
  tell("Ongedaan gemaakt.");
}

// Another theme: type a few letters, Enter takes the first.

function narrow() {
  const wanted = search.value.trim().toLocaleLowerCase("nl");
  let any = false;
  for (const choice of picker.querySelectorAll(".picker__choice")) {
    const fits = choice.dataset.theme !== current()?.theme && choice.textContent.toLocaleLowerCase("nl").includes(wanted);
    choice.parentElement.hidden = !fits;
    any ||= fits;
  }
  byId("ander-geen").hidden = any;
}

function openPicker() {
  if (!current()) return;
  search.value = "";
  narrow();
  picker.showModal();
  search.focus();
}

function choose(choice) {
  picker.close();
  answer("ander", choice.dataset.theme);
}

search.addEventListener("input", narrow);
search.addEventListener("keydown", (event) => {
  const visible = [...picker.querySelectorAll("li:not([hidden]) > .picker__choice")];
  if (event.key === "Enter") {
    event.preventDefault();
    if (visible.length && search.value.trim()) choose(visible[0]);
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    visible[0]?.focus();
  }
});
picker.addEventListener("keydown", (event) => {
  const at = event.target.closest(".picker__choice");
  if (!at || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const visible = [...picker.querySelectorAll("li:not([hidden]) > .picker__choice")];
  const next = visible.indexOf(at) + (event.key === "ArrowDown" ? 1 : -1);
  (visible[next] ?? search).focus();
});
picker.addEventListener("click", (event) => {
  const choice = event.target.closest(".picker__choice");
  if (choice) choose(choice);
});

answerForm.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  answer(event.submitter.value);
});
undoForm.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  takeBack();
});
byId("ander-open").addEventListener("click", openPicker);

// What was said around the words stays open, or closed, for the next code too.
function showMore() {
  const more = byId("kaart-rond");
  if (!card.hidden) more.open = !more.open;
}

// Single keys can be switched off (WCAG 2.1.4), and never work while typing.
const actOf = { j: () => answer("ja"), n: () => answer("nee"), l: () => answer("later"), a: openPicker, u: takeBack, m: showMore };
document.addEventListener("keydown", (event) => {
  if (!keysOn.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || picker.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const act = actOf[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
keysOn.checked = localStorage.getItem(SETTING) !== "uit";
keysOn.addEventListener("change", () => localStorage.setItem(SETTING, keysOn.checked ? "aan" : "uit"));

window.addEventListener("beforeunload", (event) => {
  if (given.some((entry) => !entry.decisions)) event.preventDefault();
});

byId("ander-zonder-script").hidden = true;
byId("ander-open").hidden = false;
byId("toetsen-keuze").hidden = false;
load();
