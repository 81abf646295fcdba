import { request } from '@octokit/request';
import { patientFetch } from './patient-fetch.ts';
import type { Request } from './request.ts';

/** GitHub answers within ten seconds, a large diff a little later; a call that hangs must not hold up a job for hours. */
const CALL_SECONDS = 30;

/**
 * GitHub's API with a job's own token. `apiUrl` is what the runner says (`GITHUB_API_URL`), so that
 * GitHub Enterprise Server and proxies work. Without a token calls are anonymous.
 */
export function requestWithToken(apiUrl: string, token: string, seconds = CALL_SECONDS): Request {
  const bound = request.defaults({
    baseUrl: apiUrl,
    request: { fetch: patientFetch(seconds) },
    headers: {
      'user-agent': 'agent-dispatch',
      ...(token === '' ? {} : { authorization: `token ${token}` }),
    },
  });
  return (route, params) => bound(route, params) as ReturnType<Request>;
}
