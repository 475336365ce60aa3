/** The endpoints of the telephone; see paths.ts. */
import type * as t from "./types";
import type { Calls, Collection, Id, Item, Posting, Read, Values, Write } from "./shapes";

export interface PhonePaths {
  "/api/v1/extensions/mine": Calls<Read<t.OwnExtension>, never, Write<t.OwnExtension>>;
  "/api/v1/extensions/mine/mobile": Calls<never, never, Write<t.OwnExtension, { uses_mobile: boolean }>>;
  "/api/v1/calls/mine": Calls<Read<{ items: t.LiveCall[] }>>;
  "/api/v1/calls": Calls<Read<t.Page<t.Call>, t.PageQuery & t.CallFilters & { q?: string }>, Write<t.Call, { to?: string; customer_id?: string | null; which?: number; call_id?: string | null }>>;
  "/api/v1/calls/{id}": Calls<Read<t.CallDetail, undefined, Id>>;
  "/api/v1/calls/{id}/recording": Calls<Read<t.CallRecordings, undefined, Id>>;
  "/api/v1/calls/{id}/voicemail": Calls<Read<t.Voicemail, undefined, Id>>;
  "/api/v1/calls/{id}/voicemail/words": Calls<never, never, Write<t.Voicemail, { words: string }, Id>>;
  "/api/v1/recording-packs": Calls<
    Read<t.Page<t.RecordingPack>, t.PageQuery>,
    Write<t.RecordingPack, { call_ids?: string[]; q?: string } & t.CallFilters>
  >;
  "/api/v1/recording-rules": Calls<Read<{ items: t.RecordingRule[] }>, never, Write<t.RecordingRule, Values>>;
  "/api/v1/recording-rules/{id}": Calls<never, never, never, never, Write<void, undefined, Id>>;
  "/api/v1/calls/{id}/suggested-dispositions": Calls<Read<{ items: { id: string; path: string[] }[] }, undefined, Id>>;
  "/api/v1/calls/{id}/hangup": Posting<t.Call>;
  "/api/v1/calls/live": Calls<Read<{ items: t.BoardCall[] }>>;
  "/api/v1/calls/{id}/hold": Posting<t.Call>;
  "/api/v1/calls/{id}/resume": Posting<t.Call>;
  "/api/v1/calls/{id}/transfer": Posting<t.Call, t.CallTarget>;
  "/api/v1/calls/{id}/consult": Posting<t.Call, t.CallTarget>;
  "/api/v1/calls/{id}/conference": Posting<t.Call>;
  "/api/v1/calls/{id}/recording/pause": Posting<t.Call>;
  "/api/v1/calls/{id}/recording/resume": Posting<t.Call>;
  "/api/v1/calls/{id}/monitor": Calls<never, Write<t.Call, { mode: t.MonitorMode }, Id>, never, never, Write<t.Call, undefined, Id>>;
  "/api/v1/calls/{id}/come-back": Posting<t.Call>;
  "/api/v1/calls/{id}/more-time": Posting<t.LiveCall>;
  "/api/v1/calls/{id}/wrap-up": Posting<t.CallDetail, { disposition_id: string; summary?: string }>;
  "/api/v1/calls/{id}/transcript": Calls<
    Read<t.Transcript, undefined, Id>,
    Write<t.Transcript, undefined, Id>,
    never,
    Write<t.Transcript, { index: number; text: string }, Id>
  >;
  "/api/v1/calls/{id}/legal-hold": Calls<
    Read<t.LegalHold, undefined, Id>,
    never,
    Write<t.LegalHold, { reason: string }, Id>,
    never,
    Write<void, undefined, Id>
  >;
  "/api/v1/missed-calls": Calls<Read<t.Page<t.MissedCall>, t.PageQuery & { state: "open" | "closed"; mine: boolean }>>;
  "/api/v1/missed-calls/to-ring-back": Calls<Read<t.ToRingBack>>;
  "/api/v1/missed-calls/{id}/ring-back": Posting<{ call_id: string }>;
  "/api/v1/missed-calls/{id}/assign": Posting<t.MissedCall, { user_id: string }>;
  "/api/v1/missed-calls/{id}/settle": Posting<t.MissedCall, { reason: string }>;
  "/api/v1/callbacks": Calls<Read<t.Page<t.Callback>, t.PageQuery & { state: "open" | "closed" }>>;
  "/api/v1/callbacks/{id}/cancel": Posting<t.Callback>;
  "/api/v1/queue-manners": Calls<Read<t.Page<t.QueueManner>, t.PageQuery>>;
  "/api/v1/queue-manners/standard": Calls<Read<t.Page<t.StandardText>>>;
  "/api/v1/queue-manners/{id}": Calls<never, never, never, Write<t.QueueManner, Values, Id>>;
  "/api/v1/emergencies": Calls<Read<t.Page<t.Emergency>>, Write<t.Emergency, Values>>;
  "/api/v1/emergencies/{id}/end": Posting<t.Emergency>;
  "/api/v1/trunks": Collection<t.Trunk>;
  "/api/v1/trunks/{id}": Item<t.Trunk>;
  "/api/v1/phone-numbers": Collection<t.PhoneNumber>;
  "/api/v1/phone-numbers/{id}": Item<t.PhoneNumber>;
  "/api/v1/prompts": Calls<Read<t.Page<t.Prompt>, t.PageQuery>, Write<t.Prompt, FormData>>;
  "/api/v1/prompts/{id}": Calls<never, never, Write<t.Prompt, { name: string; words: string }, Id>, never, Write<void, undefined, Id>>;
  "/api/v1/extensions": Calls<Read<t.Page<t.Extension>, t.PageQuery>, Write<{ account: string; secret: string }, Values>>;
  "/api/v1/extensions/{id}": Calls<never, never, never, never, Write<void, undefined, Id>>;
  "/api/v1/call-flows": Collection<t.CallFlow>;
  "/api/v1/call-flows/{id}": Calls<Read<t.CallFlow, undefined, Id>, never, Write<t.CallFlow, Values, Id>, never, Write<void, undefined, Id>>;
  "/api/v1/call-flows/{id}/publish": Posting<t.CallFlow>;
  "/api/v1/call-flows/{id}/withdraw": Posting<t.CallFlow>;
  "/api/v1/call-flows/{id}/versions": Calls<Read<t.Page<t.CallFlowVersion>, t.PageQuery, Id>>;
  "/api/v1/call-flows/{id}/paths": Calls<Read<{ items: t.CallPath[] }, { since: string; until: string }, Id>>;
  "/api/v1/call-flow-walk": Posting<t.CallWalk, { draft: t.CallDraft; presses: t.CallPress[]; answers: Record<string, string> }, undefined>;
}
