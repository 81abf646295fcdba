import { shape, type Detector } from '../detector.ts';

/** API keys (`api03`), admin keys, and the OAuth and refresh tokens of Claude Code (`oat01`, `ort01`). */
export const anthropicKey: Detector = {
  kind: 'anthropic-key',
  confidence: 'certain',
  anchors: ['sk-ant-'],
  at: shape(/sk-ant-(?:[a-z]{3,8}\d{2}-)?[A-Za-z0-9_-]{24,200}/y),
};
