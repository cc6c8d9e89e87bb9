// As schemas/rules/values.py says: null is UNKNOWN.

const SCALE = 1000000n;
const LIMIT = SCALE * 10n ** 18n;
const DAY_MS = 86400000;
const ITEM = "item.";

const fit = (num) => (-LIMIT < num && num < LIMIT ? num : null);
const size = (num) => (num < 0n ? -num : num);
const whole = (num) => (num % SCALE ? null : num / SCALE);
const scaled = (number) => BigInt(number) * SCALE;

// Half away from zero.
function nearest(number, divisor) {
  const quotient = (2n * size(number) + size(divisor)) / (2n * size(divisor));
  return number < 0n === divisor < 0n ? quotient : -quotient;
}

const floored = (num, step) => num - (((num % step) + step) % step);

export function parseNum(text) {
  const [, sign, integer, decimals = ""] = /^(-?)(\d{1,18})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  return integer ? BigInt(sign + integer + decimals.padEnd(6, "0")) : null;
}

export function formatNum(num) {
  const digits = String(size(num)).padStart(7, "0");
  const decimals = digits.slice(-6).replace(/0+$/, "");
  return (num < 0n ? "-" : "") + digits.slice(0, -6) + (decimals && "." + decimals);
}

export const dayOf = (parts) => parts.map((part, at) => String(part).padStart(at ? 2 : 4, "0")).join("-");
const parts = (day) => day.split("-").map(Number);
const ordinal = (day) => Date.parse(day + "T00:00Z") / DAY_MS;
const dayAt = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
const FIRST = ordinal("0001-01-01");
const LAST = ordinal("9999-12-31");

function parseDay(text) {
  const number = /^\d{4}-\d\d-\d\d$/.test(text) ? ordinal(text) : NaN;
  return number >= FIRST && dayAt(number) === text ? text : null;
}

// Date has years of its own below 100.
const lastDay = (year, month) => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

function monthsBetween(start, end) {
  if (end < start) return -monthsBetween(end, start);
  const [year, month, day] = parts(start);
  const [toYear, toMonth, toDay] = parts(end);
  return (toYear - year) * 12 + toMonth - month - (toDay < day);
}

function addDays(day, num) {
  const count = whole(num);
  const to = count === null ? NaN : ordinal(day) + Number(count);
  return to >= FIRST && to <= LAST ? dayAt(to) : null;
}

function addMonths(day, num, times = 1) {
  const count = whole(num);
  const [year, month, date] = parts(day);
  const to = count === null ? 0 : year * 12 + month - 1 + Number(count) * times;
  if (to < 12 || to >= 120000) return null;
  const [toYear, toMonth] = [Math.floor(to / 12), (to % 12) + 1];
  return dayOf([toYear, toMonth, Math.min(date, lastDay(toYear, toMonth))]);
}

const holds = (list, keys) => keys.every((key) => list.includes(key));
const same = (left, right) => (Array.isArray(left) ? holds(left, right) && holds(right, left) : left === right);
const sum = (...nums) => fit(nums.reduce((total, num) => total + num, 0n));

const OPERATORS = {
  "!": (verdict) => !verdict,
  "==": same,
  "!=": (left, right) => !same(left, right),
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  between: (value, low, high) => low <= value && value <= high,
  in: (key, keys) => keys.includes(key),
  has_any: (left, right) => left.some((key) => right.includes(key)),
  has_all: holds,
  count: (list) => scaled(new Set(list).size),
  starts_with: (text, starts) => [starts].flat().some((start) => text.startsWith(start)),
  "+": sum,
  "-": (left, right) => (right === undefined ? -left : fit(left - right)),
  "*": (...nums) => fit(nearest(nums.reduce((product, num) => product * num), SCALE ** BigInt(nums.length - 1))),
  "/": (left, right) => (right ? fit(nearest(left * SCALE, right)) : null),
  min: (...nums) => nums.reduce((least, num) => (num < least ? num : least)),
  max: (...nums) => nums.reduce((most, num) => (num > most ? num : most)),
  round: (num, step = SCALE) => fit(nearest(num, step) * step),
  floor: (num, step = SCALE) => fit(floored(num, step)),
  ceil: (num, step = SCALE) => fit(-floored(-num, step)),
  years: (start, end) => scaled(Math.trunc(monthsBetween(start, end) / 12)),
  months: (start, end) => scaled(monthsBetween(start, end)),
  days: (start, end) => scaled(ordinal(end) - ordinal(start)),
  add_days: addDays,
  add_months: addMonths,
  add_years: (day, num) => addMonths(day, num, 12),
  first_of_month: (day) => day.slice(0, 8) + "01",
  first_of_year: (day) => day.slice(0, 5) + "01-01",
};

// Kleene: one verdict decides alone, then UNKNOWN.
function decide(decisive, verdicts) {
  let verdict = !decisive;
  for (const found of verdicts) {
    if (found === decisive) return decisive;
    if (found === null) verdict = null;
  }
  return verdict;
}

const known = (found, join) => (found.includes(null) ? null : join(...found));
const unlessBlank = (runs, join) => (values) => known(runs.map((run) => run(values)), join);
const listed = (payload) => (Array.isArray(payload) ? payload : [payload]);
const nameOf = (operand) => operand.var ?? operand;

const logic = (decisive) => (payload, compile) => {
  const runs = listed(payload).map(compile);
  return (values) => decide(decisive, runs.map((run) => run(values)));
};

const quantifier = (join) => ([group, expr], compile) => {
  const [name, body] = [nameOf(group), compile(expr)];
  return (values) => {
    const items = values.get(name) ?? null;
    return items && join(items.map((item) => body(inside(item, values))));
  };
};

const inside = (item, values) => ({
  get: (name) => (name.startsWith(ITEM) ? item.get(name.slice(ITEM.length)) : values.get(name)),
});

function chosen([first, then, ...rest], compile) {
  const test = compile(first);
  if (then === undefined) return test;
  const [run, otherwise] = [compile(then), chosen(rest, compile)];
  return (values) => {
    const verdict = test(values);
    return verdict === false ? otherwise(values) : verdict && run(values);
  };
}

function cellTest(cell, compile) {
  if (cell === null) return () => true;
  const [[word, payload]] = Object.entries(cell);
  const wanted = (word === "=" ? [payload] : payload).map((each) => each !== null && compile(each)());
  const [low, high] = wanted;
  const fits = (value) =>
    word === "range" ? (low === false || low <= value) && (high === false || value < high) : wanted.includes(value);
  return (value) => (value === null ? null : fits(value));
}

function table({ inputs, hit, rows, default: otherwise }, compile) {
  const reads = inputs.map(compile);
  const lines = rows.map(({ when, then }) => [when.map((cell) => cellTest(cell, compile)), compile(then)]);
  const byDefault = otherwise === undefined ? () => null : compile(otherwise);
  return (values) => {
    const found = reads.map((read) => read(values));
    const fitting = [];
    for (const [tests, then] of lines) {
      const verdict = decide(false, tests.map((test, column) => test(found[column])));
      if (verdict === null) return null;
      if (verdict) fitting.push(then);
      if (verdict && hit === "first") break;
    }
    if (hit === "unique" && fitting.length > 1) return null;
    const results = (fitting.length ? fitting : [byDefault]).map((then) => then(values));
    if (hit !== "collect-sum") return results[0];
    return known(results, sum);
  };
}

function scale({ of, brackets }, compile) {
  const runs = [of, ...brackets.flatMap(({ from, rate }) => [from, rate])].map(compile);
  return unlessBlank(runs, (amount, ...rest) => {
    let total = 0n;
    for (let at = 0; at < rest.length; at += 2) {
      const [start, rate, next = amount] = rest.slice(at);
      const end = next < amount ? next : amount;
      if (end > start) total += (end - start) * rate;
    }
    return fit(nearest(total, SCALE));
  });
}

function param(payload, compile, params) {
  const [name, expr = { var: "@today" }] = listed(payload);
  const { type, values: periods } = params[name];
  const day = compile(expr);
  const sorted = [...periods].sort((one, other) => (one.from < other.from ? 1 : -1));
  return (values) => {
    const on = day(values);
    const period = on && sorted.find((each) => each.from <= on);
    return period && !(period.to < on) ? load(period[type], type) : null;
  };
}

const FORMS = {
  var: (name) => (values) => values.get(name) ?? null,
  num: (text) => always(parseNum(text)),
  date: (text) => always(text),
  list: (keys) => always(keys),
  and: logic(false),
  or: logic(true),
  answered: (payload) => (values) => (values.get(nameOf(listed(payload)[0])) ?? null) !== null,
  if: chosen,
  any: quantifier((found) => decide(true, found)),
  all: quantifier((found) => decide(false, found)),
  count_if: quantifier((found) => known(found, (...all) => scaled(all.filter(Boolean).length))),
  sum_of: quantifier((found) => known(found, sum)),
  table,
  scale,
  param,
};

const always = (value) => () => value;

export function compile(expr, params = {}) {
  if (typeof expr === "number") return always(scaled(expr));
  if (typeof expr !== "object" || Array.isArray(expr)) return always(expr);
  const [[word, payload]] = Object.entries(expr);
  const inner = (each) => compile(each, params);
  if (FORMS[word]) return FORMS[word](payload, inner, params);
  return unlessBlank(listed(payload).map(inner), OPERATORS[word]);
}

// The type of a group holds those of its items.
export function load(answer, type) {
  if (answer === "" || (typeof answer === "object" && !Object.keys(answer ?? {}).length)) return null;
  if (type === "num") return Number.isInteger(answer) ? fit(scaled(answer)) : parseNum(answer);
  if (type === "date") return parseDay(answer);
  return typeof type === "object" ? answer.map((item) => loadAll(item, type)) : answer;
}

export const loadAll = (answers, types) =>
  new Map(Object.entries(types).map(([name, type]) => [name, load(Object.hasOwn(answers, name) ? answers[name] : null, type)]));
