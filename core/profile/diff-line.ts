/** Whether an agent may do more than before, less, or something else. */
export type Mark = 'expansion' | 'narrowing' | 'change';

/** One difference: what it is about, in the words of the configuration, and how it is told. */
export type DiffLine = { mark: Mark; what: string; text: string };
