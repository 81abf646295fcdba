import { family, precise } from './kind.ts';

/** Keys of the Claude API and the tokens that Claude Code signs in with. */
export const anthropic = family('anthropic', [
  precise('anthropic-key', ['sk-ant-api'], /sk-ant-api\d\d-[\w-]{24,300}/y, [
    'sk-ant-api03-{base64url:93}AA',
  ]),
  precise('anthropic-admin-key', ['sk-ant-admin'], /sk-ant-admin\d\d-[\w-]{24,300}/y, [
    'sk-ant-admin01-{base64url:93}AA',
  ]),
  precise('anthropic-oauth-token', ['sk-ant-oat'], /sk-ant-oat\d\d-[\w-]{24,300}/y, [
    'sk-ant-oat01-{base64url:93}AA',
  ]),
  precise('anthropic-refresh-token', ['sk-ant-ort'], /sk-ant-ort\d\d-[\w-]{24,300}/y, [
    'sk-ant-ort01-{base64url:93}AA',
  ]),
  precise('anthropic-session-key', ['sk-ant-sid'], /sk-ant-sid\d\d-[\w-]{24,300}/y, [
    'sk-ant-sid01-{base64url:86}AA',
  ]),
  // What the vendor may add tomorrow, and keys from before the kinds were numbered.
  precise('anthropic-token', ['sk-ant-'], /sk-ant-(?:[a-z]{2,12}\d\d-)?[\w-]{24,300}/y, [
    'sk-ant-{base64url:86}',
    'sk-ant-xyz01-{base64url:93}AA',
  ]),
]);
