import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layers, type Layers } from '../../../action/caged-job.ts';
import { openDesk } from '../../../action/desk.ts';
import { makeRecorder } from '../../../action/record.ts';
import { runInCage } from '../../../action/run-in-cage.ts';
import { judge } from '../../../core/policy/judge.ts';
import type { ToolCall } from '../../../core/policy/verdict.ts';
import type { Note } from '../../../edge/claude/supervision.ts';
import { openAuditLog } from '../../../edge/files/audit-log.ts';
import { randomOf } from '../../fuzz/random.ts';
import { loneJob } from '../../lone-job.ts';
import { tracedPlan } from './calls.ts';
import { die, faultyJudge, idOf } from './faults.ts';
import type { JudgedOrder } from './order.ts';
import { tracesIn } from './traces.ts';

/** The process of one run with a faulty judge: real layers, real record. Its one argument is the file of its order. */
const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as JudgedOrder;
const audit = openAuditLog(order.evidence);
const recorder = makeRecorder(openDesk({ 'api-key': order.apiKey }), audit);
const plan = tracedPlan();
const run = await runInCage(
  {
    ...(await loneJob(order)),
    plan,
    onNote,
    onBrokerEvent: recorder.onBrokerEvent,
  },
  faultyLayers(),
);
writeFileSync(join(order.evidence, 'run.json'), JSON.stringify(run));

function onNote(note: Note): void {
  if (note.kind === 'asked') {
    const isStruck = idOf(note.call.input) === order.fault?.id;
    if (isStruck && order.fault?.name === 'killed-while-recording') {
      // Half of a record is on disk when the process dies.
      writeFileSync(join(order.evidence, 'audit.jsonl'), '{"entry":{"actor":["ma', { flag: 'a' });
      die();
    }
    if (order.holes.includes('lossy-record') && isStruck) return;
  }
  recorder.onNote(note);
}

function faultyLayers(): Layers {
  const { holes, seed, serial, fault } = order;
  return {
    ...layers,
    launchSettings(of) {
      const settings = layers.launchSettings(of);
      if (!holes.includes('no-questions')) return settings;
      const permissions = { ...settings.permissions, ask: [], allow: ['Write', 'Bash'] };
      const sandbox = { ...settings.sandbox, autoAllowBashIfSandboxed: true };
      return { ...settings, permissions, sandbox } as typeof settings;
    },
    async superviseRun(supervision) {
      const decide = holes.includes('open-judge')
        ? () => ({ allow: true, rule: 'open-judge' }) as const
        : (call: ToolCall) => judge(call, plan, supervision.taint);
      const ended = await layers.superviseRun({
        ...supervision,
        ...(holes.includes('no-questions') ? { canary: null } : {}),
        judge: faultyJudge(decide, fault, {
          random: randomOf(seed, serial),
          onStrike: () => writeFileSync(join(order.evidence, 'struck'), ''),
        }),
      });
      const executed = tracesIn(supervision.workspace ?? '');
      writeFileSync(join(order.evidence, 'executed.json'), JSON.stringify(executed));
      return ended;
    },
  };
}
