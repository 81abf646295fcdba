import type { Turn } from '../model/script.ts';

/** The pace of the scripted models: slow enough that a person can follow, in milliseconds. */
export const THINKING_MS = 400;

/** A turn at that pace, with the tokens that a model would have used for it. */
export function thought(turn: Turn, inputTokens: number, outputTokens: number): Turn {
  return {
    ...turn,
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    delayMs: THINKING_MS,
  };
}
