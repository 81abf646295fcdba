import { cases, family, named, precise, type Range } from './kind.ts';

const SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;
/** How far after an access key id its secret is looked for, in characters. */
const NEARBY = 200;

/** Keys of Amazon Web Services and of Amazon's other interfaces. */
export const aws = family('aws', [
  precise(
    'aws-key',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    /A(?:KI|SI|BI|CC)A[A-Z2-7]{16}(?![A-Z0-9])/y,
    ['AKIA{base32:16}', 'ASIA{base32:16}', '{"id":"AKIA{base32:16}","key":"{base64:40}"}'],
    { pair: secretAfter },
  ),
  named(
    'aws-secret-key',
    [
      'secret_access_key',
      'secretAccessKey',
      'SecretAccessKey',
      'SECRET_ACCESS_KEY',
      'aws_secret',
      'AWS_SECRET',
    ],
    '[A-Za-z0-9+/]{40}(?![+/=])',
    [
      'aws_secret_access_key = {base64:40}',
      'AWS_SECRET_ACCESS_KEY={base64:40}',
      '"SecretAccessKey": "{base64:40}"',
    ],
  ),
  precise(
    'aws-session-token',
    ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz', 'FQoGZXIvYXdz', 'FQoDYXdz'],
    /(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|FQoDYXdz)[A-Za-z0-9+/=%]{50,2000}/y,
    ['IQoJb3JpZ2luX2VjE{base64:300}', 'FwoGZXIvYXdzE{base64:300}'],
  ),
  precise('aws-bedrock-key', ['ABSK'], /ABSK[A-Za-z0-9+/]{100,280}={0,2}/y, ['ABSK{base64:128}']),
  precise(
    'aws-bedrock-session-key',
    ['bedrock-api-key-'],
    /bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=]{10,2000}/y,
    ['bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{base64:400}'],
  ),
  precise('aws-presigned-signature', ['X-Amz-Signature='], /X-Amz-Signature=(?<secret>[0-9a-f]{64})/y, [
    'X-Amz-Signature={hex:64}',
  ]),
  precise(
    'aws-presigned-token',
    ['X-Amz-Security-Token='],
    /X-Amz-Security-Token=(?<secret>[A-Za-z0-9+/%=]{100,2000})/y,
    ['X-Amz-Security-Token={base64:300}'],
  ),
  precise('aws-appsync-key', ['da2-'], /da2-[a-z0-9]{26}/y, ['da2-{base36:26}'], { edge: true }),
  precise(
    'amazon-mws-token',
    ['amzn.mws.'],
    /amzn\.mws\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
    ['amzn.mws.{uuid}'],
  ),
  precise('amazon-oauth-secret', ['amzn1.oa2-cs.v1.'], /amzn1\.oa2-cs\.v1\.[0-9a-f]{64}/y, [
    'amzn1.oa2-cs.v1.{hex:64}',
  ]),
  precise('amazon-access-token', ['Atza|', 'Atzr|'], /Atz[ar]\|[\w-]{50,2000}/y, [
    'Atza|{base64url:300}',
    'Atzr|{base64url:300}',
  ]),
  named('aws-ses-smtp-password', cases('smtp_password', 'ses_smtp'), 'B[A-Za-z0-9+/]{43}', [
    'SES_SMTP_PASSWORD=B{base64:43}',
  ]),
]);

/** Stops at the next key id: a list of them is read once. */
function secretAfter(text: string, end: number): Range | null {
  const near = text.slice(end, end + NEARBY);
  const next = near.search(/A[KSB]IA|ACCA/);
  const after = next === -1 ? near : near.slice(0, next);
  if (after.length < 40) return null;
  for (const match of after.matchAll(SECRET)) {
    if (/[a-z]/.test(match[0]) && /[A-Z]/.test(match[0]) && /\d/.test(match[0])) {
      return { start: end + match.index, end: end + match.index + match[0].length };
    }
  }
  return null;
}
