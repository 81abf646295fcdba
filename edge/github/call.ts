import { Fault } from '../../core/fault.ts';
import { Held } from './held.ts';
import type { Request } from './request.ts';

type Answer = Awaited<ReturnType<Request>>;

/**
 * Makes one call and turns its failure into a `Fault` that names the call and the mend.
 * `what` completes the sentence "Could not …".
 */
export async function call(
  request: Request,
  what: string,
  route: string,
  params: Record<string, unknown>,
): Promise<Answer> {
  try {
    return await request(route, params);
  } catch (error) {
    if (error instanceof Held) throw error;
    throw faultOf(error, what, route);
  }
}

/** The HTTP status behind a `Fault` of this folder; undefined when GitHub gave no answer at all. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Fault)) return undefined;
  return answered(error.cause) ? error.cause.status : undefined;
}

function faultOf(error: unknown, what: string, route: string): Fault {
  if (!answered(error)) {
    const why = error instanceof Error ? error.message : 'no answer';
    return new Fault(
      'github-unreachable',
      `Could not ${what}: GitHub did not answer (${why}; ${route}).`,
      'Try again in a few minutes; GitHub’s status page says whether it has trouble.',
      { cause: error },
    );
  }
  const message = `Could not ${what}: GitHub answered ${error.status} (${reason(error)}; ${route}).`;
  if (error.status >= 500) {
    const remedy = 'Try again in a few minutes; GitHub’s status page says whether it has trouble.';
    return new Fault('github-unreachable', message, remedy, { cause: error });
  }
  if (error.status === 429 || limited(error))
    return new Fault('github-limited', message, WAIT, { cause: error });
  return new Fault('github-refused', message, mend(error), { cause: error });
}

const WAIT = 'Wait until GitHub accepts calls again, then write the command again.';

type Answered = Error & { status: number; response: { headers?: Record<string, unknown>; data?: unknown } };

/** Octokit gives a network failure the status 500; only a real answer has a response. */
function answered(error: unknown): error is Answered {
  const candidate = error as Partial<Answered> | null;
  return error instanceof Error && typeof candidate?.status === 'number' && Boolean(candidate.response);
}

function reason(error: Answered): string {
  const data = error.response.data as { message?: unknown; errors?: unknown } | undefined;
  const told = Array.isArray(data?.errors) ? (data.errors as unknown[]) : [];
  const more = told
    .map((one) => (typeof one === 'string' ? one : (one as { message?: unknown } | null)?.message))
    .filter((one) => typeof one === 'string');
  const text = typeof data?.message === 'string' ? [data.message, ...more].join(': ') : error.message;
  return text.replaceAll(/\s+/g, ' ').slice(0, 200);
}

function mend(error: Answered): string {
  if (error.status === 401) return "Check the app's id and private key, and the clock of its machine.";
  if (error.status === 403) {
    const needed = error.response.headers?.['x-accepted-github-permissions'];
    return typeof needed === 'string' && needed !== ''
      ? `Give the app the permission ${needed.slice(0, 100)} and accept it for this installation.`
      : 'Check the permissions of the app and accept them for this installation.';
  }
  if (error.status === 404) return 'Check that it exists and that the app is installed on this repository.';
  if (error.status === 410) return 'It is gone for good; write the command again where it still exists.';
  return 'See the message; it is GitHub that says no.';
}

function limited(error: Answered): boolean {
  const headers = error.response.headers ?? {};
  return (
    error.status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0')
  );
}
