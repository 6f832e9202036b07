// The recording beside a transcript: a turn's time plays from there, and the turn that is heard is marked.

const sound = document.getElementById("geluid");
const talk = () => [...document.querySelectorAll("[data-seconds]")];

function playFrom(event) {
  const link = event.target.closest("[data-seconds]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const begin = () => {
    sound.currentTime = Number(link.dataset.seconds);
    sound.play();
  };
  if (sound.readyState > 0) return begin();
  sound.addEventListener("loadedmetadata", begin, { once: true });
  sound.load();
}

function mark() {
  const heard = talk().findLast((link) => Number(link.dataset.seconds) <= sound.currentTime + 0.05);
  for (const link of talk()) link.closest(".turn").classList.toggle("turn--heard", link === heard);
}

if (sound) {
  document.addEventListener("click", playFrom);
  sound.addEventListener("timeupdate", mark);
}
