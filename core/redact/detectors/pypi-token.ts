import { shape, type Detector } from '../detector.ts';

/** PyPI upload tokens. */
export const pypiToken: Detector = {
  kind: 'pypi-token',
  confidence: 'certain',
  anchors: ['pypi-AgE'],
  at: shape(/pypi-AgE[A-Za-z0-9_-]{50,1000}/y),
};
