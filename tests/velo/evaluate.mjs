// What the public model of bicycle grants makes of situations: `node evaluate.mjs FOLDER`, FOLDER holding node_modules.
// Reads {"rule", "body", "situations"} on its standard input; writes {"amounts", "communes"}: an amount (null: no grant)
// a situation, and the INSEE codes of the communes of the intermunicipal body.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const { resolve: find } = createRequire(join(folder, "package.json"));
// What is required is CommonJS: its default export is inside the one that `import` makes of it.
const load = async (name) => {
  const { default: whole } = await import(pathToFileURL(find(name)));
  return whole.default ?? whole;
};

const [Engine, rules] = [await load("publicodes"), await load("@betagouv/aides-velo/rules")];
const bodies = JSON.parse(readFileSync(find("@etalab/decoupage-administratif/data/epci.json")));
const { rule, body, situations } = JSON.parse(readFileSync(0));

const engine = new Engine(rules, { logger: { log() {}, warn() {}, error: console.error } });
const amounts = situations.map((situation) => engine.setSituation(situation).evaluate(rule).nodeValue);
const communes = bodies.find((each) => each.nom === body).membres.map((each) => each.code);
console.log(JSON.stringify({ amounts, communes }));
