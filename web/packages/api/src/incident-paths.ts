/** The endpoints of incidents and emergency plans; see paths.ts. */
import type { Calls, Id, Posting, Read, Values, Write } from "./shapes";
import type * as t from "./types";

/** A list that is read whole and can be added to. */
type Whole<T, Query = undefined> = Calls<Read<T[], Query>, Write<T, Values>>;
type One<T> = Calls<never, never, never, Write<T, Values, Id>, Write<void, undefined, Id>>;

export interface IncidentPaths {
  "/api/v1/incidents": Calls<Read<t.Page<t.IncidentRow>, t.PageQuery & { state?: "open" | "closed" | "any" }>, Write<t.Incident, t.NewIncident>>;
  "/api/v1/incidents/{id}": Calls<Read<t.Incident, undefined, Id>>;
  "/api/v1/incidents/{id}/entries": Calls<Read<t.Page<t.IncidentEntry>, t.PageQuery, Id>>;
  "/api/v1/incidents/{id}/links": Calls<Read<t.Page<t.IncidentLink>, t.PageQuery, Id>, Write<t.Incident, { ticket_ids: string[] }, Id>>;
  "/api/v1/incidents/{id}/links/{link_id}": Calls<never, never, never, never, Write<t.Incident, undefined, { id: string; link_id: string }>>;
  "/api/v1/incidents/{id}/confirm": Posting<t.Incident>;
  "/api/v1/incidents/{id}/handle": Posting<t.Incident>;
  "/api/v1/incidents/{id}/assign": Posting<t.Incident, { user_id: string }>;
  "/api/v1/incidents/{id}/grade": Posting<t.Incident, { grade: number; reason: string }>;
  "/api/v1/incidents/{id}/notes": Posting<t.Incident, { text: string }>;
  "/api/v1/incidents/{id}/close": Posting<t.Incident, t.IncidentEnd>;
  "/api/v1/tickets/{id}/incidents": Calls<Read<t.IncidentRow[], undefined, Id>>;
  "/api/v1/detection-rules": Whole<t.DetectionRule>;
  "/api/v1/detection-rules/{id}": One<t.DetectionRule>;
  "/api/v1/incident-causes": Whole<t.IncidentCause, { active?: boolean }>;
  "/api/v1/incident-causes/{id}": One<t.IncidentCause>;
  "/api/v1/incident-policy": Calls<Read<t.IncidentPolicy>, never, never, Write<t.IncidentPolicy, Values>>;
  "/api/v1/emergency-plans": Whole<t.EmergencyPlan>;
  "/api/v1/emergency-plans/{id}": One<t.EmergencyPlan>;
  "/api/v1/emergency-plans/{id}/activate": Posting<t.PlanActivation, { incident_id?: string }>;
  "/api/v1/emergency-plans/{id}/rehearse": Posting<t.PlanActivation, { incident_id?: string }>;
  "/api/v1/plan-activations": Calls<Read<t.Page<t.PlanActivation>, t.PageQuery & { on?: boolean }>>;
  "/api/v1/plan-activations/{id}/restore": Posting<t.PlanActivation>;
}
