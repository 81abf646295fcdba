import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findAll } from '../../../core/redact/detector.ts';
import { detectors } from '../../../core/redact/detectors/table.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';

const long = (length: number) => 'dUmMy0'.repeat(Math.ceil(length / 6)).slice(0, length);
const body = `${long(64)}\n${long(64)}\n${long(20)}==`;
const jwt = `eyJ${long(20)}.eyJ${long(40)}.${long(43)}`;
const pem = (lines: string) => `-----BEGIN RSA PRIVATE KEY-----\n${lines}\n-----END RSA PRIVATE KEY-----`;

/** Dummies of each kind, and near misses that are none. The first of a pair is what must go. */
const samples: Readonly<Record<string, { yes: readonly string[]; no: readonly string[] }>> = {
  'anthropic-key': {
    yes: ['api03', 'oat01', 'ort01', 'admin01'].map((kind) => `sk-ant-${kind}-${long(93)}AA`),
    no: ['sk-ant-api03-', 'sk-ant-api03-…', 'task-ant-colony'],
  },
  'github-token': {
    yes: [...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((kind) => `${kind}_${long(36)}`), `ghs_123456_${jwt}`],
    no: ['ghp_short', 'ghp_', `ghx_${long(36)}`],
  },
  'github-pat': {
    yes: [`github_pat_${long(22)}_${long(59)}`],
    no: ['github_pat_', `github_pat_${long(20)}`],
  },
  'aws-key': {
    yes: ['AKIADUMMYDUMMYDUMMY2', 'ASIADUMMYDUMMYDUMMY2', `aws_secret_access_key = ${long(40)}`],
    no: ['AKIADUMMY', 'AKIADUMMYDUMMYDUMMY2345', 'SECRET_ACCESS_KEY is not set'],
  },
  jwt: { yes: [jwt, `eyJ${long(20)}.eyJ${long(40)}.`], no: ['eyJ.eyJ.x', `eyJ${long(20)}`, 'a.eyJ'] },
  'private-key': {
    yes: [
      pem(body),
      `-----BEGIN PRIVATE KEY-----\n${body}`,
      pem(body).replaceAll('\n', '\\n'),
      pem(body).replace(/^/gm, '+'),
      pem(body).replace(/^/gm, '> '),
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${long(70)}\n${long(64)}`,
      pem(`Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${body}`),
    ],
    no: [`-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`, '-----BEGIN CERTIFICATE-----'],
  },
  'slack-token': {
    yes: [`xoxb-123456789012-${long(24)}`, `xapp-1-A0-${long(40)}`],
    no: ['xoxo hugs', 'xoxb-'],
  },
  'google-api-key': { yes: [`AIza${long(35)}`], no: ['AIza', `AIza${long(20)}`] },
  'npm-token': { yes: [`npm_${long(36)}`], no: ['npm_config_cache', 'npm_'] },
  'pypi-token': { yes: [`pypi-AgEIcHlwaS5vcmc${long(120)}`], no: ['pypi-AgE'] },
  'stripe-key': {
    yes: [`sk_live_${long(24)}`, `rk_test_${long(30)}`, `whsec_${long(32)}`],
    no: ['sk_live_', 'sk_test_x'],
  },
  'openai-key': {
    yes: [`sk-proj-${long(60)}T3BlbkFJ${long(60)}`, `sk-svcacct-${long(40)}`],
    no: ['sk-proj-', 'task-proj-1'],
  },
  'azure-secret': { yes: [`abc8Q~${long(34)}`, `AccountKey=${long(86)}==`], no: ['Q~', 'AccountKey=none'] },
  'url-password': {
    yes: ['postgres://app:dummy-pass@db.internal/x', 'https://x-access-token:dummypass@github.com/o/r'],
    no: ['https://example.com:8080/a@b', 'http://[::1]:80/', 'https://example.com/a:b@c'],
  },
  'authorization-header': {
    yes: [`Authorization: Bearer ${long(40)}`, `authorization: basic ${long(28)}==`],
    no: ['the bearer of bad news', 'Basic understanding'],
  },
};

const filesIn = (folder: string) =>
  readdirSync(new URL(`../../../core/redact/${folder}/`, import.meta.url))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((file) => file !== 'table')
    .sort();

describe('the tables are complete', () => {
  test('detectors', () => {
    expect(detectors.map((detector) => detector.kind).sort()).toEqual(filesIn('detectors'));
    expect(Object.keys(samples).sort()).toEqual(filesIn('detectors'));
  });
});

describe.each(detectors)('$kind', (detector) => {
  const { yes, no } = samples[detector.kind] ?? { yes: [], no: [] };

  test.each(yes)('masks %j', (sample) => {
    const text = `before ${sample} after`;
    const ranges = findAll(detector, text);
    expect(ranges.length).toBeGreaterThan(0);
    const result = gate(text, 'output', { secrets: {} });
    if (isWithheld(result)) throw new Error(result.because);
    expect(reveal(result)).toMatch(/^before .*\[redacted: [a-z-]+\].* after$/s);
    expect(reveal(result)).not.toMatch(/dUmMy0|DUMMYDUMMY|dummy-?pass/);
  });

  test.each(no)('leaves %j', (sample) => expect(findAll(detector, `before ${sample} after`)).toEqual([]));

  test('is linear on text made of its anchors', () => {
    // The time of our own process, the best of three: what else the machine does is no matter.
    const took = (length: number) => {
      const text = detector.anchors.map((anchor) => `${anchor}aA0_.-/`.repeat(length / 16)).join('');
      const once = () => {
        const before = process.cpuUsage();
        findAll(detector, text);
        return process.cpuUsage(before).user / 1000;
      };
      return Math.min(once(), once(), once());
    };
    took(20_000);
    // The second term is for a busy machine, whose caches are others'; a quadratic search takes seconds.
    expect(took(400_000)).toBeLessThan(30 * Math.max(2, took(40_000)) + 500);
  });
});

test('the secret that goes with an access key id goes too', () => {
  const out = reveal(
    gate(`id AKIADUMMYDUMMYDUMMY2 and key ${long(40)} end`, 'output', { secrets: {} }) as never,
  );
  expect(out).toBe('id [redacted: aws-key] and key [redacted: aws-key] end');
});
