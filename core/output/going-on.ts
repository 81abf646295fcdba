import { code, words, type Document } from '../redact/document.ts';
import type { Result } from './result.ts';

/** How to go on with what was said, and until when; nothing where it was not kept. */
export function goingOn({ session, job_id }: Pick<Result, 'session' | 'job_id'>): Document {
  if (session === undefined || job_id === null) return words``;
  const until = new Date(session.expires_at * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return words`

To go on with this conversation until ${until} UTC, at this commit: ${code(`/dispatch continue ${job_id} what more`)}`;
}
