import type { World } from './state.ts';

/** One HTTP answer. `body` is sent as JSON; `bytes` as they are, outside of the description. */
export type Answer = {
  status: number;
  body?: unknown;
  bytes?: Buffer;
  headers?: Record<string, string>;
};

/** Stops a handler with an error answer. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

/** A plain answer. */
export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

/** An answer without a body. */
export function noContent(): Answer {
  return { status: 204 };
}

/** An error in GitHub's form. */
export function failure(status: number, message: string, extra: Record<string, unknown> = {}): Answer {
  const documentation_url = 'https://docs.github.com/rest';
  return { status, body: { message, documentation_url, status: String(status), ...extra } };
}

/** What GitHub says of all that does not exist, or that the caller must not know to exist. */
export function notFound(): Refused {
  return new Refused(failure(404, 'Not Found'));
}

/** A well-formed request that GitHub will not carry out. */
export function unprocessable(message: string, extra: Record<string, unknown> = {}): Refused {
  return new Refused(failure(422, message, extra));
}

/** One page of a list, with the `Link` header that leads to the others. */
export function page<Item>(
  world: World,
  call: { path: string; query: Record<string, unknown> },
  all: readonly Item[],
): { items: Item[]; headers: Record<string, string> } {
  const size = Math.min(100, Math.max(1, Number(call.query['per_page'] ?? 30)));
  const number = Math.max(1, Number(call.query['page'] ?? 1));
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (rel: string, to: number) => {
    const query = new URLSearchParams(texts(call.query));
    query.set('page', String(to));
    return `<${world.urls.api}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link('prev', number - 1)] : []),
    ...(number < last ? [link('next', number + 1), link('last', last)] : []),
  ];
  return {
    items: all.slice((number - 1) * size, number * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function texts(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** What GitHub says of a secondary limit. */
export function secondaryLimit(seconds: number): Answer {
  const message =
    'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry ' +
    'your request again later. If you reach out to GitHub Support for help, please include the request ID.';
  const documentation_url =
    'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits';
  const { body } = failure(403, message);
  return {
    status: 403,
    body: { ...(body as object), documentation_url },
    headers: { 'retry-after': String(seconds) },
  };
}
