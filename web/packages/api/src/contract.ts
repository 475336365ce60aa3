/**
 * Proof, by compiling, that what is written here by hand says what the server's document says: the same endpoints, and
 * the same fields in each object. `npm run api` makes schema.ts from that document; it is not committed.
 */
import type { paths } from "./paths";
import type { components, paths as served } from "./schema";
import type * as t from "./types";

type Schemas = components["schemas"];

/** "/users/{user_id}" and "/users/{id}" are one address. */
type Address<Path> = Path extends `${infer Before}{${string}}${infer After}` ? `${Before}{}${Address<After>}` : Path;
type Nothing<T extends never> = T;

/** The keys that only one of the two has. */
type Different<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs> | Exclude<keyof Theirs, keyof Ours>;

interface Pairs {
  Segment: [t.Segment, Schemas["SegmentOut"]];
  Transcript: [t.Transcript, Schemas["TranscriptOut"]];
  LegalHold: [t.LegalHold, Schemas["LegalHoldOut"]];
  SystemState: [t.SystemState, Schemas["SystemOut"]];
  Backups: [t.Backups, Schemas["BackupOut"]];
  BackupArchive: [t.BackupArchive, Schemas["ArchiveOut"]];
  Disk: [t.Disk, Schemas["DiskOut"]];
  Me: [t.Me, Schemas["MeOut"]];
  User: [t.User, Schemas["UserOut"]];
  Presence: [t.Presence, Schemas["PresenceOut"]];
  Agent: [t.Agent, Schemas["AgentOut"]];
  PresenceReason: [t.PresenceReason, Schemas["PresenceReasonOut"]];
  Break: [t.Break, Schemas["BreakOut"]];
  MyBreaks: [t.MyBreaks, Schemas["MyBreaksOut"]];
  Figure: [t.Figure, Schemas["FigureOut"]];
  FigureDictionary: [t.FigureDictionary, Schemas["DictionaryOut"]];
  FigureLine: [t.FigureLine, Schemas["LineOut"]];
  Figures: [t.Figures, Schemas["FiguresOut"]];
  MyFigures: [t.MyFigures, Schemas["MyFiguresOut"]];
  BoardLine: [t.BoardLine, Schemas["BoardLineOut"]];
  FigureTarget: [t.FigureTarget, Schemas["TargetOut"]];
  Wallboard: [t.Wallboard, Schemas["WallboardOut"]];
  WallboardShown: [t.WallboardShown, Schemas["ShownOut"]];
  Export: [t.Export, Schemas["ExportOut"]];
  Contact: [t.Contact, Schemas["ContactOut"]];
  Team: [t.Team, Schemas["TeamOut"]];
  Role: [t.Role, Schemas["RoleOut"]];
  Brand: [t.Brand, Schemas["CodedOut"]];
  Permission: [t.Permission, Schemas["PermissionOut"]];
  Invitation: [t.Invitation, Schemas["InvitationOut"]];
  AuditEntry: [t.AuditEntry, Schemas["AuditOut"]];
  Block: [t.Block, Schemas["BlockOut"]];
  Notice: [t.Notice, Schemas["NoticeOut"]];
  Announcement: [t.Announcement, Schemas["AnnouncementOut"]];
  WrittenAnnouncement: [t.WrittenAnnouncement, Schemas["WrittenOut"]];
  AnnouncementReader: [t.AnnouncementReader, Schemas["ReaderOut"]];
  Calendar: [t.Calendar, Schemas["CalendarOut"]];
  CalendarDay: [t.CalendarDay, Schemas["DayOut"]];
  Customer: [t.Customer, Schemas["CustomerOut"]];
  TimelineItem: [t.TimelineItem, Schemas["TimelineOut"]];
  Order: [t.Order, Schemas["OrderOut"]];
  OrderItem: [t.OrderItem, Schemas["OrderItemOut"]];
  OrderStep: [t.OrderStep, Schemas["StepOut"]];
  Coupon: [t.Coupon, Schemas["CouponOut"]];
  CouponGrant: [t.CouponGrant, Schemas["GrantOut"]];
  Stage: [t.Stage, Schemas["StageOut"]];
  StageLive: [t.StageLive, Schemas["LiveOut"]];
  Connection: [t.Connection, Schemas["ConnectionOut"]];
  Article: [t.Article, Schemas["ArticleOut"]];
  ArticleVersion: [t.ArticleVersion, Schemas["VersionOut"]];
  KnowledgeHit: [t.KnowledgeHit, Schemas["HitOut"]];
  KnowledgeCategory: [t.KnowledgeCategory, Schemas["CategoryOut"]];
  Call: [t.Call, Schemas["CallOut"]];
  CallDetail: [t.CallDetail, Schemas["CallDetail"]];
  LiveCall: [t.LiveCall, Schemas["LiveCallOut"]];
  CallCause: [t.CallCause, Schemas["CallCause"]];
  CallMoment: [t.CallMoment, Schemas["MomentOut"]];
  CallRecording: [t.CallRecording, Schemas["RecordingOut"]];
  CallRecordings: [t.CallRecordings, Schemas["RecordingsOut"]];
  Voicemail: [t.Voicemail, Schemas["VoicemailOut"]];
  RecordingPack: [t.RecordingPack, Schemas["RecordingPackOut"]];
  RecordingRule: [t.RecordingRule, Schemas["RecordingRuleOut"]];
  OwnExtension: [t.OwnExtension, Schemas["OwnExtensionOut"]];
  SmsLine: [t.SmsLine, Schemas["SmsLineOut"]];
  Sms: [t.Sms, Schemas["SmsOut"]];
  SmsRefusal: [t.SmsRefusal, Schemas["SmsRefusalOut"]];
  Queue: [t.Queue, Schemas["QueueOut"]];
  QueueLive: [t.QueueLive, Schemas["QueueLiveOut"]];
  Disposition: [t.Disposition, Schemas["DispositionOut"]];
  RoutingDecision: [t.RoutingDecision, Schemas["DecisionOut"]];
  Rating: [t.Rating, Schemas["RatingOut"]];
  RatingReason: [t.RatingReason, Schemas["RatingReasonOut"]];
  RatingItem: [t.RatingItem, Schemas["RatingItemOut"]];
  QuickReply: [t.QuickReply, Schemas["ReplyOut"]];
  ReplyFolder: [t.ReplyFolder, Schemas["FolderOut"]];
  BlockRequest: [t.BlockRequest, Schemas["BlockRequestOut"]];
  WarningEntry: [t.WarningEntry, Schemas["WarningOut"]];
  Mailbox: [t.Mailbox, Schemas["MailboxOut"]];
  MailboxFinding: [t.MailboxFinding, Schemas["MailboxFindingOut"]];
  MailPreset: [t.MailPreset, Schemas["MailPresetOut"]];
  Correspondence: [t.Correspondence, Schemas["CorrespondenceOut"]];
  SentMail: [t.SentMail, Schemas["SentMailOut"]];
  ReceivedMail: [t.ReceivedMail, Schemas["MailOut"]];
  QuarantinedMail: [t.QuarantinedMail, Schemas["QuarantinedOut"]];
  MissedCall: [t.MissedCall, Schemas["MissedCallOut"]];
  ToRingBack: [t.ToRingBack, Schemas["ToRingBackOut"]];
  DutyShift: [t.DutyShift, Schemas["ShiftOut"]];
  QueueManner: [t.QueueManner, Schemas["QueueMannerOut"]];
  Callback: [t.Callback, Schemas["CallbackOut"]];
  StandardText: [t.StandardText, Schemas["StandardTextOut"]];
  Emergency: [t.Emergency, Schemas["EmergencyOut"]];
  Guard: [t.Guard, Schemas["GuardOut"]];
  DoorPolicy: [t.DoorPolicy, Schemas["DoorPolicyOut"]];
  Script: [t.Script, Schemas["ScriptOut"]];
  ScriptStep: [t.ScriptStep, Schemas["ScriptStepIn"]];
  CurrentStep: [t.CurrentStep, Schemas["ScriptStepOut"]];
  PassedStep: [t.PassedStep, Schemas["PassedStepOut"]];
  ScriptRun: [t.ScriptRun, Schemas["ScriptRunOut"]];
  ScriptTried: [t.ScriptTried, Schemas["ScriptTriedOut"]];
  ScriptView: [t.ScriptView, Schemas["ScriptViewOut"]];
  Trunk: [t.Trunk, Schemas["TrunkOut"]];
  NumberRule: [t.NumberRule, Schemas["NumberRule"]];
  NumberTrial: [t.NumberTrial, Schemas["RulesTrialOut"]];
  NumberPreset: [t.NumberPreset, Schemas["PresetOut"]];
  PhoneNumber: [t.PhoneNumber, Schemas["PhoneNumberOut"]];
  Prompt: [t.Prompt, Schemas["PromptOut"]];
  Branch: [t.Branch, Schemas["BranchOut"]];
  Extension: [t.Extension, Schemas["ExtensionRow"]];
  CallFlow: [t.CallFlow, Schemas["CallFlowOut"]];
  CallFlowVersion: [t.CallFlowVersion, Schemas["CallFlowVersionOut"]];
  CallNode: [t.CallNode, Schemas["CallNodeIn"]];
  CallWalk: [t.CallWalk, Schemas["CallWalkOut"]];
  CallPath: [t.CallPath, Schemas["CallPathOut"]];
  Sorting: [t.Sorting, Schemas["SortingOut"]];
  SortingTrial: [t.SortingTrial, Schemas["TrialOut"]];
  SortingRoute: [t.SortingRoute, Schemas["RouteOut"]];
  SortingRule: [t.SortingRule, Schemas["RuleOut"]];
  Rush: [t.Rush, Schemas["RushOut"]];
  RushTrigger: [t.RushTrigger, Schemas["RushTriggerIn"]];
  RushProposal: [t.RushProposal, Schemas["ProposalOut"]];
  Ramp: [t.Ramp, Schemas["RampOut"]];
  QueueText: [t.QueueText, Schemas["QueueTextOut"]];
  ConversationRow: [t.ConversationRow, Schemas["ConversationRowOut"]];
  Conversation: [t.Conversation, Schemas["ConversationOut"]];
  ScheduledMessage: [t.ScheduledMessage, Schemas["ScheduledOut"]];
  PageView: [t.PageView, Schemas["PageViewOut"]];
  Message: [t.Message, Schemas["MessageOut"]];
  Attachment: [t.Attachment, Schemas["AttachmentOut"]];
  DeskSnapshot: [t.DeskSnapshot, Schemas["SnapshotOut"]];
  Today: [t.Today, Schemas["TodayOut"]];
  Site: [t.Site, Schemas["SiteOut"]];
  Suggestion: [t.Suggestion, Schemas["SuggestedReplyOut"]];
  BotTuning: [t.BotTuning, Schemas["TuningOut"]];
  TuningFit: [t.TuningFit, Schemas["TuningFitOut"]];
  BotProvider: [t.BotProvider, Schemas["ProviderOut"]];
  ProviderTried: [t.ProviderTried, Schemas["ProviderTriedOut"]];
  BotFlow: [t.BotFlow, Schemas["FlowOut"]];
  FlowStep: [t.FlowStep, Schemas["StepIn"]];
  FlowTried: [t.FlowTried, Schemas["TriedOut"]];
  UnknownQuestion: [t.UnknownQuestion, Schemas["UnknownQuestionOut"]];
  BotSettings: [t.BotSettings, Schemas["BotSettingsOut"]];
}

/** Each line fails to compile, and names the culprit, when the two part. */
export type EndpointsWeInvented = Nothing<Exclude<Address<keyof paths>, Address<keyof served>>>;
export type FieldsThatDiffer = Nothing<
  { [Name in keyof Pairs]: Different<Pairs[Name][0], Pairs[Name][1]> extends never ? never : Name }[keyof Pairs]
>;
