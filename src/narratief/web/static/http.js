// Talks to the server; every answer is JSON, every problem an Error with a Dutch message.

export class Problem extends Error {
  constructor(message, remedy = "", status = 0) {
    super(message);
    this.remedy = remedy;
    this.status = status;
  }
}

async function answered(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Problem("Er is geen verbinding met narratief.", "Controleer of het programma nog draait.");
  }
  let data = {};
  try {
    data = await response.json();
  } catch {
    // told below by its status
  }
  if (response.status === 401) location.assign("/inloggen?naar=" + encodeURIComponent(location.pathname));
  if (!response.ok) {
    throw new Problem(data.error || "Er ging iets mis.", data.remedy ?? "Probeer het opnieuw.", response.status);
  }
  return data;
}

// What shows the server that a request that changes something is of this page.
export const formToken = () => document.querySelector("meta[name=formulier]")?.content ?? "";

const headers = { Accept: "application/json" };
const changing = () => ({ ...headers, "X-Formulier": formToken() });

export const getJson = (path) => answered(fetch(path, { headers }));

export const postForm = (path, fields) =>
  answered(
    fetch(path, {
      method: "POST",
      headers: changing(),
      body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    }),
  );

export const postJson = (path, data) =>
  answered(
    fetch(path, {
      method: "POST",
      headers: { ...changing(), "Content-Type": "application/json" },
      body: JSON.stringify(data),
    }),
  );
