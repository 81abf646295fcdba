import { microLimit, type WrittenAmount } from './amount.ts';

/**
 * What is counted together, under the keys that a configuration uses: a person's runs of a day in one installation,
 * a repository's of a day, an installation's of a month. In this order they are always locked.
 */
export const WINDOWS = ['user_per_day', 'repository_per_day', 'installation_per_month'] as const;
export type Window = (typeof WINDOWS)[number];
export type Windows<T> = Readonly<Record<Window, T>>;

/** The most that each window may hold, in micro-dollars; null for no limit. */
export type Caps = Windows<number | null>;

/** Makes one value for each window. */
export function eachWindow<T>(make: (window: Window) => T): Windows<T> {
  return {
    user_per_day: make('user_per_day'),
    repository_per_day: make('repository_per_day'),
    installation_per_month: make('installation_per_month'),
  };
}

/** Caps as they are written, in micro-dollars. */
export function limitsOf(written: { [W in Window]?: WrittenAmount | undefined }): Partial<Caps> {
  return eachWindow((window) => {
    const amount = written[window];
    return amount === undefined ? null : microLimit(amount);
  });
}

/** What several have to say, the strictest word of it for each window. */
export function strictestCaps(all: readonly Partial<Caps>[]): Caps {
  return eachWindow((window) => {
    const caps = all.map((one) => one[window]).filter((cap) => typeof cap === 'number');
    return caps.length === 0 ? null : Math.min(...caps);
  });
}

/** The day and the month, in UTC, that a moment (milliseconds since 1970) belongs to. */
export function periodsOf(time: number): { day: string; month: string } {
  const day = new Date(time).toISOString().slice(0, 10);
  return { day, month: day.slice(0, 7) };
}

/** When a window of that moment ends and counts from nothing again: an ISO date. */
export function resetOf(window: Window, time: number): string {
  const at = new Date(time);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const next =
    window === 'installation_per_month' ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, day + 1);
  return periodsOf(next).day;
}
