/** The closed set of accidents. An accident is thrown once and caught once per entry file. */
export type FaultCode =
  | 'github-unreachable'
  | 'github-refused'
  | 'github-limited'
  | 'workspace-unusable'
  | 'cage-unavailable'
  | 'cli-missing'
  | 'cli-altered'
  | 'cli-misbehaved'
  | 'model-refused'
  | 'model-unreachable'
  | 'result-unreadable'
  | 'store-failed'
  | 'key-unusable'
  | 'program-failed';

/** An accident: something outside our control went wrong. Never becomes permission. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** One sentence that says what to do about it; shown to users after the message. */
  readonly remedy: string;

  constructor(code: FaultCode, message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** For the default branch of an exhaustive switch: a value that the types say cannot exist is a bug. */
export function assertNever(value: never): never {
  throw new Error(`a case that cannot happen: ${JSON.stringify(value)}`);
}
