import { openCircuit } from './circuit.ts';
import { Held } from './held.ts';
import type { Clock, PaceRules } from './pace-rules.ts';
import { openPause } from './pause.ts';
import { limitedUntil, statusIn } from './refused-answer.ts';
import type { Request } from './request.ts';
import { openTurns, type Order } from './turns.ts';

/** Paces the calls of each installation for itself. */
export type Pace = {
  /** The client of an installation, paced; 0 stands for the App itself. */
  paced(installationId: number, request: Request): Request;
  /** What part of its limits for content an installation has left: 0 to 1. 0 while GitHub is not asked. */
  part(installationId: number): number;
  /** How it stands now: installations that pause, open circuits, and the least content that one of them may still make. */
  readonly standing: () => { paused: number; open: number; contentLeft: number | null; pauses: number };
};

type Answer = Awaited<ReturnType<Request>>;
type Call = {
  route: string;
  params: Record<string, unknown>;
  order: Order;
  /** Milliseconds that it waits for its turn at most, where that is less than others do. */
  patience: number | undefined;
  isSent: boolean;
  answer: Promise<Answer>;
  /** An edit of the same comment that came while this one was sent: this one is not repeated any more. */
  newer?: Call;
};
/** How often a call was refused for a limit, and failed: each has its own end. */
type Tried = { limited: number; failed: number };
type Lane = ReturnType<typeof openLane>;

/** Repeats of a call that failed, and of one that GitHub refused for a limit. */
const MOST_REPEATS = 3;
const MOST_AFTER_LIMIT = 2;

/**
 * All that keeps us within GitHub's limits is here, and Octokit's plugins for it are off: they would let one call wait
 * where GitHub asks all of an installation to, send repeats past every count, and know nothing of what can wait.
 */
export function openPace(rules: PaceRules, clock: Clock): Pace {
  const lanes = new Map<number, Lane>();
  let pauses = 0;
  return {
    paced(installationId, request) {
      const lane = lanes.get(installationId) ?? openLane(rules, clock, () => (pauses += 1));
      lanes.set(installationId, lane);
      return (route, params = {}) => lane.call(request, route, params);
    },
    part(installationId) {
      const lane = lanes.get(installationId);
      if (lane === undefined) return 1;
      return lane.circuit.lets() ? lane.turns.part() : 0;
    },
    standing() {
      const all = [...lanes.values()];
      return {
        paused: all.filter(({ pause }) => pause.until() > clock.now()).length,
        open: all.filter(({ circuit }) => circuit.isOpen()).length,
        contentLeft: all.length === 0 ? null : Math.min(...all.map(({ turns }) => turns.left())),
        pauses,
      };
    },
  };
}

function openLane(rules: PaceRules, clock: Clock, begun: () => void) {
  const circuit = openCircuit(rules.circuit, clock.now);
  const pause = openPause(rules, clock, begun);
  const turns = openTurns(rules, clock, pause);
  /** The newest edit of each comment. */
  const edits = new Map<string, Call>();

  const send = async (request: Request, call: Call, isContent: boolean): Promise<Answer> => {
    circuit.check();
    await (isContent ? turns.take(call) : pauseOver(rules, clock, () => pause.until()));
    circuit.enter();
    call.isSent = true;
    try {
      const answer = await request(call.route, call.params);
      circuit.answered();
      if (isContent) pause.made();
      return answer;
    } catch (error) {
      const status = statusIn(error);
      if (status === undefined || status >= 500) circuit.failed();
      else circuit.answered();
      const until = rules.pauseMs === 0 ? undefined : limitedUntil(error, clock.now());
      if (until !== undefined) pause.refused(until);
      throw error;
    } finally {
      call.isSent = false;
    }
  };

  const make = async (request: Request, call: Call): Promise<Answer> => {
    const isContent = !call.route.startsWith('GET ');
    const tried = { limited: 0, failed: 0 };
    for (;;) {
      if (call.newer) return call.newer.answer;
      try {
        return await send(request, call, isContent);
      } catch (error) {
        if (error instanceof Held) throw error;
        const wait = repeatAfter(rules, error, call, tried, clock.now());
        if (wait === 'held') throw new Held('GitHub refused a call for a limit.', pause.until());
        if (wait === null || circuit.isOpen()) throw error;
        await clock.sleep(wait);
      }
    }
  };

  const call = (request: Request, route: string, params: Record<string, unknown>): Promise<Answer> => {
    const key = editOf(route, params);
    const order = orderOf(route, params);
    const earlier = key === null ? undefined : edits.get(key);
    if (earlier && !earlier.isSent) {
      // What was to be written is out of date before anybody saw it.
      earlier.params = params;
      earlier.order = Math.min(earlier.order, order) as Order;
      earlier.patience = longer(earlier.patience, optionsIn(params).patience);
      return earlier.answer;
    }
    const { promise: answer, resolve, reject } = Promise.withResolvers<Answer>();
    const { patience } = optionsIn(params);
    const made: Call = { route, params, order, patience, isSent: false, answer };
    if (earlier) earlier.newer = made;
    if (key !== null) edits.set(key, made);
    const forget = (): void => {
      if (key !== null && edits.get(key) === made) edits.delete(key);
    };
    void make(request, made).then(resolve, reject).finally(forget);
    return answer;
  };
  return { call, circuit, pause, turns };
}

/** Reads wait for the end of a pause, too. */
async function pauseOver({ longestWaitMs }: PaceRules, clock: Clock, until: () => number): Promise<void> {
  const deadline = clock.now() + longestWaitMs;
  while (until() > clock.now()) {
    if (until() > deadline) throw new Held('GitHub asked this installation to make a pause.', until());
    await clock.sleep(until() - clock.now());
  }
}

/**
 * How long to wait before a call is made once more; null when it is not. A call that was refused for a limit did nothing,
 * so every one may be repeated; of the others, those that do not say `retries: 0`.
 */
function repeatAfter(
  rules: PaceRules,
  error: unknown,
  { params }: Call,
  tried: Tried,
  now: number,
): number | 'held' | null {
  if (rules.pauseMs > 0 && limitedUntil(error, now) !== undefined) {
    tried.limited += 1;
    return tried.limited <= MOST_AFTER_LIMIT ? 0 : 'held';
  }
  const status = statusIn(error);
  const mayPass = status === undefined || status >= 500 || status === 429;
  if (!mayPass || tried.failed >= MOST_REPEATS || optionsIn(params).retries === 0) return null;
  tried.failed += 1;
  return rules.retryMs * tried.failed ** 2;
}

function optionsIn(params: Record<string, unknown>): {
  retries?: number;
  progress?: boolean;
  patience?: number;
} {
  return params['request'] ?? {};
}

/** Of two patiences the longer; undefined is as long as any. */
function longer(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}

function orderOf(route: string, params: Record<string, unknown>): Order {
  if (optionsIn(params).progress === true) return 2;
  return /^POST .*\/(?:comments|reactions)$/.test(route) ? 1 : 0;
}

/** What an edit of a comment is about; null for any other call. */
function editOf(route: string, params: Record<string, unknown>): string | null {
  if (!/^PATCH .*\/issues\/comments\/\{comment_id\}$/.test(route)) return null;
  return `${String(params['owner'])}/${String(params['repo'])}#${String(params['comment_id'])}`;
}
