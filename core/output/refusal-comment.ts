import { mention, words, type Document } from '../redact/document.ts';
import type { Refusal } from '../refusal.ts';

/** One polite reply for a request that is not carried out; to be gated for the sink `comment`. */
export function refusalComment(refusal: Refusal, actor: string): Document {
  return words`${mention(actor)}, this request was not carried out. ${refusal.because}

${refusal.remedy}`;
}
