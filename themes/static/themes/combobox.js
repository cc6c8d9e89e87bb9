// Suggestions while somebody types (ARIA 1.2 combobox). What is typed stays as it is until one of them is picked.

const WAIT_MS = 150;
const MOST = 20;

function folded(text) {
  return ` ${text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
}

function combobox(box) {
  const [input, list, said] = box.querySelectorAll("input, ul, p");
  const known = Array.from(box.querySelectorAll("datalist option"), (option) => option.value);
  let active, timer, turn = 0;

  const set = (element, name, value) => element.setAttribute(name, value);

  function mark(option) {
    active?.removeAttribute("aria-selected");
    active = option;
    set(input, "aria-expanded", !list.hidden);
    set(input, "aria-activedescendant", option?.id ?? "");
    if (option) set(option, "aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
  }

  function show(texts) {
    list.replaceChildren(...texts.map((text, place) => {
      const option = document.createElement("li");
      set(option, "role", "option");
      option.id = `${list.id}-${place}`;
      option.textContent = text;
      return option;
    }));
    list.hidden = !texts.length;
    mark();
  }

  function close() {
    clearTimeout(timer);
    turn += 1;
    show([]);
    said.textContent = "";
  }

  async function ask(typed) {
    if (!box.dataset.suggest) return known.filter((text) => folded(text).includes(typed)).slice(0, MOST);
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed.trim())}`);
    return answer.json();
  }

  async function find() {
    const typed = folded(input.value), mine = ++turn;
    if (!typed[1]) return close();
    const texts = await ask(typed).catch(() => {});
    if (mine !== turn) return;
    if (!texts) return close();
    show(texts);
    const { none, one, several } = box.dataset;
    said.textContent = [none, one][texts.length] ?? `${texts.length} ${several}`;
  }

  function pick(option) {
    input.value = option.textContent;
    close();
  }

  function press(event) {
    const { ArrowDown, ArrowUp, Enter, Escape } = { [event.key]: true };
    if ((ArrowDown || ArrowUp) && list.hidden) find();
    else if (ArrowDown) mark(active?.nextSibling ?? list.firstChild);
    else if (ArrowUp) mark(active?.previousSibling ?? list.lastChild);
    else if (Enter && active) pick(active);
    else if (Escape && !list.hidden) close();
    else return;
    event.preventDefault();
  }

  input.removeAttribute("list");
  input.autocomplete ||= "off";
  set(input, "role", "combobox");
  set(input, "aria-autocomplete", "list");
  set(input, "aria-controls", list.id);
  mark();
  input.addEventListener("input", () => {
    for (const radio of box.parentElement.querySelectorAll("[type=radio]")) radio.checked = false;
    clearTimeout(timer);
    timer = setTimeout(find, WAIT_MS);
  });
  input.addEventListener("keydown", press);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target !== list && pick(event.target));
}

for (const box of document.querySelectorAll("[data-suggest]")) combobox(box);
