import { expect, test } from 'vitest';
import type { DeploymentObjection } from '../../../core/approval/judge-deployment.ts';
import { deploymentComment } from '../../../core/output/deployment-comment.ts';
import { gate, orNotice, reveal } from '../../../core/redact/gate.ts';
import type { Document } from '../../../core/redact/document.ts';

const jobId = '2'.repeat(32);
const said = (text: Document) => reveal(orNotice(gate(text, 'comment', { secrets: {} }), 'comment'));

test('an approval says whose it was and of which plan, or that it took nobody', () => {
  const digest = 'ab'.repeat(32);
  const agreed = said(deploymentComment({ state: 'approved', jobId, by: 'rosa', digest }));
  expect(agreed).toContain(`rosa approved its plan \`${digest.slice(0, 12)}\``);
  const alone = said(deploymentComment({ state: 'approved', jobId, by: null, digest: null }));
  expect(alone).toContain("needs nobody's approval");
});

test('each rejection has words of its own, and says what to do', () => {
  const reasons: DeploymentObjection[] = [
    'not-ours',
    'run-again',
    'run-over',
    'job-over',
    'not-approved',
    'other-plan',
  ];
  const texts = reasons.map((reason) => said(deploymentComment({ state: 'rejected', reason })));
  for (const text of texts) expect(text).toMatch(/write the command/i);
  expect(new Set(texts).size).toBe(reasons.length);
});
