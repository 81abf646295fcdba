import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { dollarsIn } from '../core/ledger/amount.ts';
import { OPEN_STATES, TERMINAL_STATES } from '../edge/store/job.ts';
import type { Pace } from '../edge/github/pace.ts';
import type { OnAnswer } from '../edge/github/patient-fetch.ts';
import type { Counts } from '../edge/store/counts.ts';

/** What the app counts of itself, for Prometheus. No name of a person or a repository is in it. */
export type Metrics = {
  /** A webhook was answered with this status. */
  readonly answered: (status: number) => void;
  /** GitHub answered a call, or did not (status 0). `left` is what its rate limit leaves. */
  readonly called: OnAnswer;
  /** For so many seconds nobody was there before this start. */
  readonly wasDown: (seconds: number) => void;
  /** Counts the process's own memory and time, too. */
  readonly watchProcess: () => void;
  /** All of it in Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** The media type of `text`. */
  readonly contentType: string;
};

/** Opens the metrics; `counts` is asked at every reading, `now` gives milliseconds since 1970. */
export function openMetrics(
  counts: () => Promise<Counts>,
  now: () => number,
  standing: Pace['standing'],
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const answers = new Counter({
    name: 'dispatch_webhook_answers_total',
    help: 'Webhook requests by the status they were answered with.',
    labelNames: ['status'],
    registers,
  });
  const calls = new Counter({
    name: 'dispatch_github_calls_total',
    help: "Calls of GitHub's API by the status of the answer; 0 for none.",
    labelNames: ['status'],
    registers,
  });
  const left = new Gauge({
    name: 'dispatch_github_rate_limit_remaining',
    help: "What GitHub's rate limit left at the last answer, by resource.",
    labelNames: ['resource'],
    registers,
  });
  const down = new Gauge({
    name: 'dispatch_down_seconds',
    help: 'For how long no app was running before this one was started, to the last five minutes.',
    registers,
  });
  const setStore = storeGauges(registers);
  const setPace = paceMetrics(registers);
  return {
    answered: (status) => answers.inc({ status }),
    called(status, limit) {
      calls.inc({ status });
      if (limit !== null) left.set({ resource: limit.resource }, limit.remaining);
    },
    wasDown: (seconds) => down.set(seconds),
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    async text() {
      setStore(await counts(), now());
      setPace(standing());
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** The gauges of the store; returns what sets them to a reading. */
function storeGauges(registers: Registry[]): (found: Counts, now: number) => void {
  const waiting = new Gauge({
    name: 'dispatch_deliveries_waiting',
    help: 'Deliveries that were kept and wait for work.',
    registers,
  });
  const age = new Gauge({
    name: 'dispatch_delivery_oldest_seconds',
    help: 'Age of the oldest delivery that waits for work; 0 when none does.',
    registers,
  });
  const setMoney = moneyMetrics(registers);
  const jobs = new Gauge({
    name: 'dispatch_jobs',
    help: 'Jobs in the store by state.',
    labelNames: ['state'],
    registers,
  });
  return (found, now) => {
    const { deliveries, oldestAt } = found.waiting;
    waiting.set(deliveries);
    age.set(oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1000);
    for (const state of [...OPEN_STATES, ...TERMINAL_STATES]) jobs.set({ state }, 0);
    setMoney(found.money);
    for (const row of found.jobs) jobs.set({ state: row.state }, row.jobs);
  };
}

/** What the ledger holds; the sums are the store's, so they outlive a restart. */
function moneyMetrics(registers: Registry[]): (money: Counts['money']) => void {
  const reserved = new Gauge({
    name: 'dispatch_budget_reserved_usd',
    help: 'US dollars that are reserved for runs that have not ended.',
    registers,
  });
  const spent = new Counter({
    name: 'dispatch_budget_spent_usd_total',
    help: 'US dollars that ended runs were settled with.',
    registers,
  });
  return (money) => {
    reserved.set(dollarsIn(money.reserved));
    spent.reset();
    spent.inc(dollarsIn(money.spent));
  };
}

/** How the calls of GitHub are paced, over all installations. */
function paceMetrics(registers: Registry[]): (standing: ReturnType<Pace['standing']>) => void {
  const paused = new Gauge({
    name: 'dispatch_github_paused',
    help: 'Installations that make a pause because GitHub asked for it.',
    registers,
  });
  const open = new Gauge({
    name: 'dispatch_github_circuits_open',
    help: 'Installations for which GitHub is not asked because it does not answer.',
    registers,
  });
  const left = new Gauge({
    name: 'dispatch_github_content_left',
    help: 'The least content that one installation may still make now, of 80 a minute and 500 an hour.',
    registers,
  });
  const pauses = new Counter({
    name: 'dispatch_github_pauses_total',
    help: 'Pauses that GitHub asked for.',
    registers,
  });
  return (standing) => {
    paused.set(standing.paused);
    open.set(standing.open);
    if (standing.contentLeft !== null) left.set(standing.contentLeft);
    pauses.reset();
    pauses.inc(standing.pauses);
  };
}
