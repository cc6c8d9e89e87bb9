// See runtime/live_rules/block.py. The server decides again.

const form = document.querySelector("[data-evaluator]");
const { compile, dayOf, formatNum, load, loadAll } = await import(form.dataset.evaluator);
const { types, answers, fields, params, rules } = JSON.parse(document.getElementById("form-rules").textContent);
const { lang: here } = document.documentElement;
const known = loadAll(answers, types);

const READERS = {
  bool: ([word]) => ({ yes: true, no: false })[word],
  num: ([text = ""]) => text.replace(/\s/g, "").replace(",", "."),
  date: (texts) => dayOf(texts.map((text) => text.trim())),
  list: (keys) => keys,
  str: ([text = ""]) => text.trim(),
};

// A blank item is none.
function answerOf(posted, { inputs, ids, items }, type, id) {
  if (inputs) return READERS[type](inputs.flatMap((input) => posted.getAll(input.replace("*", id))));
  const read = (id) => Object.entries(items).map(([name, field]) => [name, answerOf(posted, field, type[name], id)]);
  const isOf = (id, [name, text]) => name.startsWith(ids.slice(0, -4) + id + ".") && (text.size ?? text);
  const filled = posted.getAll(ids).filter((id) => [...posted].some((each) => isOf(id, each)));
  return filled.map((id) => Object.fromEntries(read(id)));
}

function textOf(value, { options, format, lang = here, first = "1 ", ...words }) {
  if (value === null) return "–";
  if (!options) return words[value] ?? value;
  const how = JSON.parse(options);
  if (!format) return new Date(value).toLocaleDateString(lang, how).replace(/^1 /, first);
  return format.replace("#", new Intl.NumberFormat(lang, how).format(formatNum(value)));
}

const KINDS = {
  // What is hidden is blank.
  show(element, verdict, values) {
    element.hidden = verdict !== true;
    if (!element.hidden) return;
    for (const each of [element, ...element.querySelectorAll("[data-names]")])
      values.set(each.dataset.names, null);
    const { choiceOf, key } = element.dataset;
    const held = values.get(choiceOf);
    if (held === key) values.set(choiceOf, null);
    if (Array.isArray(held)) values.set(choiceOf, load(held.filter((each) => each !== key), "list"));
  },
  require(element, verdict) {
    const isRequired = verdict === true;
    for (const mark of element.querySelectorAll(".g-optional:not(.g-part *)")) mark.hidden = isRequired;
    for (const input of element.querySelectorAll("input:not([type=checkbox], [data-spare]), select, textarea"))
      input.required = isRequired;
  },
  compute(element, value, values, event) {
    if (element.closest("[hidden]")) return;
    values.set(element.dataset.names, value);
    const output = element.querySelector("output");
    const text = textOf(value, output.dataset);
    if (output.textContent === text) return;
    output.textContent = text;
    clearTimeout(output.timer);
    if (event) output.timer = setTimeout(() => (output.nextElementSibling.textContent = text), 1000);
  },
};

for (let each; (each = form.querySelector("template")); ) each.replaceWith(each.content);

const ready = rules.map(([kind, place, rule]) => ({
  kind,
  place,
  element: form.querySelector(`[data-place="${CSS.escape(place)}"]`),
  run: compile(rule, params),
}));

function update(event) {
  const values = new Map(known);
  const posted = new FormData(form);
  for (const name in fields) values.set(name, load(answerOf(posted, fields[name], types[name]), types[name]));
  const verdicts = ready.map(({ kind, place, element, run }) => {
    const value = run(values);
    if (kind === "let") values.set(place, value);
    else if (element) KINDS[kind](element, value, values, event);
    return [kind, place, typeof value === "bigint" ? formatNum(value) : value];
  });
  form.elements._verdicts.value = JSON.stringify(verdicts);
}

form.oninput = form.onchange = update;
update();
