import { shape, type Detector } from '../detector.ts';

/** Google API keys. */
export const googleApiKey: Detector = {
  kind: 'google-api-key',
  confidence: 'certain',
  anchors: ['AIza'],
  at: shape(/AIza[A-Za-z0-9_-]{35}/y),
};
