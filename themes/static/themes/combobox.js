// Suggestions (ARIA 1.2 combobox): one is picked, or what is typed stays.

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/['’-]/g, " ").toLowerCase();

function combobox(box) {
  const [input, list, said] = box.querySelectorAll("input, ul, p");
  const { suggest, none, one, several } = box.dataset;
  const known = Array.from(input.list?.options ?? [], (option) => option.value);
  let active, timer, turn = 0;

  const set = (element, name, value) => element?.setAttribute(name, value);

  function mark(option) {
    set(active, "aria-selected", false);
    set(option, "aria-selected", true);
    set(input, "aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
    active = option;
  }

  function show(texts, words) {
    turn += 1;
    clearTimeout(timer);
    list.replaceChildren(...texts.map((text, place) => {
      const option = document.createElement("li");
      option.id = list.id + place;
      option.append(text);
      set(option, "role", "option");
      return option;
    }));
    list.hidden = !texts.length;
    said.textContent = words;
    set(input, "aria-expanded", !list.hidden);
    mark();
  }

  const close = () => show([], "");

  async function ask(typed) {
    if (suggest) return (await fetch(suggest, { method: "POST", body: typed })).json();
    return known.filter((text) => folded(text).includes(folded(typed))).slice(0, 10);
  }

  async function find() {
    const typed = input.value.trim(), mine = ++turn;
    const texts = typed && (await ask(typed).catch(() => ""));
    if (mine !== turn) return;
    if (texts) show(texts, [none, one][texts.length] ?? `${texts.length} ${several}`);
    else close();
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
  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(find, 150);
  };
  input.onkeydown = press;
  input.onblur = close;
  list.onmousedown = (event) => event.preventDefault();
  list.onclick = ({ target }) => target !== list && pick(target);
  close();
  if (input.value !== input.defaultValue) input.oninput();
}

const ready = new Set();
function begin({ target }) {
  const box = target.closest?.("[data-suggest]");
  if (!box || ready.has(box)) return;
  ready.add(box);
  combobox(box);
}

document.addEventListener("focusin", begin);
begin({ target: document.activeElement });
