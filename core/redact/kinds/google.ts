import { cases, family, named, precise } from './kind.ts';

/** Keys and tokens of Google and Firebase. */
export const google = family('google', [
  precise('google-api-key', ['AIza'], /AIza[\w-]{35}/y, ['AIza{base64url:35}']),
  precise('google-oauth-secret', ['GOCSPX-'], /GOCSPX-[\w-]{28}/y, ['GOCSPX-{base64url:28}']),
  precise('google-access-token', ['ya29.'], /ya29\.[\w.-]{20,2000}/y, [
    'ya29.{base64url:180}',
    'ya29.c.{base64url:180}',
    'ya29.a0{base64url:150}',
  ]),
  precise('google-refresh-token', ['1//0'], /1\/\/0[\w-]{40,200}/y, ['1//0{base64url:99}'], { edge: true }),
  precise('google-authorization-code', ['4/0A'], /4\/0A[\w-]{60,120}/y, ['4/0A{base64url:70}'], {
    edge: true,
  }),
  precise('gemini-key', ['AQ.Ab8'], /AQ\.Ab8[\w-]{40,100}/y, ['AQ.Ab8RN6{base64url:44}']),
  precise(
    'firebase-server-key',
    [':APA91'],
    /(?<=[\w-]{7,22}):APA91[\w-]{100,200}/y,
    ['AAAA{base64url:7}:APA91{base64url:134}'],
    { inside: 'word' },
  ),
  precise(
    'google-chat-webhook',
    ['chat.googleapis.com/v1/spaces/'],
    /chat\.googleapis\.com\/v1\/spaces\/[\w-]{5,40}\/messages\?key=(?<secret>[\w-]{20,60}&token=[\w%-]{20,100})/y,
    ['https://chat.googleapis.com/v1/spaces/AAAAxyz1234/messages?key={base64url:39}&token={base64url:43}'],
  ),
  named('google-hmac-secret', cases('gcs_secret', 'google_hmac', 'gcs_hmac'), '[A-Za-z0-9+/]{40}', [
    'GCS_SECRET_ACCESS_KEY={base64:40}',
  ]),
  named('recaptcha-secret', cases('recaptcha'), '6L[\\w-]{38}', ['RECAPTCHA_SECRET_KEY=6L{base64url:38}']),
]);
