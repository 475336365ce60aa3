/** The endpoints of tickets; see paths.ts. */
import type { Calls, Id, Posting, Read, Values, Write } from "./shapes";
import type * as t from "./types";

export interface TicketPaths {
  "/api/v1/help-centres": Calls<Read<t.HelpCentre[]>>;
  "/api/v1/help-centres/{id}": Calls<never, never, never, Write<t.HelpCentre, Values, Id>>;
  "/api/v1/tickets": Calls<Read<t.Page<t.TicketRow>, t.PageQuery & t.TicketFilters>, Write<t.Ticket, t.NewTicket>>;
  "/api/v1/tickets/views": Calls<Read<t.TicketViews>>;
  "/api/v1/tickets/{id}": Calls<Read<t.Ticket, undefined, Id>, never, never, Write<t.Ticket, t.TicketPatch, Id>>;
  "/api/v1/tickets/{id}/entries": Calls<Read<t.Page<t.TicketEntry>, t.PageQuery, Id>>;
  "/api/v1/tickets/attachments": Posting<t.Attachment, FormData, undefined>;
  "/api/v1/tickets/{id}/comments": Posting<t.TicketEntry, { text: string; is_public: boolean; attachment_ids?: string[] }>;
  "/api/v1/tickets/{id}/move": Posting<t.Ticket, { stage: string; values?: t.TicketValues; text?: string }>;
  "/api/v1/tickets/{id}/reopen": Posting<t.Ticket, { reason: string }>;
  "/api/v1/tickets/{id}/assign": Posting<t.Ticket, { owner_id?: string; team_id?: string; reason?: string }>;
  "/api/v1/tickets/{id}/return": Posting<t.Ticket, { reason: string }>;
  "/api/v1/tickets/{id}/urge": Posting<t.TicketRow, { text?: string }>;
  "/api/v1/tickets/{id}/supervise": Calls<never, Write<t.Ticket, { until: string; text: string }, Id>, never, never, Write<void, undefined, Id>>;
  "/api/v1/tickets/{id}/watchers": Posting<t.Ticket, { user_ids: string[] }>;
  "/api/v1/tickets/{id}/watchers/{user_id}": Calls<never, never, never, never, Write<void, undefined, { id: string; user_id: string }>>;
  "/api/v1/tickets/{id}/clocks/{clock}/cause": Calls<never, never, Write<t.Ticket, { cause: t.BreachCause; text: string }, { id: string; clock: t.PromiseKind }>>;
  "/api/v1/tickets/{id}/approvals": Posting<t.Ticket, { rule_id: string; amount: string; reason: string }>;
  "/api/v1/tickets/{id}/approvals/{approval_id}": Calls<never, never, never, never, Write<t.Ticket, undefined, { id: string; approval_id: string }>>;
  "/api/v1/tickets/{id}/approvals/{approval_id}/decision": Calls<never, Write<t.Ticket, { is_granted: boolean; word: string }, { id: string; approval_id: string }>>;
  "/api/v1/approval-rules": Calls<Read<t.ApprovalRule[]>, Write<t.ApprovalRule, Values>>;
  "/api/v1/approval-rules/{id}": Calls<never, never, never, Write<t.ApprovalRule, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/tickets/{id}/merge": Posting<t.Ticket, { ticket_id: string }>;
  "/api/v1/tickets/{id}/split": Posting<t.Ticket, { entry_id: string; subject?: string }>;
  "/api/v1/tickets/bulk": Calls<never, Write<t.TicketsChanged, t.TicketsChange>>;
  "/api/v1/tickets/{id}/undo": Posting<t.Ticket, undefined>;
  "/api/v1/customers/{id}/tickets": Calls<Read<t.Page<t.TicketRow>, t.PageQuery, Id>>;
  "/api/v1/automation-rules": Calls<Read<t.AutomationRule[]>, Write<t.AutomationRule, Values>>;
  "/api/v1/automation-rules/tries": Calls<never, Write<t.RuleTrial, { definition: t.RuleDefinition }>>;
  "/api/v1/automation-rules/{id}": Calls<never, never, never, Write<t.AutomationRule, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/automation-rules/{id}/shift": Posting<t.AutomationRule[], { by: -1 | 1 }>;
  "/api/v1/automation-rules/{id}/firings": Calls<Read<t.Page<t.RuleFiring>, t.PageQuery, Id>>;
  "/api/v1/macros": Calls<Read<t.Macro[]>, Write<t.Macro, Values>>;
  "/api/v1/macros/{id}": Calls<never, never, never, Write<t.Macro, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/tickets/{id}/macros/{macro_id}": Posting<{ answer: string }, undefined, { id: string; macro_id: string }>;
  "/api/v1/ticket-types": Calls<Read<t.TicketType[], { active?: boolean }>, Write<t.TicketType, Values>>;
  "/api/v1/ticket-types/{id}": Calls<never, never, never, Write<t.TicketType, Values, Id>, Write<void, undefined, Id>>;
  "/api/v1/sla-policies": Calls<Read<t.SlaPolicy[]>, Write<t.SlaPolicy, Values>>;
  "/api/v1/sla-policies/{id}": Calls<never, never, never, Write<t.SlaPolicy, Values, Id>, Write<void, undefined, Id>>;
}
