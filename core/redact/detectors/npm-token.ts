import { shape, type Detector } from '../detector.ts';

/** npm access tokens. */
export const npmToken: Detector = {
  kind: 'npm-token',
  confidence: 'certain',
  anchors: ['npm_'],
  at: shape(/npm_[A-Za-z0-9]{36}/y),
};
