import { describe, expect, test } from 'vitest';
import { auditInput, type AuditEntry } from '../../../core/audit/entry.ts';
import { follow, noProof, objectionToEnd } from '../../../core/audit/proof.ts';
import { FIRST_HEAD } from '../../../core/audit/chain.ts';
import { append } from '../../../core/audit/record.ts';
import { sha256 } from '../../../edge/keys/digest.ts';
import { at, digest, startEntry as start } from './start-entry.ts';

const asked = (seq: number, verdict: 'allow' | 'deny' = 'allow'): AuditEntry => ({
  type: 'asked',
  at,
  seq,
  actor: ['main'],
  tool: 'Read',
  input: auditInput('{}', digest),
  verdict,
  rule: 'r',
  because: 'b',
});
const ended = (seq: number): AuditEntry => ({ type: 'ended', at, seq, is_error: false, duration_ms: 1 });
const end: AuditEntry = { type: 'end', at, outcome: 'success', because: null, cost_usd: 0.5, turns: 1 };

const hired = (worker: string): AuditEntry => ({
  type: 'worker',
  at,
  worker,
  lead: worker.slice(0, worker.lastIndexOf('/')),
  agent: 'helper',
  model: 'm',
  plan_sha256: digest,
  task_sha256: digest,
  budget_usd: 1,
});
const over = (worker: string): AuditEntry => ({
  type: 'worker_end',
  at,
  worker,
  end: 'finished',
  cost_usd: 0,
  turns: 1,
});
const fleet = (seq: number): AuditEntry => ({
  type: 'fleet',
  at,
  seq,
  tool: 't',
  became: 'done',
  code: null,
  because: null,
});

/** A log that chains, whatever it tells, followed to its first mistake. */
function prove(entries: AuditEntry[], publishedHead?: string) {
  let head = FIRST_HEAD;
  let proof = noProof;
  for (const entry of entries) {
    const record = append(head, entry, sha256);
    head = record.head;
    const next = follow(proof, record.line, sha256);
    if ('broken' in next) return next;
    proof = next.proof;
  }
  return objectionToEnd(proof, publishedHead) ?? proof;
}

describe('the records of a run fit together', () => {
  test('those of a whole run do, and are counted', () => {
    expect(
      prove([
        start,
        asked(1),
        hired('main/1'),
        fleet(1),
        hired('main/1/1'),
        over('main/1/1'),
        over('main/1'),
        end,
      ]),
    ).toMatchObject({ records: 8, asked: 1 });
    expect(prove([start, asked(1), asked(2, 'deny'), ended(1), end])).toMatchObject({
      records: 5,
      asked: 2,
      refused: 1,
      ended: 1,
      costUsd: 0.5,
    });
  });

  test.each<[string, AuditEntry[], number, string]>([
    ['no start', [asked(1), end], 1, 'not a `start`'],
    ['two starts', [start, start, end], 2, 'second `start`'],
    ['a gap in the numbers', [start, asked(1), asked(3), end], 3, 'number 3 where 2'],
    ['numbers from 0', [start, asked(0), end], 2, 'number 0 where 1'],
    ['a number twice', [start, asked(1), asked(1), end], 3, 'number 1 where 2'],
    ['the end of a call nobody asked for', [start, asked(1), ended(2), end], 3, 'call 2 ended'],
    ['a call about others that nobody asked for', [start, fleet(1)], 2, 'call 1 was about other agents'],
    [
      'a worker whom nobody hired',
      [start, { type: 'canary', at, worker: 'main/1', tool: 't', verdict: 'deny' }],
      2,
      'nobody has hired',
    ],
    ['a call of one', [start, { ...asked(1), actor: ['main/1'] } as AuditEntry], 2, 'nobody has hired'],
    ['a worker who is hired twice', [start, hired('main/1'), hired('main/1')], 3, 'was hired before'],
    [
      'a worker of another lead',
      [start, hired('main/1'), hired('main/2/1')],
      3,
      'not one that main/2 could hire',
    ],
    [
      'a worker who ends twice',
      [start, hired('main/1'), over('main/1'), over('main/1')],
      4,
      'had ended before',
    ],
    ['something after the end', [start, end, asked(1)], 3, 'follows the `end`'],
    ['no end', [start, asked(1)], 3, 'incomplete'],
    ['nothing', [], 1, 'incomplete'],
  ])('%s is found, although every line chains', (_, entries, broken, because) => {
    expect(prove(entries)).toMatchObject({ broken, because: expect.stringContaining(because) });
  });

  test('what the gate withheld may follow the end, and nothing but that', () => {
    const withheld: AuditEntry = { type: 'withheld', at, sink: 'artifact', field: 'text', kinds: ['KEY'] };
    expect(prove([start, withheld, end, withheld, withheld])).toMatchObject({ records: 5 });
    expect(prove([start, end, withheld, asked(1)])).toMatchObject({ broken: 4 });
    expect(prove([start, end, withheld, end])).toMatchObject({ broken: 4 });
  });

  test('only a missing end is called incomplete', () => {
    expect(prove([start])).toMatchObject({ incomplete: true });
    expect(prove([start, asked(2), end])).not.toHaveProperty('incomplete');
  });

  test('another head than the published one is found', () => {
    expect(prove([start, end], digest)).toMatchObject({
      broken: 3,
      because: expect.stringContaining('published'),
    });
  });
});
