import type { Finding } from './oracles.ts';
import type { Parts } from './parts.ts';
import { play } from './play.ts';
import { scheduleAt } from './schedule.ts';

/** What many schedules came to. */
export type PlayedAll = {
  workers: number;
  requests: number;
  spentMicroUsd: number;
  /** How often each code refused. */
  refused: Map<string, number>;
  broken: { index: number; findings: Finding[] }[];
};

/** Plays the first schedules of a seed, one after the other. */
export async function playAll(
  seed: number,
  count: number,
  parts: Parts,
  onPlayed: (done: number) => void = () => {},
): Promise<PlayedAll> {
  const all: PlayedAll = { workers: 0, requests: 0, spentMicroUsd: 0, refused: new Map(), broken: [] };
  for (let index = 0; index < count; index += 1) {
    const { findings, workers, requests, spentMicroUsd, refused } = await play(
      scheduleAt(seed, index),
      parts,
    );
    all.workers += workers;
    all.requests += requests;
    all.spentMicroUsd += spentMicroUsd;
    for (const code of refused) all.refused.set(code, (all.refused.get(code) ?? 0) + 1);
    if (findings.length > 0) all.broken.push({ index, findings });
    onPlayed(index + 1);
  }
  return all;
}
