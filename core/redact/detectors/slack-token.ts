import { shape, type Detector } from '../detector.ts';

/** Bot, user and app tokens, and the secret path of an incoming webhook. */
export const slackToken: Detector = {
  kind: 'slack-token',
  confidence: 'certain',
  anchors: ['xox', 'xapp-', 'hooks.slack.com/services/'],
  at: shape(
    /(?:xox[abeoprs]-(?:\d-)?[A-Za-z0-9-]{10,250}|xapp-\d-[A-Za-z0-9-]{20,250}|hooks\.slack\.com\/services\/(?<secret>[A-Za-z0-9/]{20,100}))/dy,
  ),
};
