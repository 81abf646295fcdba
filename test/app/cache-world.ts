import type { Result } from '../../core/output/result.ts';
import { pinnedCli } from '../../edge/claude/pinned-cli.ts';
import { FILES, succeeds } from './world.ts';

const CONFIG = '.github/dispatch.yml';

/** The repository of the other stories, whose reviewer's answers are kept for a day. */
export const CACHING: Record<string, string> = {
  ...FILES,
  [CONFIG]: (FILES[CONFIG] ?? '').replace('  helper:', '    cache_hours: 24\n  helper:'),
};

/** A run that leaves a whole result, but for what differs. */
export const whole = (differing: Partial<Result> = {}) =>
  succeeds({ cli_version: pinnedCli().version, cage: 'proven', audit_head: 'a'.repeat(64), ...differing });

export const TASK = '/dispatch reviewer look at it';
