/// <reference types="vitest/config" />
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { fakeApi } from "./dev/fake-api.ts";

const backEnd = process.env.KEFU_ORIGIN;

export default defineConfig({
  plugins: [vue(), ...(backEnd ? [] : [fakeApi()])],
  build: { target: "chrome87", manifest: true, chunkSizeWarningLimit: 700 },
  server: backEnd
    ? { proxy: { "/api": { target: backEnd }, "/ws": { target: backEnd, ws: true }, "^/(c|chat|widget)/": { target: backEnd } } }
    : {},
  test: { name: "@kefu/desk", environment: "happy-dom", server: { deps: { inline: ["element-plus"] } } },
});
