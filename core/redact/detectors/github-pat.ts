import { shape, type Detector } from '../detector.ts';

/** Fine-grained personal access tokens. */
export const githubPat: Detector = {
  kind: 'github-pat',
  confidence: 'certain',
  anchors: ['github_pat_'],
  at: shape(/github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59,200}/y),
};
