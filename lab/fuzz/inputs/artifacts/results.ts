import type { Random } from '../../random.ts';

/** A result as a run writes it, with some of its texts long. */
export function goodResult(random: Random): Record<string, unknown> {
  return {
    version: 2,
    job_id: 'ab'.repeat(16),
    agent: 'reviewer',
    outcome: random.pick(['success', 'failed', 'refused', 'cancelled', 'timed_out']),
    error_code: random.pick([null, 'budget', 'bug']),
    cause: random.pick([null, { code: 'x', because: 'y', remedy: 'z' }]),
    text: random.pick([
      'All errors are handled.',
      'ünï ☃ 𝒳\n',
      'a'.repeat(3_000),
      'line of the answer\n'.repeat(2_000),
    ]),
    cost_usd: random.pick([null, 0, 0.01]),
    tokens: random.pick([null, { input: 5, output: 7 }]),
    duration_ms: 1234,
    turns: 2,
    model: 'dummy-model',
    calls: { allowed: 1, refused: 0 },
    refused_calls: [],
    allowed_calls: [{ tool: 'Read', input: '{"file_path":"x"}' }],
    audit_head: null,
    cli_version: null,
    cage: null,
  };
}

const NASTY = [
  '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"a":1,"a":2}', '1e999', '-0', 'NaN', '{"version":1}', '[]', '"', '\\',
  '\u0000', '\ufeff{}', 'null', '{"version":1e0,"cost_usd":-1}', '99999999999999999999999999', '"\\ud800"', '{"a":', '}', 'tru', '0x1', '1.', '[1,]', '//',
]; // prettier-ignore

/** What a hostile run may leave as its result.json. */
export function badResult(random: Random): string {
  const good = JSON.stringify(goodResult(random));
  const at = random.below(good.length);
  const deep = random.pick([9, 1_000, 400_000]);
  return random
    .pick([
      () => random.pick(NASTY),
      () => good.slice(0, at) + random.pick(NASTY) + good.slice(at),
      () => good.slice(0, at),
      () => good.slice(0, at) + good.slice(at + 1 + random.below(20)),
      () => random.pick(['[', '{"a":', '[[{"b":[']).repeat(deep),
      () => good.replace('"version":2', `"version":${random.pick(NASTY)}`),
      () => good.replace('1234', random.pick(['-1', '1e400', '1e308', '9'.repeat(400), '0.1e-9999', '"1"'])),
      () => `{${Array.from({ length: deep / 10 }, (_, key) => `"k${key}":0`).join()}}`,
      () => `[${'0,'.repeat(deep)}0]`,
      () => `{"text":"${random.pick(['\\u0000', '\\\\', '\\n', 'é', 'x'])}`.padEnd(deep, 'y'),
      () => `{"text":"${random.pick(['\\u0041', '\\"', '\\ud83d'])}`.concat('\\u0041'.repeat(deep / 8), '"}'),
      () => ' '.repeat(deep) + good,
    ])()
    .slice(0, 1_048_576);
}
