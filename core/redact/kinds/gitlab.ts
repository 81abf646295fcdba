import { family, precise } from './kind.ts';

/** Tokens of GitLab. Newer ones are routable: longer, with dots before a short end. */
export const gitlab = family('gitlab', [
  precise('gitlab-pat', ['glpat-'], /glpat-[\w-]{20,300}(?:\.[0-9a-z]{2}(?:\.?[0-9a-z]{7,9})?)?/y, [
    'glpat-{base64url:20}',
    'glpat-{base64url:42}.{base36:2}.{base36:9}',
    'glpat-{base64url:27}.{base36:2}{base36:7}',
  ]),
  precise('gitlab-deploy-token', ['gldt-'], /gldt-[\w-]{20,100}/y, ['gldt-{base64url:20}']),
  precise(
    'gitlab-runner-token',
    ['glrt-', 'glrtr-'],
    /glrtr?-[\w-]{20,300}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7,9})?/y,
    ['glrt-{base64url:20}', 'glrt-t3_{base64url:27}.{base36:2}{base36:7}', 'glrtr-{base64url:20}'],
  ),
  precise('gitlab-runner-registration-token', ['GR1348941'], /GR1348941[\w-]{20,60}/y, [
    'GR1348941{base64url:20}',
  ]),
  precise('gitlab-job-token', ['glcbt-'], /glcbt-(?:[0-9A-Za-z]{1,5}_)?[\w-]{20,300}/y, [
    'glcbt-64_{base64url:20}',
    'glcbt-{base64url:20}',
  ]),
  precise('gitlab-trigger-token', ['glptt-'], /glptt-[\w-]{20,100}/y, ['glptt-{hex:40}']),
  precise('gitlab-feed-token', ['glft-'], /glft-[\w-]{20,100}/y, ['glft-{base64url:20}']),
  precise('gitlab-mail-token', ['glimt-'], /glimt-[\w-]{25,100}/y, ['glimt-{base64url:25}']),
  precise('gitlab-agent-token', ['glagent-'], /glagent-[\w-]{50,100}/y, ['glagent-{base64url:50}']),
  precise('gitlab-oauth-secret', ['gloas-'], /gloas-[\w-]{64,100}/y, ['gloas-{base64url:64}']),
  precise('gitlab-scim-token', ['glsoat-'], /glsoat-[\w-]{20,100}/y, ['glsoat-{base64url:20}']),
  precise('gitlab-feature-flag-token', ['glffct-'], /glffct-[\w-]{20,100}/y, ['glffct-{base64url:20}']),
  precise('gitlab-session', ['_gitlab_session='], /_gitlab_session=(?<secret>[0-9a-z]{32})/y, [
    '_gitlab_session={hex:32}',
  ]),
]);
