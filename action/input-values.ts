import { refuse, type Refusal } from '../core/refusal.ts';

/** The key for the Messages API, and how it is shown there: Anthropic's own way, or as gateways want it. */
export type ModelKey = { apiKey: string; authHeader: 'x-api-key' | 'bearer' };

/** The key or the token for the Messages API; both together are refused. */
export function readKey(apiKey: string, authToken: string): ModelKey | Refusal {
  if (apiKey !== '' && authToken !== '') {
    return refuse(
      'two-keys',
      'Both `anthropic-api-key` and `anthropic-auth-token` are given.',
      'Give the one that your API address takes: the key for Anthropic itself, the token for a gateway.',
    );
  }
  return authToken === '' ? { apiKey, authHeader: 'x-api-key' } : { apiKey: authToken, authHeader: 'bearer' };
}

/** Whose API it is. */
export function readProvider(provider: string): 'anthropic' | Refusal {
  if (provider === 'anthropic') return provider;
  if (provider === 'bedrock' || provider === 'vertex') {
    return refuse(
      'provider-unsupported',
      `The provider ${provider} is not supported yet.`,
      'Leave `provider` out and use an Anthropic API key, or a gateway that speaks the Messages API with `anthropic-base-url`.',
    );
  }
  return refuse(
    'provider-unknown',
    `The input \`provider\` is ${JSON.stringify(provider)}.`,
    'Set it to `anthropic`, or leave it out.',
  );
}

/** An input that is `true` or `false`; `false` where it is not given. */
export function readFlag(name: string, text: string): boolean | Refusal {
  if (text === '' || text === 'false') return false;
  if (text === 'true') return true;
  return refuse(
    'flag-bad',
    `The input \`${name}\` is ${JSON.stringify(text)}.`,
    'Set it to `true` or `false`.',
  );
}

/** The address of the Messages API. */
export function readBaseUrl(text: string): URL | Refusal {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  )
    return url;
  return refuse(
    'base-url-bad',
    'The input `anthropic-base-url` is not an http(s) address without a user name and password.',
    'Set it to an address such as https://gateway.example.com, or leave it out.',
  );
}

/** A key may not be guessed: so many characters at least, and so many different ones. */
const KEY_CHARACTERS = 32;
const KEY_VARIETY = 8;

/** Why conversations are not encrypted with a secret; null where it is a key, or none is given. */
export function whyNoSessionKey(secret: string): Refusal | null {
  const different = new Set(secret).size;
  if (secret === '' || (secret.length >= KEY_CHARACTERS && different >= KEY_VARIETY)) return null;
  return refuse(
    'session-key-weak',
    `The input \`session-key\` is no key: it has ${secret.length} characters, ${different} different ones, and conversations are encrypted with it.`,
    'Set it to a secret of at least 32 random characters, such as `openssl rand -base64 32` prints.',
  );
}
