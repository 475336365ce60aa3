/** Every endpoint the desk uses, in the shape that openapi-typescript generates; contract.ts holds it to the server. */
import type { IncidentPaths } from "./incident-paths";
import type { PhonePaths } from "./phone-paths";
import type { TicketPaths } from "./ticket-paths";
import type * as t from "./types";
import type { Calls, Collection, Id, Item, Posting, Putting, Read, Values, Write } from "./shapes";

export interface paths extends IncidentPaths, PhonePaths, TicketPaths {
  "/api/v1/setup": Calls<Read<{ is_needed: boolean }>, Write<t.SetUp, t.SetupAnswers>>;
  "/api/v1/setup/remove-demo": Posting<{ setup_path: string | null }, undefined, undefined>;
  "/api/v1/system": Calls<Read<t.SystemState>>;
  "/api/v1/system/backups": Posting<{ state: "asked" }, undefined, undefined>;
  "/api/v1/group-robots": Collection<t.GroupRobot>;
  "/api/v1/group-robots/{id}": Calls<never, never, never, Write<t.GroupRobot, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/group-robots/{id}/test": Posting<t.RobotMessage>;
  "/api/v1/group-robots/{id}/messages": Calls<Read<t.Page<t.RobotMessage>, t.PageQuery, Id>>;
  "/api/v1/organization/sign-in-safety": Calls<Read<t.SignInSafety>, never, never, Write<t.SignInSafety, Values>>;
  "/api/v1/organization": Calls<Read<t.Organization>, never, never, Write<t.Organization, Values>>;
  "/api/v1/auth/csrf": Calls<Read<void>>;
  "/api/v1/auth/me": Calls<Read<t.Me>>;
  "/api/v1/auth/login": Posting<t.Me, { login: string; password: string; organization?: string }, undefined>;
  "/api/v1/auth/logout": Posting<void, undefined, undefined>;
  "/api/v1/auth/password": Posting<void, { old_password: string; new_password: string }, undefined>;
  "/api/v1/users": Collection<t.User, { q?: string; team?: string; role?: string; active?: boolean }>;
  "/api/v1/users/{id}": Item<t.User>;
  "/api/v1/users/{id}/reset-password": Posting<{ password: string }>;
  "/api/v1/users/import": Posting<t.ImportReport, FormData, undefined>;
  "/api/v1/teams": Collection<t.Team>;
  "/api/v1/teams/{id}": Item<t.Team>;
  "/api/v1/skills": Collection<t.Skill>;
  "/api/v1/skills/{id}": Item<t.Skill>;
  "/api/v1/roles": Collection<t.Role>;
  "/api/v1/roles/{id}": Item<t.Role>;
  "/api/v1/permissions": Calls<Read<t.Permission[]>>;
  "/api/v1/brands": Collection<t.Brand>;
  "/api/v1/brands/{id}": Item<t.Brand>;
  "/api/v1/invitations": Collection<t.Invitation>;
  "/api/v1/invitations/{id}/withdraw": Posting<void>;
  "/api/v1/invitations/{token}": Calls<Read<t.InvitationWelcome, undefined, { token: string }>>;
  "/api/v1/invitations/{token}/accept": Posting<
    t.Me,
    { name: string; employee_number?: string; mobile?: string; email?: string; password: string },
    { token: string }
  >;
  "/api/v1/agents/me/presence": Calls<
    Read<t.Presence>,
    never,
    Write<t.Presence, { status: t.PresenceStatus; reason_id?: string | null } | { channels: string[] }>
  >;
  "/api/v1/agents": Calls<Read<t.Agent[], { colleagues?: boolean }>>;
  "/api/v1/agents/{id}/presence": Putting<
    t.Presence,
    { status: t.PresenceStatus; reason_id?: string | null; note?: string }
  >;
  "/api/v1/agents/{id}/ramp": Calls<never, never, Write<t.Ramp, { steps: t.Ramp["steps"]; begins_on?: string | null }, Id>, never, Write<void, undefined, Id>>;
  "/api/v1/agents/{id}/skills": Putting<unknown, { skills: { skill_id: string; level: number }[] }>;
  "/api/v1/agents/{id}/queues": Putting<void, { queue_ids: string[] }>;
  "/api/v1/presence-reasons": Collection<t.PresenceReason>;
  "/api/v1/presence-reasons/{id}": Calls<never, never, never, Write<t.PresenceReason, Values, Id>>;
  "/api/v1/breaks": Calls<Read<t.Break[]>, Write<t.Break, { reason_id: string }>>;
  "/api/v1/breaks/mine": Calls<Read<t.MyBreaks>>;
  "/api/v1/breaks/{id}": Calls<never, never, never, never, Write<void, undefined, Id>>;
  "/api/v1/breaks/{id}/grant": Posting<t.Break>;
  "/api/v1/breaks/{id}/refuse": Posting<t.Break>;
  "/api/v1/analytics/dictionary": Calls<Read<t.FigureDictionary>>;
  "/api/v1/analytics/figures": Calls<Read<t.Figures, t.FigureFilters & { code?: string[]; by?: t.FigureGroup }>>;
  "/api/v1/analytics/me": Calls<Read<t.MyFigures>>;
  "/api/v1/analytics/board": Calls<Read<t.BoardLine[]>>;
  "/api/v1/analytics/selections": Calls<Read<t.Selection[]>>;
  "/api/v1/contacts": Calls<Read<t.Page<t.Contact>, t.FigureFilters & t.PageQuery & { only?: string }>>;
  "/api/v1/exports": Calls<Read<t.Page<t.Export>, t.PageQuery>, Write<t.Export, t.FigureFilters & { kind?: string; only?: string; format: string }>>;
  "/api/v1/exports/kinds": Calls<Read<t.ExportKind[]>>;
  "/api/v1/analytics/targets": Calls<Read<t.Page<t.FigureTarget>>>;
  "/api/v1/analytics/targets/{id}": Calls<never, never, never, Write<t.FigureTarget, { target: number | null }, Id>>;
  "/api/v1/wallboards": Collection<t.Wallboard>;
  "/api/v1/wallboards/{id}": Calls<never, never, never, never, Write<void, undefined, Id>>;
  "/api/v1/wall/{token}": Calls<Read<t.WallboardShown, undefined, { token: string }>>;
  "/api/v1/contacts/mine": Calls<Read<t.Page<t.Contact>, t.PageQuery>>;
  "/api/v1/audit": Calls<Read<t.Page<t.AuditEntry>, t.PageQuery & { actor?: string; action?: string; target?: string }>>;
  "/api/v1/blocks": Collection<t.Block>;
  "/api/v1/blocks/{id}": Item<t.Block>;
  "/api/v1/sockets/ticket": Posting<{ ticket: string; expires_in: number }, undefined, undefined>;

  "/api/v1/notices": Calls<Read<t.Page<t.Notice> & { unread: number }, t.PageQuery & { unread?: boolean }>>;
  "/api/v1/notices/read": Posting<{ unread: number }, { notice_ids?: string[] }, undefined>;

  "/api/v1/announcements": Calls<Read<t.Page<t.WrittenAnnouncement>, t.PageQuery>, Write<t.WrittenAnnouncement, t.NewAnnouncement>>;
  "/api/v1/announcements/mine": Calls<Read<{ items: t.Announcement[] }>>;
  "/api/v1/announcements/{id}/read": Posting<t.Announcement>;
  "/api/v1/announcements/{id}/confirm": Posting<t.Announcement>;
  "/api/v1/announcements/{id}/readers": Calls<Read<t.AnnouncementReaders, t.ReadersQuery, Id>>;
  "/api/v1/announcements/{id}/remind": Posting<{ reminded: number }>;
  "/api/v1/announcements/{id}/withdraw": Posting<t.WrittenAnnouncement>;

  "/api/v1/calendars": Collection<t.Calendar>;
  "/api/v1/calendars/{id}": Item<t.Calendar>;
  "/api/v1/calendars/{id}/days": Calls<
    Read<{ items: t.CalendarDay[] }, { year: number }, Id>,
    never,
    Write<{ items: t.CalendarDay[] }, { items: t.CalendarDay[] }, Id, { year: number }>
  >;

  "/api/v1/customer-fields": Calls<Read<{ fields: t.CustomerField[] }>, never, Write<{ fields: t.CustomerField[] }, Values>>;
  "/api/v1/customers": Collection<t.Customer, { q?: string; phone?: string; email?: string }>;
  "/api/v1/customers/{id}": Item<t.Customer>;
  "/api/v1/customers/{id}/numbers": Posting<{ numbers: { hidden: string; number_shown: string }[] }>;
  "/api/v1/customers/{id}/timeline": Calls<Read<t.Page<t.TimelineItem>, t.PageQuery, Id>>;

  "/api/v1/customers/{id}/orders": Calls<Read<{ is_connected: boolean; items: t.Order[] }, undefined, Id>>;
  "/api/v1/orders/{number}": Calls<Read<t.Order, { brand: string }, { number: string }>>;
  "/api/v1/coupons": Calls<Read<t.Coupon[], { brand: string }>>;
  "/api/v1/coupons/grants": Calls<
    Read<t.Page<t.CouponGrant>, t.PageQuery & { customer: string }>,
    Write<t.CouponGrant, { customer_id: string; code: string; key: string }>
  >;
  "/api/v1/coupons/grants/{id}/revoke": Posting<t.CouponGrant>;
  "/api/v1/demo/stage": Calls<Read<t.Stage>>;
  "/api/v1/demo/calls": Posting<{ to: string }, { caller: string; keys: string }, undefined>;
  "/api/v1/demo/live": Calls<never, never, Write<t.StageLive, { is_running: boolean; speed: 1 | 10 }>>;
  "/api/v1/sms-lines": Collection<t.SmsLine>;
  "/api/v1/sms-lines/{id}": Calls<never, never, never, Write<t.SmsLine, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/sms-lines/{id}/test": Posting<t.Sms, { number: string }>;
  "/api/v1/sms-lines/{id}/receive": Posting<void, { number: string; text: string }>;
  "/api/v1/sms-lines/{id}/queue": Calls<Read<t.SmsQueue, undefined, Id>, never, Write<t.SmsQueue, t.SmsQueue, Id>>;
  "/api/v1/sms-lines/{id}/messages": Calls<Read<t.Page<t.Sms>, t.PageQuery, Id>>;
  "/api/v1/sms-refusals": Collection<t.SmsRefusal>;
  "/api/v1/sms-refusals/{id}": Calls<never, never, never, never, Write<void, undefined, Id>>;
  "/api/v1/connections": Collection<t.Connection>;
  "/api/v1/connections/{id}": Item<t.Connection>;
  "/api/v1/connections/{id}/check": Posting<{ coupons: number }>;

  "/api/v1/knowledge/articles": Collection<
    t.Article,
    { category?: string; status?: t.ArticleStatus; locale?: t.Locale; q?: string; due?: boolean; confirmed?: boolean; brand?: string }
  >;
  "/api/v1/knowledge/articles/{id}": Item<t.Article>;
  "/api/v1/knowledge/articles/{id}/versions": Calls<Read<t.Page<t.ArticleVersion>, t.PageQuery, Id>>;
  "/api/v1/knowledge/articles/{id}/restore": Posting<t.Article, { version: number }>;
  "/api/v1/knowledge/articles/confirm": Posting<{ confirmed: number }, { article_ids: string[] }, undefined>;
  "/api/v1/knowledge/pack": Calls<
    Read<{ questions: { blank: string; question: string; usual: string }[]; entries: number }>,
    Write<{ written: number; waiting: number; kept: number }, { brand_id: string; answers: Record<string, string> }>
  >;
  "/api/v1/knowledge/search": Calls<Read<t.Page<t.KnowledgeHit>, { q: string; locale?: t.Locale; brand?: string }>>;
  "/api/v1/knowledge/categories": Collection<t.KnowledgeCategory>;
  "/api/v1/knowledge/categories/{id}": Item<t.KnowledgeCategory>;
  "/api/v1/knowledge/import": Posting<t.ImportReport & { created: number; updated: number }, FormData, undefined>;

  "/api/v1/queues": Collection<t.Queue>;
  "/api/v1/queues/{id}": Item<t.Queue>;
  "/api/v1/queue-texts": Calls<Read<t.QueueText[]>>;
  "/api/v1/rushes/proposals": Calls<Read<{ items: t.RushProposal[]; trigger: t.RushTrigger }>>;
  "/api/v1/rushes/trigger": Calls<never, never, Write<t.RushTrigger, t.RushTrigger>>;
  "/api/v1/rushes": Calls<Read<{ items: t.Rush[] }>, Write<t.Rush, Partial<t.NewRush>>>;
  "/api/v1/rushes/{id}/end": Posting<t.Rush>;
  "/api/v1/rushes/{id}/extend": Posting<t.Rush, { minutes: number }>;
  "/api/v1/queues/live": Calls<Read<t.QueueLive[]>>;
  "/api/v1/dispositions": Collection<t.Disposition, { tree?: boolean }>;
  "/api/v1/dispositions/{id}": Item<t.Disposition>;
  "/api/v1/routing/decisions": Calls<
    Read<t.Page<t.RoutingDecision>, t.PageQuery & { work_item?: string; conversation?: string }>
  >;
  "/api/v1/ratings": Calls<Read<t.Page<t.Rating>, t.PageQuery & { conversation?: string }>>;
  "/api/v1/ratings/{id}/follow-up": Posting<t.Rating, { note: string }>;
  "/api/v1/ratings/{id}/appeal": Posting<t.Rating, { note: string }>;
  "/api/v1/ratings/{id}/appeal/decision": Posting<t.Rating, { accept: boolean }>;
  "/api/v1/rating-reasons": Collection<t.RatingReason>;
  "/api/v1/rating-reasons/{id}": Item<t.RatingReason>;
  "/api/v1/rating-items": Calls<Read<t.Page<t.RatingItem>, t.PageQuery & { state?: t.RatingItem["state"]; owner?: string }>>;
  "/api/v1/rating-items/{id}": Item<t.RatingItem>;

  "/api/v1/quick-replies": Collection<
    t.QuickReply,
    { q?: string; scope?: t.ReplyScope; folder?: string; brand?: string; team?: string }
  >;
  "/api/v1/quick-replies/{id}": Item<t.QuickReply>;
  "/api/v1/quick-replies/search": Calls<
    Read<{ items: t.QuickReply[] }, { q: string; brand?: string; queue?: string; folder?: string; limit?: number }>
  >;
  "/api/v1/quick-replies/folders": Calls<Read<{ items: t.ReplyFolder[] }, { brand?: string }>>;
  "/api/v1/quick-replies/attachments": Posting<t.Attachment, FormData, undefined>;
  "/api/v1/quick-replies/import": Posting<t.ImportReport, FormData, undefined>;
  "/api/v1/conversations/{id}/guard": Calls<Read<t.Guard, undefined, Id>>;
  "/api/v1/conversations/{id}/snooze": Calls<
    Read<{ opening: string | null }, undefined, Id>,
    Write<t.ConversationRow, { until: string; note: string }, Id>,
    never,
    never,
    Write<t.ConversationRow, undefined, Id>
  >;
  "/api/v1/conversations/{id}/block-requests": Posting<t.Guard, { reason: string; days: number; with_address: boolean }>;
  "/api/v1/conversations/{id}/warnings": Posting<t.Guard, { reason: string; grade: string; days: number | null }>;
  "/api/v1/conversations/{id}/warnings/accept": Posting<t.Guard>;
  "/api/v1/block-requests": Calls<Read<t.Page<t.BlockRequest>, t.PageQuery & { state?: string }>>;
  "/api/v1/door-policies": Calls<Read<t.Page<t.DoorPolicy>>>;
  "/api/v1/door-policies/{id}": Calls<never, never, never, Write<t.DoorPolicy, Values, Id>>;
  "/api/v1/block-requests/{id}/decision": Posting<t.BlockRequest, { approve: boolean; note: string }>;
  "/api/v1/warnings": Collection<t.WarningEntry>;
  "/api/v1/warnings/{id}": Calls<never, never, never, never, Write<void, undefined, Id>>;
  "/api/v1/mailboxes": Collection<t.Mailbox>;
  "/api/v1/mailboxes/{id}": Calls<never, never, never, Write<t.Mailbox, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/mailboxes/{id}/test": Posting<{ items: t.MailboxFinding[] }>;
  "/api/v1/mailbox-presets": Calls<Read<{ items: t.MailPreset[] }>>;
  "/api/v1/conversations/{id}/mail": Calls<Read<t.Correspondence, undefined, Id>, Write<t.SentMail, t.MailAnswer, Id>>;
  "/api/v1/conversations/{id}/mail/{message_id}/undo": Posting<t.SentMail, undefined, { id: string; message_id: string }>;
  "/api/v1/mails/{id}": Calls<Read<t.ReceivedMail, { pictures?: boolean }, Id>>;
  "/api/v1/quarantined-mails": Calls<Read<t.Page<t.QuarantinedMail>, t.PageQuery>>;
  "/api/v1/quarantined-mails/{id}/release": Posting<void>;
  "/api/v1/quarantined-mails/{id}/discard": Posting<void>;
  "/api/v1/duty-shifts": Collection<t.DutyShift>;
  "/api/v1/duty-shifts/{id}": Calls<never, never, never, Write<t.DutyShift, Values, Id>, Write<void, undefined, Id>>;

  "/api/v1/number-rule-presets": Calls<Read<{ items: t.NumberPreset[] }>>;
  "/api/v1/number-rule-trial": Posting<t.NumberTrial, Values, undefined>;
  "/api/v1/branches": Collection<t.Branch>;
  "/api/v1/branches/{id}": Item<t.Branch>;
  "/api/v1/regions": Calls<Read<{ items: { province: string; cities: string[] }[] }>>;
  "/api/v1/scripts": Collection<t.Script>;
  "/api/v1/scripts/tries": Posting<
    t.ScriptTried,
    { draft: { steps: t.ScriptStep[] }; answers: { step: string; answer: string | null }[] },
    undefined
  >;
  "/api/v1/scripts/{id}": Item<t.Script>;
  "/api/v1/scripts/{id}/publish": Posting<t.Script>;
  "/api/v1/scripts/{id}/withdraw": Posting<t.Script>;
  "/api/v1/conversations/{id}/numbers": Posting<{ numbers: { hidden: string; number_shown: string }[] }>;
  "/api/v1/conversations/{id}/copies": Posting<void, { characters: number }>;
  "/api/v1/conversations/{id}/script": Calls<Read<t.ScriptView, undefined, Id>, Write<t.ScriptView, { script_id: string }, Id>>;
  "/api/v1/conversations/{id}/script/steps": Posting<t.ScriptView, { step: string; answer: string | null }>;
  "/api/v1/conversations/{id}/script/back": Posting<t.ScriptView>;

  "/api/v1/sorting-routes": Collection<t.SortingRoute>;
  "/api/v1/sorting-routes/{id}": Calls<never, never, never, Write<t.SortingRoute, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/sorting-rules": Collection<t.SortingRule>;
  "/api/v1/sorting-rules/{id}": Calls<never, never, never, Write<t.SortingRule, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/sorting-trial": Calls<Read<t.SortingTrial, { text: string; brand?: string }>>;

  "/api/v1/conversations": Calls<
    Read<
      t.Page<t.ConversationRow>,
      t.PageQuery & { status?: t.ConversationStatus; assignee?: string; channel?: string; q?: string; customer?: string }
    >
  >;
  "/api/v1/conversations/{id}": Calls<Read<t.Conversation, undefined, Id>>;
  "/api/v1/conversations/{id}/messages": Calls<
    Read<{ items: t.Message[]; has_earlier: boolean }, { before?: number; limit?: number }, Id>,
    Write<t.Message, NewMessage, Id>
  >;
  "/api/v1/conversations/{id}/attachments": Posting<t.Attachment, FormData>;
  "/api/v1/conversations/{id}/messages/{message_id}/recall": Posting<
    t.Message,
    undefined,
    { id: string; message_id: string }
  >;
  "/api/v1/conversations/{id}/messages/{message_id}/original": Calls<
    Read<t.Message, undefined, { id: string; message_id: string }>
  >;
  "/api/v1/conversations/{id}/scheduled-messages": Calls<
    Read<{ items: t.ScheduledMessage[] }, undefined, Id>,
    Write<t.ScheduledMessage, { text: string; send_at: string }, Id>
  >;
  "/api/v1/conversations/{id}/scheduled-messages/{scheduled_id}": Calls<
    never,
    never,
    never,
    never,
    Write<void, undefined, { id: string; scheduled_id: string }>
  >;
  "/api/v1/conversations/{id}/track": Calls<Read<{ items: t.PageView[] }, undefined, Id>>;
  "/api/v1/conversations/{id}/notes": Posting<t.Message, { text: string; client_id?: string }>;
  "/api/v1/conversations/{id}/watch": Posting<t.Conversation>;
  "/api/v1/conversations/{id}/take-over": Posting<t.ConversationRow, { reason: string }>;
  "/api/v1/conversations/{id}/accept": Posting<t.Conversation>;
  "/api/v1/conversations/{id}/decline": Posting<void>;
  "/api/v1/conversations/{id}/close": Posting<t.ConversationRow, { disposition_id: string; summary?: string; script_reason?: string }>;
  "/api/v1/conversations/batch-close": Posting<
    { closed: t.ConversationRow[]; refused: { id: string; code: string; detail: string }[] },
    { conversation_ids: string[]; disposition_id?: string },
    undefined
  >;
  "/api/v1/conversations/{id}/transfer": Posting<
    t.ConversationRow,
    { to_agent?: string; to_queue?: string; note: string }
  >;
  "/api/v1/conversations/{id}/give-back": Posting<t.ConversationRow, { reason: string }>;
  "/api/v1/conversations/{id}/raise-hand": Posting<t.Message>;
  "/api/v1/conversations/{id}/sorting": Posting<t.Conversation, { disposition_id: string }>;
  "/api/v1/conversations/{id}/read": Posting<void, { seq: number }>;
  "/api/v1/conversations/{id}/draft": Calls<never, never, Write<void, { text: string }, Id>>;
  "/api/v1/conversations/{id}/suggested-dispositions": Calls<
    Read<{ items: { id: string; path: string[] }[] }, undefined, Id>
  >;
  "/api/v1/conversations/{id}/customer": Posting<t.Conversation, t.CustomerLinking>;
  "/api/v1/desk/snapshot": Calls<Read<t.DeskSnapshot>>;

  "/api/v1/sites": Collection<t.Site>;
  "/api/v1/sites/{id}": Item<t.Site>;
  "/api/v1/sites/logos": Posting<t.Attachment, FormData, undefined>;
  "/api/v1/bot/flows": Collection<t.BotFlow>;
  "/api/v1/bot/flows/{id}": Item<t.BotFlow>;
  "/api/v1/bot/flows/{id}/publish": Posting<t.BotFlow>;
  "/api/v1/bot/flows/{id}/withdraw": Posting<t.BotFlow>;
  "/api/v1/bot/flows/{id}/tries": Posting<t.FlowTried, { draft?: t.FlowDefinition; messages: string[] }>;
  "/api/v1/bot/tuning": Calls<
    Read<t.BotTuning, { brand: string }>,
    never,
    never,
    Write<t.BotTuning, { is_on?: boolean; aim?: number; in_use?: string | null }, undefined, { brand: string }>
  >;
  "/api/v1/bot/tuning/fits": Calls<never, Write<t.BotTuning, undefined, undefined, { brand: string }>>;
  "/api/v1/bot/provider": Calls<Read<t.BotProvider>, never, never, Write<t.BotProvider, Values>>;
  "/api/v1/bot/provider/tries": Calls<
    never,
    Write<t.ProviderTried, { question: string }, undefined, { brand: string }>
  >;
  "/api/v1/bot/suggestions": Calls<Read<{ suggestion: t.Suggestion | null }, { conversation: string }>>;
  "/api/v1/bot/summary-drafts": Calls<Read<{ summary: string }, { conversation: string }>>;
  "/api/v1/bot/unknown-questions": Calls<
    Read<t.Page<t.UnknownQuestion>, { state?: "open" | "ignored" | "learned"; brand?: string } & t.PageQuery>,
    never,
    never,
    Write<void, { turn_ids: string[]; state: "open" | "ignored" }>
  >;
  "/api/v1/bot/unknown-questions/similar": Posting<
    { article_id: string; question: string },
    { turn_ids: string[]; article_id: string; question: string },
    undefined
  >;
  "/api/v1/bot/unknown-questions/articles": Posting<
    { article_id: string; question: string },
    { turn_ids: string[]; question: string; answer: string; category_id?: string | null },
    undefined
  >;
  "/api/v1/bot/settings": Calls<
    Read<t.BotSettings, { site: string }>,
    never,
    never,
    Write<t.BotSettings, Partial<t.BotSettings>, undefined, { site: string }>
  >;
}

export interface NewMessage {
  text?: string;
  kind?: t.MessageKind;
  payload?: t.MessagePayload;
  quote_id?: string;
  client_id?: string;
  attachment_ids?: string[];
  reply_ids?: string[];
}
