import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff, type ConnectionState, LiveSocket, type SocketEvent, type WebSocketLike } from "./socket";

class FakeSocket implements WebSocketLike {
  readyState = 1;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  sent: string[] = [];
  constructor(readonly url: string) {}
  send(data: string) {
    this.sent.push(data);
  }
  close() {
    this.readyState = 3;
  }
  say(event: object) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  drop(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

function started(changes: { ticket?: () => Promise<string>; resync?: () => Promise<void> } = {}) {
  const sockets: FakeSocket[] = [];
  const events: SocketEvent[] = [];
  const states: ConnectionState[] = [];
  let cursor: number | null = null;
  let tickets = 0;
  const socket = new LiveSocket<SocketEvent>({
    url: "ws://desk.test/ws/desk",
    ticket: changes.ticket ?? (async () => `t${++tickets}`),
    cursor: () => cursor,
    onEvent: (event) => {
      cursor = event.cursor ?? cursor;
      events.push(event);
    },
    resync: changes.resync ?? (async () => undefined),
    onState: (state) => states.push(state),
    connect: (url) => {
      const fake = new FakeSocket(url);
      sockets.push(fake);
      return fake;
    },
    random: () => 1,
  });
  socket.start();
  return { socket, sockets, events, states };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("LiveSocket", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("connects with a ticket, is open after hello and passes events on", async () => {
    const { sockets, events, states } = started();
    await settle();
    expect(sockets[0]!.url).toBe("ws://desk.test/ws/desk?token=t1");
    sockets[0]!.say({ type: "hello", cursor: 4 });
    sockets[0]!.say({ type: "message", cursor: 5 });
    expect(events).toEqual([{ type: "message", cursor: 5 }]);
    expect(states).toEqual(["connecting", "open"]);
  });

  it("comes back after a drop with a new ticket and the last cursor", async () => {
    const { sockets } = started();
    await settle();
    sockets[0]!.say({ type: "hello", cursor: 4 });
    sockets[0]!.say({ type: "message", cursor: 5 });
    sockets[0]!.drop();
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets[1]!.url).toBe("ws://desk.test/ws/desk?token=t2&cursor=5");
  });

  it("takes a new snapshot before reconnecting when its cursor has expired", async () => {
    const resync = vi.fn(async () => undefined);
    const { sockets } = started({ resync });
    await settle();
    sockets[0]!.drop(4410);
    await settle();
    expect(resync).toHaveBeenCalledOnce();
    expect(sockets).toHaveLength(2);
  });

  it("takes a new snapshot when it is told to", async () => {
    const resync = vi.fn(async () => undefined);
    const { sockets } = started({ resync });
    await settle();
    sockets[0]!.say({ type: "resync" });
    await settle();
    expect(resync).toHaveBeenCalledOnce();
    expect(sockets[0]!.readyState).toBe(3);
    expect(sockets).toHaveLength(2);
  });

  it("keeps trying while no ticket can be had, ever slower, and at once when told to hurry", async () => {
    const ticket = vi.fn(() => Promise.reject(new Error("offline")));
    const { socket } = started({ ticket });
    await settle();
    await vi.advanceTimersByTimeAsync(500);
    expect(ticket).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(ticket).toHaveBeenCalledTimes(2);
    socket.hurry();
    await settle();
    expect(ticket).toHaveBeenCalledTimes(3);
  });

  it("gives up an attempt that hangs, and what comes of it later changes nothing", async () => {
    const late: ((ticket: string) => void)[] = [];
    const { sockets, states } = started({ ticket: () => new Promise((give) => late.push(give)) });
    await vi.advanceTimersByTimeAsync(20_000 + 500);
    expect(late).toHaveLength(2);
    late[1]!("t2");
    await settle();
    expect(sockets.map(({ url }) => url)).toEqual(["ws://desk.test/ws/desk?token=t2"]);
    sockets[0]!.say({ type: "hello", cursor: 4 });
    late[0]!("t1");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sockets).toHaveLength(1);
    expect(states).toEqual(["connecting", "waiting", "connecting", "open"]);
  });

  it("pings, and treats a minute of silence as a drop", async () => {
    const { sockets } = started();
    await settle();
    sockets[0]!.say({ type: "hello", cursor: 1 });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(sockets[0]!.sent).toEqual(['{"type":"ping"}']);
    await vi.advanceTimersByTimeAsync(52_000);
    expect(sockets).toHaveLength(2);
  });

  it("ignores what an abandoned socket still says, and stays stopped once stopped", async () => {
    const { socket, sockets, events } = started();
    await settle();
    socket.stop();
    sockets[0]!.say({ type: "message", cursor: 9 });
    sockets[0]!.drop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual([]);
    expect(sockets).toHaveLength(1);
  });
});

describe("backoff", () => {
  it("doubles, is jittered by half and never exceeds 15 s", () => {
    expect([0, 1, 2].map((attempt) => backoff(attempt, () => 1))).toEqual([500, 1000, 2000]);
    expect(backoff(0, () => 0)).toBe(250);
    expect(backoff(30, () => 1)).toBe(15_000);
  });
});
