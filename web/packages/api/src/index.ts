export * from "./client";
export * from "./types";
export type { paths } from "./paths";
