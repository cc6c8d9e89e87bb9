const HOLD_MS = 10000;

function showScripted() {
  for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;
  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
}

// Some browsers skip `autofocus`.
function focusErrors() {
  if (document.activeElement === document.body) document.querySelector("[data-errors]")?.focus();
}

// A disabled button would not be sent.
function holdDoubleSubmit(event) {
  const { dataset } = event.target;
  if (dataset.sent) return event.preventDefault();
  dataset.sent = "yes";
  setTimeout(() => delete dataset.sent, HOLD_MS);
}

function releaseForms() {
  for (const form of document.forms) delete form.dataset.sent;
}

function sayFiles({ target }) {
  const said = target.type === "file" && document.getElementById(target.dataset.said);
  if (!said) return;
  const names = Array.from(target.files, (file) => file.name).join(", ");
  said.textContent = names && `${said.dataset.label} ${names}`;
}

function printPage({ target }) {
  if (target.closest("[data-print]")) window.print();
}

function loadModules({ target }) {
  for (let part = target; (part = part?.closest?.("[data-module]")); part = part.parentElement) import(part.dataset.module);
}

function nameComboboxes() {
  for (const box of document.querySelectorAll("[data-suggest]")) {
    const [input, list] = box.querySelectorAll("input, ul");
    const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id };
    for (const name in told) input.setAttribute(name, told[name]);
  }
}

showScripted();
nameComboboxes();
addEventListener("load", () => requestAnimationFrame(focusErrors));
document.addEventListener("submit", holdDoubleSubmit);
document.addEventListener("change", sayFiles);
document.addEventListener("click", printPage);
for (const name of ["focusin", "input"]) document.addEventListener(name, loadModules);
addEventListener("pageshow", releaseForms);
