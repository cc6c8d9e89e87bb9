// Evaluates one rule a line: node evaluate.mjs MODULE < cases.jsonl > values.jsonl, MODULE being the evaluator.
//
// A case is [rule, types, answers, params]; its line is the value in JSON, a num as a decimal string, null for UNKNOWN.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { compile, formatNum, loadAll } = await import(pathToFileURL(process.argv[2]));

function valueOf(line) {
  const [rule, types, answers, params] = JSON.parse(line);
  const value = compile(rule, params)(loadAll(answers, types));
  return typeof value === "bigint" ? formatNum(value) : value;
}

function lineOf(line) {
  try {
    return JSON.stringify(valueOf(line));
  } catch (error) {
    return JSON.stringify({ error: String(error) });
  }
}

const lines = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(lineOf(line));
process.stdout.write(lines.join("\n") + "\n");
