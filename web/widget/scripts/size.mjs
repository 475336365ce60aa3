/** Fails when what a visitor downloads has grown past its limit, or when an old web view could not even read it. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { parse } from "acorn";

const LOADER_LIMIT = 5_000;
const TOTAL_LIMIT = 60_000;
/** Chrome 70 and Safari 12 read this much of the language. */
const ECMA_VERSION = 2019;

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const assets = readdirSync(join(dist, "assets")).map((name) => join("assets", name));
const sizes = new Map();

for (const name of ["widget.js", ...assets]) {
  const content = readFileSync(join(dist, name));
  sizes.set(name, gzipSync(content, { level: 9 }).length);
  if (!name.endsWith(".js")) continue;
  const sourceType = name === "widget.js" ? "script" : "module";
  parse(content.toString(), { ecmaVersion: ECMA_VERSION, sourceType });
  if (content.includes("(?<=") || content.includes("(?<!")) throw new Error(`${name}: iOS 12 knows no lookbehind.`);
}

const total = Array.from(sizes.values()).reduce((sum, size) => sum + size, 0);
for (const [name, size] of sizes) console.log(`${name} ${(size / 1000).toFixed(1)} kB gzip`);
console.log(`total ${(total / 1000).toFixed(1)} kB of ${TOTAL_LIMIT / 1000} kB gzip`);
if (sizes.get("widget.js") > LOADER_LIMIT || total > TOTAL_LIMIT) {
  console.error("The widget has grown past its limit.");
  process.exit(1);
}
