// Uploads files one by one, each with its own progress and result; files may be dropped on the form.

import { formToken } from "./http.js";

const form = document.getElementById("upload");
const list = document.getElementById("uploads");
const input = form?.querySelector("input[type=file]");
let queue = Promise.resolve();
let waiting = 0;
let arrived = false;

function row(file) {
  const item = document.createElement("li");
  item.className = "upload";
  const name = document.createElement("span");
  name.className = "upload__name";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name} uploaden`);
  const result = document.createElement("span");
  result.className = "upload__result";
  result.textContent = "Wacht";
  item.append(name, bar, result);
  list.append(item);
  return { item, bar, result };
}

function send(file, { item, bar, result }) {
  return new Promise((done) => {
    const tell = (text, good) => {
      result.textContent = text;
      item.classList.add(good ? "is-good" : "is-bad");
      bar.remove();
      done(good);
    };
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Formulier", formToken());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
      result.textContent = "Bezig";
    });
    request.addEventListener("load", () => {
      if (request.status === 401) return location.reload();
      const one = request.response?.files?.[0];
      if (one?.kept) return tell(one.file === file.name ? "Binnen" : `Binnen, als ${one.file}`, true);
      const told = one ?? request.response ?? {};
      tell([told.error || "Dit bestand kon niet worden opgeslagen.", told.remedy || ""].join(" ").trim(), false);
    });
    request.addEventListener("error", () => tell("Er is geen verbinding. Probeer het opnieuw.", false));
    const data = new FormData();
    data.append("files", file);
    request.send(data);
  });
}

function add(files) {
  for (const file of files) {
    const shown = row(file);
    waiting += 1;
    queue = queue
      .then(() => send(file, shown))
      .then((good) => {
        waiting -= 1;
        arrived ||= good;
        if (waiting > 0 || !arrived) return;
        arrived = false;
        document.dispatchEvent(new CustomEvent("uploaded"));
      });
  }
}

if (form) {
  for (const element of form.querySelectorAll("[data-js-only]")) element.hidden = false;
  form.querySelector("button[type=submit]").hidden = true;
  input.classList.add("visually-hidden");
  const take = () => {
    add(input.files);
    input.value = "";
  };
  input.addEventListener("change", take);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    add(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  take(); // what was chosen before this script was there
}
