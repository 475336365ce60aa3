import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from "vue-router";
import { onSignedOut } from "./api";
import { useSession } from "./features/accounts/session";
import { isNew } from "./features/setup/setup";

declare module "vue-router" {
  interface RouteMeta {
    /** Reached without an account. */
    isPublic?: boolean;
    /** The permission without which the page does not exist for the reader. */
    permission?: string;
  }
}

const routes: RouteRecordRaw[] = [
  { path: "/login", name: "login", component: () => import("./features/accounts/LoginPage.vue"), meta: { isPublic: true } },
  {
    path: "/invite/:token",
    name: "invite",
    component: () => import("./features/accounts/InvitePage.vue"),
    meta: { isPublic: true },
  },
  {
    path: "/wall/:wall",
    name: "wall",
    component: () => import("./features/analytics/WallPage.vue"),
    meta: { isPublic: true },
  },
  { path: "/setup", name: "setup", component: () => import("./features/setup/SetupPage.vue"), meta: { isPublic: true } },
  { path: "/first-password", name: "first-password", component: () => import("./features/accounts/FirstPasswordPage.vue") },
  {
    path: "/poster/:id",
    name: "poster",
    component: () => import("./features/start/PosterPage.vue"),
    meta: { permission: "sites.read" },
  },
  { path: "/demo", name: "stage", component: () => import("./features/demo/StagePage.vue"), meta: { isPublic: true } },
  {
    path: "/",
    component: () => import("./shell/ShellPage.vue"),
    children: [
      { path: "", redirect: "/desk" },
      {
        path: "desk/:conversationId?",
        name: "desk",
        component: () => import("./features/conversations/DeskPage.vue"),
      },
      {
        path: "live",
        name: "live",
        component: () => import("./features/analytics/LivePage.vue"),
        meta: { permission: "analytics.read" },
      },
      {
        path: "reports",
        name: "reports",
        component: () => import("./features/analytics/ReportsPage.vue"),
        meta: { permission: "analytics.read" },
      },
      {
        path: "contacts",
        name: "contacts",
        component: () => import("./features/analytics/ContactsPage.vue"),
        meta: { permission: "analytics.read" },
      },
      {
        path: "my-contacts",
        name: "my-contacts",
        component: () => import("./features/analytics/ContactsPage.vue"),
        props: { mine: true },
        meta: { permission: "conversations.serve" },
      },
      {
        path: "calls/:id?",
        name: "calls",
        component: () => import("./features/telephony/CallsPage.vue"),
        meta: { permission: "calls.read" },
      },
      {
        path: "missed",
        name: "missed",
        component: () => import("./features/missed/MissedPage.vue"),
        meta: { permission: "missed.serve" },
      },
      {
        path: "tickets",
        name: "tickets",
        component: () => import("./features/tickets/TicketsPage.vue"),
        meta: { permission: "tickets.read" },
      },
      {
        path: "ticket-time",
        name: "ticket-time",
        component: () => import("./features/tickets/TicketTimePage.vue"),
        meta: { permission: "tickets.read" },
      },
      {
        path: "tickets/:id",
        name: "ticket",
        component: () => import("./features/tickets/TicketPage.vue"),
        meta: { permission: "tickets.read" },
      },
      {
        path: "incidents",
        name: "incidents",
        component: () => import("./features/incidents/IncidentsPage.vue"),
        meta: { permission: "incidents.read" },
      },
      {
        path: "incidents/:id",
        name: "incident",
        component: () => import("./features/incidents/IncidentPage.vue"),
        meta: { permission: "incidents.read" },
      },
      {
        path: "customers",
        name: "customers",
        component: () => import("./features/customers/CustomersPage.vue"),
        meta: { permission: "customers.read" },
      },
      {
        path: "customers/:id",
        name: "customer",
        component: () => import("./features/customers/CustomerPage.vue"),
        meta: { permission: "customers.read" },
      },
      {
        path: "knowledge",
        name: "knowledge",
        component: () => import("./features/knowledge/ArticlesPage.vue"),
        meta: { permission: "knowledge.read" },
      },
      {
        path: "knowledge/:id",
        name: "article",
        component: () => import("./features/knowledge/ArticlePage.vue"),
        meta: { permission: "knowledge.read" },
      },
      {
        path: "bot/:tab?",
        name: "bot",
        component: () => import("./features/bot/BotPage.vue"),
        meta: { permission: "bot.read" },
      },
      {
        path: "announcements",
        name: "announcements",
        component: () => import("./features/announcements/AnnouncementsPage.vue"),
        meta: { permission: "announcements.publish" },
      },
      {
        path: "start",
        name: "start",
        component: () => import("./features/start/StartPage.vue"),
        meta: { permission: "knowledge.manage" },
      },
      { path: "guide/https", name: "guide-https", component: () => import("./features/help/HttpsPage.vue") },
      { path: "settings/:resource?", name: "settings", component: () => import("./settings/SettingsPage.vue") },
      { path: ":rest(.*)*", name: "missing", component: () => import("./shell/MissingPage.vue") },
    ],
  },
];

export function createDeskRouter(): Router {
  const router = createRouter({ history: createWebHistory(), routes });
  const session = useSession();

  router.beforeEach(async (to) => {
    if (to.meta.isPublic) return true;
    await session.restore();
    if (!session.me) {
      return (await isNew()) ? { name: "setup", query: to.query } : { name: "login", query: { next: to.fullPath } };
    }
    if (session.me.must_change_password) return to.name === "first-password" || { name: "first-password" };
    if (to.meta.permission && !session.may(to.meta.permission)) return { name: "missing", params: { rest: ["missing"] } };
    return true;
  });

  onSignedOut((why) => {
    const from = router.currentRoute.value;
    if (from.meta.isPublic) return;
    if (why.code !== "unauthenticated") session.farewell = why.message;
    // The page that is left still shows who was signed in.
    void router.push({ name: "login", query: { next: from.fullPath } }).then(session.forget);
  });
  return router;
}
