// Shows, requires and computes as one types, by the rules that stand in the page. The server decides again.

const data = document.querySelector("script[data-form-rules]");
const { compile, formatNum, load, loadAll } = await import(data.dataset.evaluator);
const { types, answers, fields, params, rules } = JSON.parse(data.textContent);
const form = document.querySelector("form[method=post]");
const known = loadAll(answers, types);

const READERS = {
  bool: ([word]) => ({ yes: true, no: false })[word],
  num: ([text = ""]) => text.replace(/\s/g, "").replace(",", "."),
  date: (texts) => texts.map((text, at) => text.trim().padStart(at ? 2 : 4, "0")).join("-"),
  list: (keys) => keys,
  str: ([text = ""]) => text.trim(),
};

// The answer typed so far; `*` in the name of an input stands for the id of an item.
function answerOf(posted, { inputs, ids, items }, type, id) {
  if (inputs) return READERS[type](inputs.flatMap((input) => posted.getAll(input.replace("*", id))));
  const read = (id) => Object.entries(items).map(([name, field]) => [name, answerOf(posted, field, type[name], id)]);
  return posted.getAll(ids).map((id) => Object.fromEntries(read(id)));
}

const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6 });
const textOf = (value) => (typeof value === "bigint" ? numbers.format(formatNum(value)) : String(value ?? ""));

const KINDS = {
  // What does not show is blank to the rules that come after.
  show(element, verdict, values) {
    element.hidden = verdict !== true;
    if (!element.hidden) return;
    for (const each of [element, ...element.querySelectorAll("[data-names]")])
      for (const name of each.dataset.names?.split(" ") ?? []) values.set(name, null);
  },
  require(element, verdict) {
    const isRequired = verdict === true;
    for (const mark of element.querySelectorAll(".g-optional")) mark.hidden = isRequired;
    for (const input of element.querySelectorAll("input:not([type=checkbox]), select, textarea"))
      input.required = isRequired;
  },
  compute(element, value, values) {
    values.set(element.dataset.names, value);
    const output = element.querySelector("output");
    const text = textOf(value);
    if (output && output.textContent !== text) output.textContent = text;
  },
};

const ready = rules.map(([kind, place, rule]) => ({
  apply: KINDS[kind],
  element: document.querySelector(`[data-place="${CSS.escape(place)}"]`),
  run: compile(rule, params),
}));

function update() {
  const values = new Map(known);
  const posted = new FormData(form);
  for (const name in fields) values.set(name, load(answerOf(posted, fields[name], types[name]), types[name]));
  for (const { apply, element, run } of ready) if (element) apply(element, run(values), values);
}

for (const event of ["input", "change"]) form.addEventListener(event, update);
window.addEventListener("pageshow", update);
update();
