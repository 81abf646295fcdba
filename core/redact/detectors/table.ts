import type { Detector } from '../detector.ts';
import { anthropicKey } from './anthropic-key.ts';
import { authorizationHeader } from './authorization-header.ts';
import { awsKey } from './aws-key.ts';
import { azureSecret } from './azure-secret.ts';
import { githubPat } from './github-pat.ts';
import { githubToken } from './github-token.ts';
import { googleApiKey } from './google-api-key.ts';
import { jwt } from './jwt.ts';
import { npmToken } from './npm-token.ts';
import { openaiKey } from './openai-key.ts';
import { privateKey } from './private-key.ts';
import { pypiToken } from './pypi-token.ts';
import { slackToken } from './slack-token.ts';
import { stripeKey } from './stripe-key.ts';
import { urlPassword } from './url-password.ts';

/** Every token shape the gate knows. A file missing here fails a test. */
export const detectors: readonly Detector[] = [
  anthropicKey,
  authorizationHeader,
  awsKey,
  azureSecret,
  githubPat,
  githubToken,
  googleApiKey,
  jwt,
  npmToken,
  openaiKey,
  privateKey,
  pypiToken,
  slackToken,
  stripeKey,
  urlPassword,
];
