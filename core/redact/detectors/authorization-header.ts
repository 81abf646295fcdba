import { shape, type Detector } from '../detector.ts';

/** Bearer and basic credentials as they stand in a header. */
export const authorizationHeader: Detector = {
  kind: 'authorization-header',
  confidence: 'likely',
  anchors: ['earer ', 'asic '],
  at: shape(/(?:[Bb]earer|[Bb]asic)[ ]{1,4}(?<secret>[A-Za-z0-9+/._~-]{20,2000}={0,2})/dy, 1),
};
