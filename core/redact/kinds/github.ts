import { cases, family, named, precise } from './kind.ts';

/** Tokens of GitHub. Since 2026 those of an installation may be `ghs_<app id>_<JWT>`, about 520 characters. */
export const github = family('github', [
  precise(
    'github-token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    /gh[pousr]_(?:\d{1,12}_[\w.-]{20,2000}|[A-Za-z0-9]{36,255})/y,
    [
      'ghp_{base62:36}',
      'gho_{base62:36}',
      'ghu_{base62:36}',
      'ghs_{base62:36}',
      'ghr_{base62:76}',
      'ghs_{digits:7}_eyJ{base64url:33}.eyJ{base64url:100}.{base64url:342}',
    ],
  ),
  precise('github-pat', ['github_pat_'], /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59,200}/y, [
    'github_pat_{base62:22}_{base62:59}',
  ]),
  named('github-legacy-token', cases('github_token', 'gh_token', 'github_pat'), '[0-9a-f]{40}', [
    'GITHUB_TOKEN={hex:40}',
    'gh_token: "{hex:40}"',
  ]),
  named('github-client-secret', cases('github_client', 'github_app_client', 'github_oauth'), '[0-9a-f]{40}', [
    'GITHUB_CLIENT_SECRET={hex:40}',
  ]),
  named('github-webhook-secret', cases('github_webhook', 'webhook_secret'), '[A-Za-z0-9]{20,100}', [
    'GITHUB_WEBHOOK_SECRET={base62:40}',
  ]),
]);
