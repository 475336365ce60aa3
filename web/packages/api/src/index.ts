export * from "./client";
export * from "./types";
export type { NewMessage, paths } from "./paths";
export * from "./upload";
