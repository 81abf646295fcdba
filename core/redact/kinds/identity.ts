import { cases, family, named, precise } from './kind.ts';

/** Credentials of sign-in services and social networks, and those that stand in headers. */
export const identity = family('identity', [
  {
    ...precise(
      'authorization-header',
      ['earer ', 'asic '],
      /(?<=[Bb])(?:earer|asic) {1,4}(?<secret>[A-Za-z0-9+/._~%-]{20,2000}={0,2})/y,
      ['Authorization: Bearer {base64url:40}', 'authorization: Basic {base64:40}=='],
    ),
    confidence: 'named',
  },
  {
    ...precise(
      'authorization-token',
      ['uthorization: '],
      /uthorization: {1,3}(?:[Tt]oken|Bot|ApiKey|SSWS|GenieKey|Key|Apikey) {1,3}(?:token=)?(?<secret>[\w+/=.~:-]{16,1000})/y,
      ['Authorization: token {base62:40}', 'authorization: SSWS 00{base62:40}'],
    ),
    confidence: 'named',
  },
  named(
    'api-key-header',
    [
      '-Api-Key',
      '-api-key',
      '-API-Key',
      '-API-KEY',
      '-Auth-Token',
      '-auth-token',
      'PRIVATE-TOKEN',
      'Private-Token',
    ],
    '[\\w+/.~=-]{16,500}',
    ['X-Api-Key: {base62:32}', 'x-auth-token: {hex:32}', 'PRIVATE-TOKEN: {base62:20}'],
  ),
  precise('okta-token', ['SSWS 00'], /SSWS (?<secret>00[\w-]{38,42})/y, ['SSWS 00{base64url:40}']),
  precise(
    'ory-token',
    ['ory_pat_', 'ory_st_', 'ory_at_', 'ory_rt_', 'ory_ac_', 'ory_lo_'],
    /ory_(?:pat|st|at|rt|ac|lo)_[\w.-]{28,120}/y,
    ['ory_pat_{base62:32}', 'ory_st_{base62:32}', 'ory_at_{base64url:43}.{base64url:43}'],
    { edge: true },
  ),
  precise('unkey-key', ['unkey_'], /unkey_[A-Za-z0-9]{20,40}/y, ['unkey_{base62:24}'], { edge: true }),
  precise(
    'authress-key',
    ['sc_', 'ext_', 'scauth_', 'authress_'],
    /(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[\w+/=-]{30,120}/y,
    ['sc_{base36:10}.{base36:4}.acc-{base36:12}.{base62:64}'],
    { edge: true },
  ),
  precise('facebook-token', ['EAA'], /(?<![A-Za-z0-9/])EAA[MC][A-Za-z0-9]{80,400}(?![\w+/=-])/y, [
    'EAAC{base62:120}',
    'EAAM{base62:120}',
  ]),
  named('twitter-bearer-token', ['BEARER', 'bearer', 'Bearer'], 'A{20,24}[A-Za-z0-9%]{60,120}', [
    'TWITTER_BEARER_TOKEN=AAAAAAAAAAAAAAAAAAAAA{base62:24}%2B{base62:40}%3D{base62:40}',
  ]),
  precise('linkedin-secret', ['WPL_AP1.'], /WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/]{4,10}={0,2}/y, [
    'WPL_AP1.{base62:16}.{base62:6}==',
  ]),
  precise('pinterest-token', ['pina_'], /pina_[\w-]{20,200}/y, ['pina_{BASE36:64}'], { edge: true }),
  precise('lichess-token', ['lip_'], /lip_[A-Za-z0-9_]{16,60}(?![\w-])/y, ['lip_{base62:20}'], {
    edge: true,
  }),
  precise(
    'roblox-cookie',
    ['_|WARNING:-DO-NOT-SHARE-THIS'],
    /_\|WARNING:-DO-NOT-SHARE-THIS[\w.,!' -]{20,200}\|_(?<secret>[0-9A-Fa-f.A-Za-z_-]{100,2000})/y,
    ['_|WARNING:-DO-NOT-SHARE-THIS.--Sharing-this-will-allow-someone-to-log-in-as-you.|_{HEX:600}'],
  ),
  precise('jumpcloud-key', ['jca_'], /jca_[A-Za-z0-9]{36}(?![\w-])/y, ['jca_{base62:36}'], { edge: true }),
  precise('persona-key', ['persona_production_'], /persona_production_[\w-]{20,80}/y, [
    'persona_production_{base62:40}',
  ]),
  precise(
    'onfido-token',
    ['api_live.', 'api_live_us.', 'api_live_ca.'],
    /api_live(?:_us|_ca)?\.[\w-]{11}\.[\w-]{32}/y,
    ['api_live.{base64url:11}.{base62:32}', 'api_live_us.{base64url:11}.{base62:32}'],
    { edge: true },
  ),
  precise(
    'session-cookie',
    ['ookie: '],
    /ookie: {0,2}(?=[\w.-]{3,107}=[\w%+/=.:-]{20})[\w.-]{0,60}(?:sess|session|sid|token|auth)[\w.-]{0,40}=(?<secret>[\w%+/=.:-]{20,1500})/y,
    ['Set-Cookie: session_id={base62:40}; Path=/'],
  ),
  named('auth0-secret', cases('auth0'), '[\\w-]{64}', ['AUTH0_CLIENT_SECRET={base64url:63}x']),
  named('okta-api-token', cases('okta'), '00[\\w-]{40}', ['OKTA_API_TOKEN=00{base62:40}']),
  named('facebook-secret', cases('facebook', 'fb_app_secret'), '[0-9a-f]{32}', [
    'FACEBOOK_APP_SECRET={hex:32}',
  ]),
  named('twitter-secret', ['TWITTER', 'twitter'], '[A-Za-z0-9]{45,50}', [
    'TWITTER_ACCESS_TOKEN_SECRET={base62:45}',
    'twitter_api_secret={base62:50}',
  ]),
  named('twitch-secret', cases('twitch'), '[a-z0-9]{30}', ['TWITCH_CLIENT_SECRET={base36:30}']),
  named('spotify-secret', cases('spotify'), '[0-9a-f]{32}', ['SPOTIFY_CLIENT_SECRET={hex:32}']),
  named('linkedin-client-secret', cases('linkedin'), '[A-Za-z0-9]{16}', [
    'LINKEDIN_CLIENT_SECRET={base62:16}',
  ]),
  named(
    'line-channel-secret',
    ['LINE_CHANNEL', 'line_channel'],
    '(?:[0-9a-f]{32}|[A-Za-z0-9+/]{170,180}={0,2})',
    ['LINE_CHANNEL_SECRET={hex:32}'],
  ),
]);
