import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAsked } from '../../cli/redteam/asked.ts';
import { configPath } from '../../core/config/path.ts';
import { readWorkflow } from '../../lab/runner/workflow.ts';

/* docs/examples/workflows/redteam.yml: what an adopter copies to attack each change of their configuration. */

const text = readFileSync(new URL('../../docs/examples/workflows/redteam.yml', import.meta.url), 'utf8');
const { jobs } = readWorkflow(text, 'redteam.yml');
const scripts = jobs.flatMap(({ steps }) => steps.flatMap(({ does }) => ('run' in does ? [does.run] : [])));

test('it runs on pull requests that touch the configuration, with nothing worth stealing', () => {
  expect(text).toMatch(/^on:\n {2}pull_request:\n {4}paths: /m);
  expect(text).toContain(`paths: [${configPath},`);
  expect(text).not.toMatch(/secrets\.|pull_request_target/);
  expect(jobs.map(({ permissions }) => permissions)).toEqual([{ metadata: 'read', contents: 'read' }]);
});

test('its command is one that the CLI understands, about the adopter’s own agents', () => {
  const command = scripts.find((script) => script.includes('dispatch redteam')) ?? '';
  const asked = readAsked(command.trim().split(' ').slice(2));
  expect(asked).toMatchObject({
    configs: [configPath],
    agents: [],
    json: 'redteam.json',
    sarif: 'redteam.sarif',
    page: 'redteam.html',
  });
});
