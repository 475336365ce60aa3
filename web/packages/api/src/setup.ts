/** The organization itself, and how it comes into being. */
import type { CodedReference } from "./types";

/** How large the house is. */
export type Profile = "shop" | "centre" | "group";
export interface Organization extends CodedReference {
  profile: Profile;
  is_demo: boolean;
}

export interface SetUp {
  organization: string;
  addresses: string[];
  needs_restart: boolean;
  proxy: { nginx: string; panel: string } | null;
}
export interface SetupAnswers {
  token: string;
  choice: "demo" | "use";
  name?: string;
  login?: string;
  password?: string;
  profile?: Profile;
  address?: "here" | "lan" | "proxy";
  domain?: string;
}

