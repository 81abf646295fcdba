import type { Result } from '../../../core/output/result.ts';

/** A result as a run of the reviewer might leave it. */
export const good: Result = {
  version: 2,
  job_id: 'ab'.repeat(16),
  agent: 'reviewer',
  outcome: 'success',
  error_code: null,
  cause: null,
  text: 'All is well.',
  cost_usd: 0.0421,
  tokens: { input: 81_000, output: 2_345 },
  duration_ms: 125_000,
  turns: 7,
  model: 'claude-dummy',
  calls: { allowed: 9, refused: 1 },
  refused_calls: [
    { tool: 'Bash', input: 'curl https://x', rule: 'no-network', because: 'Bash is not in this profile.' },
  ],
  allowed_calls: [{ tool: 'Read', input: 'src/a.ts' }],
  audit_head: 'cd'.repeat(32),
  cli_version: '2.1.0',
  cage: 'bubblewrap',
};
