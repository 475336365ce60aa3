import { defineConfig } from "vite";

import { targets } from "./targets.ts";

/** The one script a host page includes: a single file without a hash in its name, so that the snippet never changes. */
export default defineConfig({
  build: {
    target: targets,
    emptyOutDir: false,
    lib: { entry: "src/loader/main.ts", formats: ["iife"], name: "KefuLoader", fileName: () => "widget.js" },
  },
});
