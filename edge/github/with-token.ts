import { request } from '@octokit/request';
import type { Request } from './request.ts';

/**
 * GitHub's API with a job's own token. `apiUrl` is what the runner says (`GITHUB_API_URL`), so that
 * GitHub Enterprise Server and proxies work. Without a token calls are anonymous.
 */
export function requestWithToken(apiUrl: string, token: string): Request {
  const bound = request.defaults({
    baseUrl: apiUrl,
    headers: {
      'user-agent': 'agent-dispatch',
      ...(token === '' ? {} : { authorization: `token ${token}` }),
    },
  });
  return (route, params) => bound(route, params) as ReturnType<Request>;
}
