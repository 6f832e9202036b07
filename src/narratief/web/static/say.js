// Tells a message where the page's messages stand; screen readers read it out.

export function say(text, kind = "success") {
  const place = document.getElementById("meldingen");
  const notice = document.createElement("div");
  notice.className = `notice notice--${kind}`;
  const words = document.createElement("p");
  words.textContent = text;
  notice.append(words);
  place.replaceChildren(notice);
}
