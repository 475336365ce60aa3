/** The places of the desk, by permission and by the size of the house: the rail and the palette both read this. */
import type { Profile } from "@kefu/api";
import { IconAnnouncement, IconBot, IconCall, IconChat, IconContacts, IconCustomers, IconKnowledge, IconIncidents, IconLive, IconMissed, IconReports, IconSettings, IconTickets } from "@kefu/ui";
import type { Component } from "vue";
import { settingsFor } from "../settings/sections";

export interface Place {
  name: "desk" | "tickets" | "incidents" | "missed" | "live" | "reports" | "contacts" | "calls" | "customers" | "knowledge" | "bot" | "announcements" | "settings";
  path: string;
  icon: Component;
}

/** What a shop sees; larger houses see all that their permissions show. */
const IN_A_SHOP = new Set<Place["name"]>(["desk", "live", "calls", "customers", "knowledge", "settings"]);

interface Reader {
  /** Customers can call this house. */
  hasPhone?: boolean;
  may: (permission: string) => boolean;
  isAtLeast: (profile: Profile) => boolean;
}

export function placesFor({ may, isAtLeast, hasPhone = false }: Reader): Place[] {
  const places: (Place & { isShown: boolean })[] = [
    { name: "desk", path: "/desk", icon: IconChat, isShown: may("conversations.read") },
    { name: "tickets", path: "/tickets", icon: IconTickets, isShown: may("tickets.read") },
    { name: "incidents", path: "/incidents", icon: IconIncidents, isShown: may("incidents.read") },
    { name: "missed", path: "/missed", icon: IconMissed, isShown: hasPhone && may("missed.serve") },
    { name: "live", path: "/live", icon: IconLive, isShown: may("analytics.read") },
    { name: "reports", path: "/reports", icon: IconReports, isShown: may("analytics.read") },
    { name: "contacts", path: "/contacts", icon: IconContacts, isShown: may("analytics.read") },
    { name: "calls", path: "/calls", icon: IconCall, isShown: may("calls.read") && hasPhone },
    { name: "customers", path: "/customers", icon: IconCustomers, isShown: may("customers.read") },
    { name: "knowledge", path: "/knowledge", icon: IconKnowledge, isShown: may("knowledge.read") },
    { name: "bot", path: "/bot", icon: IconBot, isShown: may("bot.read") },
    { name: "announcements", path: "/announcements", icon: IconAnnouncement, isShown: may("announcements.publish") },
    { name: "settings", path: "/settings", icon: IconSettings, isShown: settingsFor({ may, isAtLeast }).length > 0 },
  ];
  return places.filter((place) => place.isShown && (isAtLeast("centre") || IN_A_SHOP.has(place.name)));
}
