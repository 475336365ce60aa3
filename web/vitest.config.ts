import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { projects: ["desk", "widget", "packages/*"], passWithNoTests: true },
});
