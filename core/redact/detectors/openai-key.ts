import { shape, type Detector } from '../detector.ts';

/** OpenAI keys, by prefix or by the fixed middle part that all of them hold. */
export const openaiKey: Detector = {
  kind: 'openai-key',
  confidence: 'certain',
  anchors: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'T3BlbkFJ'],
  at: shape(/(?:sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,300}|T3BlbkFJ[A-Za-z0-9_-]{20,200})/y),
};
