import { cases, each, family, named, precise } from './kind.ts';

/** The first four characters of a number in base64, and so of a Discord token, whose first part is a user id. */
const DIGITS = ['MD', 'MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'].flatMap((two) =>
  each(two, 'AEIMQUYcgk').flatMap((three) => each(three, 'wxyz012345')),
);

/** Tokens and webhooks of Slack, Discord, Telegram and others that people and programs talk by. */
export const chat = family('chat', [
  precise('slack-token', ['xox'], /xox[abcoprs]-[A-Za-z0-9-]{10,300}/y, [
    'xoxb-{digits:12}-{digits:13}-{base62:24}',
    'xoxp-{digits:12}-{digits:12}-{digits:13}-{hex:32}',
    'xoxa-2-{digits:12}-{digits:12}-{hex:32}',
    'xoxc-{digits:12}-{digits:12}-{digits:12}-{hex:64}',
  ]),
  precise('slack-cookie', ['xoxd-'], /xoxd-[\w%/+-]{60,400}={0,2}/y, ['xoxd-{base62:40}%2F{base62:100}']),
  precise('slack-config-token', ['xoxe.xox', 'xoxe-'], /xoxe(?:\.xox[bp])?-[A-Za-z0-9-]{40,300}/y, [
    'xoxe.xoxp-1-{BASE36:166}',
    'xoxe-1-{BASE36:146}',
  ]),
  precise('slack-app-token', ['xapp-'], /xapp-\d-[A-Za-z0-9-]{20,250}/y, [
    'xapp-1-A{BASE36:10}-{digits:13}-{hex:64}',
  ]),
  precise(
    'slack-webhook',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9/]{20,100})/y,
    ['https://hooks.slack.com/services/T{BASE36:10}/B{BASE36:10}/{base62:24}'],
  ),
  precise(
    'discord-token',
    DIGITS,
    /(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){5}[\w-]{3,8}\.[\w-]{6}\.[\w-]{25,110}/y,
    ['MTA0{digits64:20}.G{base64url:5}.{base64url:38}'],
    { edge: true },
  ),
  precise('discord-mfa-token', ['mfa.'], /mfa\.[\w-]{80,95}/y, ['mfa.{base64url:84}']),
  precise('discord-webhook', ['/api/webhooks/'], /\/api\/webhooks\/\d{17,20}\/(?<secret>[\w-]{60,80})/y, [
    'https://discord.com/api/webhooks/1234567890123456789/{base64url:68}',
  ]),
  precise(
    'telegram-bot-token',
    [':AA'],
    /(?<=\d{8,10}):AA[\w-]{33}(?![\w-])/y,
    ['{digits:10}:AA{base64url:33}'],
    {
      inside: 'word',
    },
  ),
  precise(
    'teams-webhook',
    ['webhook.office.com/webhookb2/'],
    /webhook\.office\.com\/webhookb2\/(?<secret>[\w@/-]{80,300})/y,
    ['https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}'],
  ),
  precise('sendgrid-key', ['SG.'], /SG\.[\w-]{20,24}\.[\w-]{39,50}/y, ['SG.{base64url:22}.{base64url:43}']),
  precise('mailgun-key', ['key-'], /key-[0-9a-f]{32}(?![\w-])/y, ['key-{hex:32}'], { edge: true }),
  named('mailgun-signing-key', cases('mailgun'), '[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}', [
    'MAILGUN_API_KEY={hex:32}-{hex:8}-{hex:8}',
  ]),
  precise('mailchimp-key', ['-us'], /(?<=[0-9a-f]{32})-us\d{1,2}(?![\w-])/y, ['{hex:32}-us{digits:2}'], {
    inside: 'word',
  }),
  precise('brevo-key', ['xkeysib-'], /xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}/y, [
    'xkeysib-{hex:64}-{base62:16}',
  ]),
  precise('brevo-smtp-key', ['xsmtpsib-'], /xsmtpsib-[0-9a-f]{64}-[A-Za-z0-9]{16}/y, [
    'xsmtpsib-{hex:64}-{base62:16}',
  ]),
  precise(
    'resend-key',
    ['re_'],
    /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![\w-])/y,
    ['re_{base62:8}_{base62:24}'],
    {
      edge: true,
    },
  ),
  precise('mailersend-token', ['mlsn.'], /mlsn\.[A-Za-z0-9]{50,100}/y, ['mlsn.{hex:64}']),
  precise('onesignal-key', ['os_v2_app_', 'os_v2_org_'], /os_v2_(?:app|org)_[a-z2-7]{90,120}/y, [
    'os_v2_app_{base32l:103}',
    'os_v2_org_{base32l:103}',
  ]),
  precise('twilio-key', each('SK', '0123456789abcdef'), /SK[0-9a-f][0-9a-f]{31}(?![\w-])/y, ['SK{hex:32}'], {
    edge: true,
  }),
  named('twilio-auth-token', cases('twilio'), '[0-9a-f]{32}', ['TWILIO_AUTH_TOKEN={hex:32}']),
  named(
    'postmark-token',
    ['X-Postmark-Server-Token', ...cases('postmark')],
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    ['POSTMARK_SERVER_TOKEN={uuid}', 'X-Postmark-Server-Token: {uuid}'],
  ),
  named('discord-client-secret', cases('discord_client', 'discord'), '[\\w-]{32}', [
    'DISCORD_CLIENT_SECRET={base62:32}',
  ]),
  named('mailjet-key', cases('mailjet', 'mj_apikey'), '[0-9a-f]{32}', ['MAILJET_API_SECRET={hex:32}']),
  named('messagebird-key', cases('messagebird'), '[A-Za-z0-9]{25}', ['MESSAGEBIRD_API_KEY={base62:25}']),
  named('telnyx-key', cases('telnyx'), 'KEY[\\w-]{55}', ['TELNYX_API_KEY=KEY{base62:55}']),
  named('plivo-token', cases('plivo'), '[\\w-]{40}', ['PLIVO_AUTH_TOKEN={base62:40}']),
  named('mattermost-token', cases('mattermost'), '[a-z0-9]{26}', ['MATTERMOST_TOKEN={base36:26}']),
]);
