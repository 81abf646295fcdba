import { shape, type Detector } from '../detector.ts';

/** Classic, OAuth, user, installation and refresh tokens; since 2026 `ghs_<app id>_<JWT>` too. */
export const githubToken: Detector = {
  kind: 'github-token',
  confidence: 'certain',
  anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
  at: shape(/gh[pousr]_(?:\d{1,12}_[A-Za-z0-9_.-]{20,2000}|[A-Za-z0-9]{36,255})/y),
};
