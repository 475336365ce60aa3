/** A small shop with a few conversations, for the screens. */
import type { Agent, ConversationRow, Me, Message, QueueLive } from "@kefu/api";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const brand = { id: "b1", code: "shop", name: "青禾优选" };
const MODULES = ["conversations.read", "conversations.serve", "conversations.supervise", "sites.read", "sites.manage", "queues.read", "queues.manage", "dispositions.manage", "decisions.read", "ratings.read", "users.read", "users.manage", "teams.manage", "skills.manage", "roles.manage", "brands.manage", "calendars.manage", "customers.read", "customers.manage", "knowledge.read", "knowledge.manage", "audit.read", "blocks.manage"];

export const me: Me = {
  user: {
    id: "u1", employee_number: "8001", name: "林小青", nickname: "小青", email: null, mobile: null, locale: "zh-CN",
    role: { id: "r1", code: "admin", name: "管理员" }, teams: [{ id: "t1", name: "售后组", is_leader: true }],
    skills: [{ skill_id: "s1", code: "after-sales", name: "售后", level: 4 }], brand_ids: [], chat_capacity: 5, is_active: true,
  },
  organization: { id: "o1", code: "demo", name: "青禾优选" },
  brands: [brand, { id: "b2", code: "travel", name: "青禾出行" }],
  permissions: MODULES,
  presence: { status: "online", reason: null, since: ago(1834), channels: ["chat"] },
  must_change_password: false,
  csrf_token: "x",
  is_demo: true,
  watermark: true,
  profile: "group",
};

function row(id: string, name: string, text: string, changes: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id, number: `C-2026-${id.padStart(6, "0")}`, channel: "chat", status: "active", brand_id: "b1", site_name: "官网",
    visitor: { id: `v${id}`, name, is_online: true, verified: false }, customer: null, queue: { id: "q1", name: "售后组" },
    assignee: { id: "u1", name: "小青" }, offer: null, last_message: { text, sender: "visitor", at: ago(30) }, unread: 0,
    unanswered_since: null, started_at: ago(900), queued_at: ago(700), assigned_at: ago(650), closed_at: null,
    snoozed_until: null, snooze_note: "", returned_at: null,
    disposition: null, disposition_pending: false, previous_id: null, rating: null, ...changes,
  };
}

const visitors = ["赵先生", "访客 4471", "Emma Wilson", "李晓", "周敏", "访客 0392", "王磊", "吴倩", "郑凯", "Olivia Brown"];
export const conversations: ConversationRow[] = [
  row("1", "陈女士", "屏幕碎了,要赔!订单号 20261118003", { customer: { id: "k1", name: "陈女士", tier: "vip" }, unread: 2, unanswered_since: ago(204) }),
  row("2", "赵先生", "手机号 138 的票还没有出票,车快开了", { unread: 1, unanswered_since: ago(75) }),
  row("3", "Emma Wilson", "Thanks, that works for me. When will the courier pick it up from my office?", { unanswered_since: ago(12) }),
  row("4", "访客 4471", "好的,谢谢", { visitor: { id: "v4", name: "访客 4471", is_online: false, verified: false }, last_message: { text: "已为您登记,预计明天送达。", sender: "agent", at: ago(320) } }),
  row("5", "李晓", "我想换个颜色", { status: "queued", assignee: null, queued_at: ago(96), unanswered_since: ago(96) }),
  row("6", "周敏", "发票抬头开错了", { status: "queued", assignee: null, queued_at: ago(20), unanswered_since: ago(20) }),
  row("7", "吴倩", "能便宜点吗", { status: "queued", assignee: null, queued_at: ago(9), offer: { expires_at: new Date(Date.now() + 600_000).toISOString() } }),
  ...visitors.map((name, index) => row(`${20 + index}`, name, "好的,没有其他问题了", { status: "closed", closed_at: ago(3600 * (index + 1)), last_message: { text: "好的,没有其他问题了", sender: "visitor", at: ago(3600 * (index + 1)) } })),
];

function said(seq: number, kind: Message["kind"], who: "visitor" | "agent" | "bot" | "system", text: string, changes: Partial<Message> = {}): Message {
  const names = { visitor: "陈女士", agent: "小青", bot: "小禾", system: "" };
  return {
    id: `m${seq}`, conversation_id: "1", seq, client_id: null, sender: { kind: who, id: who === "agent" ? "u1" : who, name: names[who] },
    kind, text, payload: {}, attachments: [], quote_id: null, recalled_at: null, created_at: ago(1200 - seq * 60), ...changes,
  };
}
const picture = "data:image/svg+xml," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='240' height='150'><rect width='240' height='150' fill='#8aa'/><path d='M20 10 L120 90 L90 140 M120 90 L220 60' stroke='white' stroke-width='3' fill='none'/></svg>");
const story: Message[] = [
  said(1, "text", "visitor", "我的快递到哪了", { created_at: ago(90_000) }),
  said(2, "text", "bot", "您的包裹已从杭州转运中心发出,预计明天下午送达。", { created_at: ago(89_990), payload: { sources: [{ article_id: "a1", question: "怎么查快递进度" }] } }),
  said(3, "text", "visitor", "收到了,屏幕碎了,要赔!"),
  said(4, "system", "system", "正在为您转接售后组同事,您的问题已同步,无需重复描述", { payload: { code: "queued" } }),
  said(5, "system", "system", "小青 为您服务", { payload: { code: "joined" } }),
  said(6, "text", "agent", "您好,我是小青,正在查看您的问题。"),
  said(7, "image", "visitor", "", { attachments: [{ id: "f1", name: "screen.png", size: 88_000, type: "image/png", url: picture }] }),
  said(8, "note", "agent", "老客户,上个月也有一次破损,建议直接换新。"),
  said(9, "text", "agent", "非常抱歉给您带来不便。我们可以为您免费换新,或者补偿 20 元优惠券并全额退款,您看哪种方便?详情见 https://shop.example.com/after-sales", { quote_id: "m3" }),
  said(10, "file", "visitor", "", { attachments: [{ id: "f2", name: "开箱视频-20261118.mp4", size: 12_400_000, type: "video/mp4", url: "#" }] }),
  said(11, "text", "visitor", "换新吧,要多久?", { recalled_at: null }),
  said(12, "text", "visitor", "屏幕碎了,要赔!订单号 20261118003"),
];
const threads = new Map<string, Message[]>([["1", story]]);
export function messagesOf(id: string): Message[] {
  if (!threads.has(id)) threads.set(id, [said(1, "text", "visitor", conversations.find((one) => one.id === id)?.last_message?.text ?? "")]);
  return threads.get(id)!;
}

function queue(id: string, name: string, waiting: number, longest: number, active: number, value: number): QueueLive {
  return {
    queue: { id, name }, waiting, longest_wait_seconds: longest, active,
    agents: { online: 3, busy: 1, offline: 2, free_slots: 4 },
    service_level: { value, answered: 180, offered: 195, target_seconds: 20, definition: "20 秒接通率 = 今日 20 秒内接入的会话 ÷ 今日进入排队的会话" },
  };
}
const names = ["小青", "小禾", "阿泽", "Mia", "小满", "林组长"];
export const live = {
  queues: [queue("q1", "售后组", 2, 96, 11, 0.923), queue("q2", "售前组", 0, 0, 6, 0.981), queue("q3", "出行专席", 5, 204, 9, 0.714)],
  agents: names.map((nickname, index): Agent => ({
    user: { id: `u${index + 1}`, nickname, name: nickname, employee_number: `800${index + 1}`, pinyin: ["xiaoqing xq", "xiaohe xh", "aze az", "mia m", "xiaoman xm", "linzuzhang lzz"][index]! },
    skills: [{ id: "s1", name: "售后", level: 3 }],
    team_ids: ["t1"],
    presence: { status: (["online", "online", "busy", "online", "offline", "busy"] as const)[index]!, reason: index === 2 ? { id: "p1", code: "lunch", name: "用餐" } : null, since: ago(400 * (index + 1)), channels: ["chat"] },
    chats: [4, 3, 1, 5, 0, 0][index]!,
    calls: 0,
    capacity: 5,
  })),
};

const answers = ["您好,收到商品 7 天内可申请无理由退货,商品需保持完好。退款在我们收到退货后 1–3 个工作日原路返回。", "订单满 59 元包邮,偏远地区补 10 元运费。", "电子发票在确认收货后自动发送到您的邮箱。"];
const articles = ["七天无理由退货怎么申请", "多少钱包邮", "怎么开发票", "怎么查快递进度", "屏幕破损怎么赔付"].map((question, index) => ({
  id: `a${index + 1}`, brand_id: "b1", category: { id: "g1", name: index % 2 ? "物流" : "售后" }, locale: "zh-CN", key: null, question,
  answer: answers[index % 3], similar: ["可以退货吗", "不想要了怎么办", "退货流程"], status: index === 4 ? "draft" : "published", version: 3,
  owner: null, review_on: null, updated_at: ago(90_000 * index),
}));
export const knowledgeHits = articles.slice(0, 4).map((article, index) => ({ article, snippet: article.answer, score: 1 - index / 5 }));

const leaf = (id: string, path: string[], pinyin: string, parent: string | null = "d0") => ({
  id, code: id, parent_id: parent, name: path.at(-1), name_zh: path.at(-1), name_en: path.at(-1), path, position: 0, is_leaf: parent !== null, is_active: true, pinyin,
});
export const collections: Record<string, Record<string, unknown>[]> = {
  articles,
  customers: [
    { id: "k1", brand_id: "b1", name: "陈女士", tier: "vip", phones: ["+8613800138000"], emails: ["chen@example.com"], external_ids: ["U10086"], tags: ["老客户", "家电"], note: "喜欢电话沟通,下午联系。", created_at: ago(8_000_000) },
    { id: "k2", brand_id: "b1", name: "赵先生", tier: "normal", phones: ["+8613912345678"], emails: [], external_ids: [], tags: [], note: "", created_at: ago(400_000) },
  ],
  timeline: [
    { id: "l1", at: ago(2_600_000), kind: "conversation", title: "售后 / 破损", summary: "水杯破损,已补发。客户评价 5 分。", object: { type: "conversation", id: "x1" }, agent: "小禾", data: {} },
    { id: "l2", at: ago(5_200_000), kind: "conversation", title: "物流 / 催件", summary: "催促发货,当天已发出。", object: { type: "conversation", id: "x2" }, agent: "阿泽", data: {} },
  ],
  decisions: [
    {
      id: "e1", at: ago(650), work_item_id: "w1", outcome: "assigned", chosen: { id: "u1", name: "小青" }, reason: "least_saturated",
      candidates: [
        { user_id: "u1", name: "小青", eligible: true, reasons: [], terms: { saturation: 0.4 } },
        { user_id: "u2", name: "小禾", eligible: true, reasons: [], terms: { saturation: 0.6 } },
        { user_id: "u3", name: "阿泽", eligible: false, reasons: ["busy"], terms: {} },
        { user_id: "u4", name: "Mia", eligible: false, reasons: ["lacks_skill", "full"], terms: {} },
      ],
    },
  ],
  dispositions: [leaf("d0", ["售后"], "shouhou", null), leaf("d1", ["售后", "破损"], "posun ps"), leaf("d2", ["售后", "退款"], "tuikuan tk"), leaf("d3", ["售后", "换货"], "huanhuo hh"), leaf("d4", ["售后", "维修"], "weixiu wx"), leaf("d5", ["售后", "安装"], "anzhuang az")],
  users: live.agents.map(({ user }, index) => ({ ...me.user, ...user, role: { id: "r2", code: "agent", name: "客服" }, is_active: index !== 4 })),
  teams: [{ id: "t1", name: "售后组", parent_id: null, leader_ids: ["u6"], member_ids: ["u1", "u2", "u3", "u6"] }],
  skills: [{ id: "s1", code: "after-sales", name: "售后" }, { id: "s2", code: "english", name: "英语" }],
  roles: [{ id: "r1", code: "admin", name: "管理员", permissions: MODULES, scope: "all", is_builtin: true }, { id: "r3", code: "trainee", name: "新人", permissions: ["conversations.read", "conversations.serve"], scope: "own", is_builtin: false }],
  brands: [...me.brands.map((one) => ({ ...one }))],
  queues: [{ id: "q1", brand_id: "b1", name: "售后组", assignment: "automatic", offer_timeout_seconds: 30, priority: 5, skills: [{ skill_id: "s1", level: 2 }], member_ids: ["u1"], team_ids: ["t1"], calendar_id: "c1", max_waiting: 20, max_wait_seconds: null, overflow: "message", overflow_queue_id: null, silence_prompt_seconds: 180, silence_end_seconds: 120, remind_seconds: 60, escalate_seconds: 120, reassign_seconds: 180, owner_wait_seconds: 20, serves_messages_after_hours: false, texts: {}, is_active: true }],
  calendars: [{ id: "c1", name: "客服时间", time_zone: "Asia/Shanghai", weekly: { 1: [["09:00", "12:00"], ["13:30", "18:00"]], 2: [["09:00", "18:00"]], 3: [["09:00", "18:00"]], 4: [["09:00", "18:00"]], 5: [["09:00", "18:00"]], 6: [], 7: [] }, follows_statutory_holidays: true }],
  categories: [{ id: "g1", brand_id: "b1", parent_id: null, name: "售后", article_count: 34 }],
  sites: [{ id: "z1", key: "demo-site", name: "官网", brand_id: "b1", queue_id: "q1", calendar_id: "c1", origins: [], locale: "zh-CN", settings: { color: "#2F6BFF", title: { "zh-CN": "青禾客服", en: "Qinghe support" }, greeting: { "zh-CN": "您好,请问有什么可以帮您?", en: "Hello, how can we help?" }, chips: { "zh-CN": ["我的快递到哪了"], en: ["Where is my parcel?"] } }, identity_secret: "5f2c…", snippet: "<script async src=\"https://kefu.example.com/widget.js\" data-site=\"demo-site\"></script>", chat_url: "https://kefu.example.com/c/demo-site" }],
  "presence-reasons": [{ id: "p1", code: "lunch", name: "用餐" }, { id: "p2", code: "training", name: "培训" }],
  audit: [{ id: "n1", at: ago(300), actor: { kind: "user", id: "u6", name: "林组长" }, action: "queue.updated", target: { type: "queue", id: "q1", label: "售后组" }, before: { priority: 4 }, after: { priority: 5 }, ip: "10.0.0.8" }],
  invitations: [],
  blocks: [],
};
