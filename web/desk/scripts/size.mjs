/** Prints the gzip size of every script; fails when the first load exceeds its limit or Chrome 87 could not run a script. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parse } from "acorn";

const LIMIT_KB = 350;
/** Chrome 87 reads this much of the language, without the newest parts of it: static blocks and await outside functions. */
const ECMA_VERSION = 2022;
const TOO_NEW = [/\bstatic\s*\{/, /\bstructuredClone\(/, /\.randomUUID\(/, /\.groupBy\(/, /\bArray\.fromAsync\(/, /\bAbortSignal\.timeout\(/];
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const kilobytes = (file) => gzipSync(readFileSync(new URL(file, dist))).length / 1000;

/** A chunk with everything it imports at once. */
function withImports(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const imported of manifest[key].imports ?? []) withImports(imported, found);
  return found;
}

const first = new Set();
const firstLoad = ["index.html", "src/shell/ShellPage.vue", "src/features/conversations/DeskPage.vue", "src/locales/zh-CN.json"];
for (const key of firstLoad) for (const part of withImports(key)) first.add(manifest[part].file);

const scripts = new Set(Object.values(manifest).map((chunk) => chunk.file).filter((file) => file.endsWith(".js")));
for (const file of [...scripts].sort((a, b) => kilobytes(b) - kilobytes(a))) {
  console.log(`${kilobytes(file).toFixed(1).padStart(7)} kB  ${first.has(file) ? "first load" : "later     "}  ${file}`);
}
for (const file of scripts) {
  const content = readFileSync(new URL(file, dist), "utf8");
  parse(content, { ecmaVersion: ECMA_VERSION, sourceType: "module" });
  for (const pattern of TOO_NEW) if (pattern.test(content)) throw new Error(`${file}: Chrome 87 does not know ${pattern}.`);
}
const total = [...first].filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + kilobytes(file), 0);
console.log(`first load of the desk: ${total.toFixed(1)} kB gzip of ${LIMIT_KB} kB`);
if (total > LIMIT_KB) process.exit(1);
