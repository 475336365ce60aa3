export * from "./socket";
export * from "./desk-state";
export * from "./thread";
