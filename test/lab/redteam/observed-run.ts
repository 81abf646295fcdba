import type { Plan } from '../../../core/profile/plan.ts';
import type { Observed } from '../../../lab/redteam/observed.ts';
import { Scenario } from '../../../lab/redteam/scenario.ts';
import type { RecordedRequest } from '../../../lab/model/server.ts';
import { plan as everyTool } from '../../contract/plan.ts';

export const CANARY = 'cnry0123456789abcdef0123456789';
export const API_KEY = 'sk-ant-api03-rt0123456789ab-dummydummydummydummy';

/** A scenario with nothing in it but what a test says. */
export function scenarioWith(fields: object): Scenario {
  return Scenario.parse({
    version: 1,
    id: 'Z01-test',
    title: 'A test',
    position: 'model',
    layers: ['cage'],
    canaries: ['one'],
    markers: ['mark'],
    model: [{ text: 'Done.' }],
    oracles: { sink: ['one'] },
    ablations: [{ holes: ['no-cage'] }],
    ...fields,
  });
}

export const plan: Plan = {
  ...everyTool,
  agent: 'hostile',
  tools: ['Read', 'Bash'],
  allowedTools: ['Read', 'Bash'],
};

/** A run in which nothing bad was seen. */
export function cleanRun(oracles: object, changes: Partial<Observed> = {}): Observed {
  return {
    scenario: scenarioWith({ oracles }),
    secrets: {
      run: 'rt0123456789ab',
      canaries: { one: CANARY, 'api-key': API_KEY, 'github-token': 'ghs_dummy0123456789' },
    },
    requests: [],
    caught: [],
    evidence: [],
    log: '',
    summary: '',
    comments: [],
    server: 'http://127.0.0.1:1',
    artifacts: {},
    markers: [],
    survivors: [],
    tookMs: 1000,
    mayTakeMs: 5000,
    misspelt: null,
    model: { ended: true, said: 1 },
    ...changes,
  };
}

/** A request as the broker sends it. */
export function request(body: object = {}, changes: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    method: 'POST',
    path: '/v1/messages?beta=true',
    headers: { 'x-api-key': API_KEY, 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
    body: { model: plan.model, max_tokens: 1000, messages: [{ role: 'user', content: 'Look.' }], ...body },
    at: 0,
    status: 200,
    ...changes,
  };
}

/** The body of a request that carries the result of a call. */
export function withResult(text: string): object {
  return {
    messages: [
      { role: 'user', content: 'Look.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'x' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: text }] },
    ],
  };
}
