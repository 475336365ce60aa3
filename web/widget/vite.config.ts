import { defineConfig } from "vite";

import { targets } from "./targets.ts";

/** The chat itself: the page inside the iframe, and the full page behind a link or a QR code. */
export default defineConfig({
  base: "/widget/",
  build: {
    target: targets,
    cssTarget: targets,
    modulePreload: { polyfill: false },
    rollupOptions: { input: "frame/index.html" },
  },
});
