// Prints as JSON the examples of @jsonforms/examples (node load.mjs forms FOLDER) or the samples of
// @datalayer/primer-rjsf (node load.mjs rjsf FOLDER) that load without React. Other modules are stood in for.
import fs from "node:fs";
import Module from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [kind, folder] = process.argv.slice(2);
const print = (examples) => process.stdout.write(JSON.stringify(examples, (_, v) => (typeof v === "function" ? undefined : v)));

if (kind === "forms") {
  const standIn = new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => "" : standIn),
    apply: () => standIn,
  });
  const load = Module._load;
  Module._load = (...wanted) => {
    try {
      return load(...wanted);
    } catch {
      return standIn;
    }
  };
  const require = Module.createRequire(import.meta.url);
  const { getExamples } = require(path.resolve(folder, "lib/jsonforms-examples.cjs.js"));
  print(getExamples().map(({ name, schema, uischema, data }) => ({ name, schema, ui: uischema, data })));
} else {
  const samples = path.resolve(folder, "lib/playground/samples");
  const found = [];
  for (const file of fs.readdirSync(samples).filter((name) => name.endsWith(".js") && name !== "index.js")) {
    try {
      const { schema, uiSchema, formData } = (await import(pathToFileURL(path.join(samples, file)))).default;
      found.push({ name: file.slice(0, -3), schema, ui: uiSchema, data: formData });
    } catch {
      process.stderr.write(`${file} needs React\n`);
    }
  }
  print(found);
}
