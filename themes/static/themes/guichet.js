// Small helps on every page. Nothing depends on them: each form works as well without a script.

const HOLD_MS = 10000;

function showScripted() {
  for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;
  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
}

// `autofocus` does it already, except where a browser skips it (a fragment in the address, an old engine).
function focusErrors() {
  const summary = document.querySelector("[data-errors]");
  if (summary && document.activeElement === document.body) summary.focus();
}

// A second click is swallowed for a while; buttons are never disabled, so that the one pressed is always sent.
function holdDoubleSubmit(event) {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, HOLD_MS);
}

function releaseForms() {
  for (const form of document.forms) delete form.dataset.sent;
}

// The button of the browser speaks the language of the browser: say in ours what was chosen.
function sayFiles(event) {
  const said = event.target.type === "file" && document.getElementById(event.target.dataset.said);
  if (!said) return;
  const names = Array.from(event.target.files, (file) => file.name).join(", ");
  said.textContent = names && `${said.dataset.label} ${names}`;
}

function printPage(event) {
  if (event.target.closest("[data-print]")) window.print();
}

// What only a part of a page needs is loaded once somebody comes to it (some browsers give no focus to what is clicked).
function loadModules({ target }) {
  for (let part = target; (part = part?.closest?.("[data-module]")); part = part.parentElement) import(part.dataset.module);
}

// A list of suggestions is told as one before it is loaded.
function nameComboboxes() {
  for (const box of document.querySelectorAll("[data-suggest]")) {
    const [input, list] = box.querySelectorAll("input, ul");
    Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: false });
    input.setAttribute("aria-controls", list.id);
  }
}

showScripted();
nameComboboxes();
window.addEventListener("load", () => requestAnimationFrame(focusErrors));
document.addEventListener("submit", holdDoubleSubmit);
document.addEventListener("change", sayFiles);
document.addEventListener("click", printPage);
for (const name of ["focusin", "input"]) document.addEventListener(name, loadModules);
window.addEventListener("pageshow", releaseForms);
