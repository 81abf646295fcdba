import type { RefusalCode } from '../failure/codes.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ResultEvent } from './run-event.ts';

type Told = { readonly code: RefusalCode; readonly what: string; readonly remedy: string };

/** What an answer of the API means that was no success, by its status. */
const STATUSES: Readonly<Record<number, Told>> = {
  401: {
    code: 'key-refused',
    what: 'refused the key',
    remedy:
      'Check the secret that is passed as anthropic-api-key: it may be wrong, expired or of another account.',
  },
  402: {
    code: 'account-refused',
    what: 'refused the account',
    remedy: 'Trying again does not help: check the credit of the account.',
  },
  404: {
    code: 'model-failed',
    what: 'does not have what was asked for',
    remedy: "Check the agent's model: this key may not reach it, or the gateway does not know it.",
  },
  413: {
    code: 'context-too-long',
    what: 'found the request too large',
    remedy: 'Give the agent a smaller task, or fewer and smaller files to read.',
  },
  429: {
    code: 'rate-limited',
    what: 'took no more requests for now',
    remedy: 'Wait a while, or raise the rate limit of the account.',
  },
  529: {
    code: 'model-overloaded',
    what: 'was overloaded',
    remedy: 'Try again later; the status page of the API tells whether it is down.',
  },
};

/** The same by other statuses. */
const SAME: Readonly<Record<number, number>> = { 403: 401, 503: 529 };

const TOO_LONG = /\bprompt is too long\b|\bexceeds? (?:the )?context (?:limit|window)\b/i;
const NO_CREDIT = /\bcredit balance is too low\b/i;

/** Why a run failed whose result speaks of the model's API; null for one that does not. */
export function apiFailure(result: ResultEvent): Refusal | null {
  const { apiErrorStatus: status, terminalReason } = result;
  const isTooLong = terminalReason === 'prompt_too_long';
  if (status === null && terminalReason !== 'api_error' && !isTooLong) return null;
  const said = (result.text || result.errors.join('; ')).slice(0, 300);
  const { code, what, remedy } = toldOf(status, said, isTooLong);
  return refuse(code, `The model's API ${what}${status === null ? '' : ` (${status})`}: ${said}`, remedy);
}

function toldOf(status: number | null, said: string, isTooLong: boolean): Told {
  const of = (known: 402 | 413) => STATUSES[known] as Told;
  // What a bad request was bad for, only its words tell.
  if (isTooLong || (status === 400 && TOO_LONG.test(said))) return of(413);
  if (status === 400 && NO_CREDIT.test(said)) return of(402);
  const told = STATUSES[SAME[status ?? 0] ?? status ?? 0];
  if (told !== undefined) return told;
  if (status === null || status === 502 || status === 504) {
    return {
      code: 'model-unreachable',
      what: 'could not be reached',
      remedy: 'Try again later; check the address of the API, and what is between it and the runner.',
    };
  }
  const remedy =
    status === 400
      ? 'Trying again does not help: look at what the API said.'
      : 'Try again later; the status page of the API tells whether it is down.';
  return { code: 'model-failed', what: 'failed', remedy };
}
