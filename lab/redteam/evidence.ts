import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Plan } from '../../core/profile/plan.ts';
import type { BrokerEvent } from '../../edge/broker/events.ts';
import type { Note } from '../../edge/claude/supervision.ts';
import type { Manifest } from './manifest.ts';

/** One thing that the step saw of its own run; a line of JSON each, written as it happens. */
export type Witnessed =
  | { kind: 'began'; checkout: string; temp: string; manifests: Record<string, Manifest> }
  | {
      kind: 'launched';
      inside: string[];
      environment: Record<string, string>;
      plan: Plan;
      taint: readonly string[];
    }
  | { kind: 'note'; note: Note }
  | { kind: 'broker'; event: BrokerEvent }
  /** Markers that lay in the agent's copy of the checkout at its end. */
  | { kind: 'traces'; names: string[] }
  | { kind: 'ended'; manifests: Record<string, Manifest>; exitCode: number };

/** Adds a line to the evidence of a run. */
export function witness(file: string, seen: Witnessed): void {
  appendFileSync(file, `${JSON.stringify(seen)}\n`, { mode: 0o600 });
}

/** Everything that was seen so far; a last line that was not finished is left out. */
export function readEvidence(file: string): Witnessed[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Witnessed);
}
