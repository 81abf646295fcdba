import { expect, test } from 'vitest';
import { setUp, workflowWith } from './step.ts';

/* What the API answers, as the real CLI tells of it: each failure has its class, wherever one looks. They stay as they
 * are: of a prompt that is too long the CLI makes a shorter one, once. */

const key = {
  'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
  'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
};
const show = `
      - if: always()
        env: { SAID: '\${{ steps.dispatch.outputs.outcome }} [\${{ steps.dispatch.outputs.error-code }}]' }
        run: echo "said=$SAID"
`;

test.each([
  [429, 'rate_limit_error', 'This would exceed your limit', 'api-rate-limit', 'rate-limited'],
  [529, 'overloaded_error', 'Overloaded', 'api-overloaded', 'model-overloaded'],
  [
    400,
    'invalid_request_error',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'context',
    'context-too-long',
  ],
  [400, 'invalid_request_error', 'Your credit balance is too low', 'api-auth', 'account-refused'],
  [404, 'not_found_error', 'model: claude-none', 'api', 'model-failed'],
])(
  'an API that answers %d (%s: %s) fails the run as %s',
  async (status, type, message, name, code) => {
    const bench = await setUp({ turns: [{ error: { status, type, message }, repeat: 50 }] });
    const outcome = await bench.run(workflowWith({ ...key, agent: 'reviewer', task: 'look' }, show));
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log).toContain(`said=failed [${name}]`);
    expect(outcome.log).toContain(`reviewer failed (${code}): `);
    expect(outcome.summary).toContain(`## reviewer: failed (\`${name}\`)`);
    expect(outcome.summary).toContain(`**Class:** \`${name}\``);
  },
  120_000,
);

test('a step that ends before it has a run to tell of says its class, too', async () => {
  const bench = await setUp();
  const outcome = await bench.run(workflowWith({ ...key, mode: 'walk' }, show));
  expect(outcome.conclusion).toBe('failure');
  expect(outcome.log).toContain('said=failed [config]');
});
