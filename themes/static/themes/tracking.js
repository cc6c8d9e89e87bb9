// The state of a request, kept fresh: asks now and then, and a page that has not changed costs a 304.

const EVERY_MS = 20000;
const AT_MOST_MS = 320000;

const region = document.querySelector("[data-live]");
const said = document.querySelector("[data-live-said]");
let etag = region.dataset.etag || "";
let wait = EVERY_MS;
let timer = 0;

function stateSentence() {
  return region.querySelector("[data-state]")?.textContent.trim() ?? "";
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  if (fresh.innerHTML.trim() === region.innerHTML.trim()) return;
  const before = stateSentence();
  region.replaceChildren(...fresh.childNodes);
  if (stateSentence() !== before) said.textContent = stateSentence();
}

async function ask() {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(region.dataset.live, { headers, cache: "no-store", redirect: "error" });
  if (answer.status === 304) return;
  if (!answer.ok) throw new Error(answer.status);
  etag = answer.headers.get("ETag") || "";
  show(await answer.text());
}

async function turn() {
  try {
    await ask();
    wait = EVERY_MS;
  } catch {
    wait = Math.min(wait * 2, AT_MOST_MS);
  }
  plan();
}

function plan() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(turn, wait);
}

function resume() {
  clearTimeout(timer);
  if (!document.hidden) turn();
}

document.addEventListener("visibilitychange", resume);
plan();
