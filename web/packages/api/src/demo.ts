/** The demo's stage: whom the visitor plays there, and the switch of the visitors who come by themselves. */

export interface StageLive {
  is_running: boolean;
  is_alive: boolean;
  speed: 1 | 10;
}
export interface Stage {
  site_key: string;
  visitor: { name: string; external_id: string; identity_signature: string };
  live: StageLive;
}
