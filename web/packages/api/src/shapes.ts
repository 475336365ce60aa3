/** The shapes that the lines of paths.ts are made of. */
import type * as t from "./types";

interface None {
  [key: string]: never;
}
export type Call<Result, Body, Query, Path> = {
  parameters: { query?: Query; header?: never; cookie?: never } & (Path extends undefined
    ? { path?: never }
    : { path: Path });
  responses: { 200: { headers: None; content: { "application/json": Result } } };
} & (Body extends undefined
  ? { requestBody?: never }
  : { requestBody: { content: { "application/json": Body } } });
export interface Calls<Get = never, Post = never, Put = never, Patch = never, Delete = never> {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  get: Get;
  post: Post;
  put: Put;
  patch: Patch;
  delete: Delete;
}
export type Read<Result, Query = undefined, Path = undefined> = Call<Result, undefined, Query, Path>;
export type Write<Result, Body = undefined, Path = undefined, Query = undefined> = Call<Result, Body, Query, Path>;
export interface Id {
  id: string;
}
export type Values = Record<string, unknown>;
/** A list that can be added to. */
export type Collection<T, Query = t.PageQuery> = Calls<Read<t.Page<T>, Query & t.PageQuery>, Write<T, Values>>;
/** One of them: read, change, delete. */
export type Item<T> = Calls<Read<T, undefined, Id>, never, never, Write<T, Values, Id>, Write<void, undefined, Id>>;
export type Posting<Result, Body = undefined, Path = Id> = Calls<never, Write<Result, Body, Path>>;
export type Putting<Result, Body> = Calls<never, never, Write<Result, Body, Id>>;
