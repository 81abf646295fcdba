import { cases, family, named, precise } from './kind.ts';
import { downTheKey } from './pem.ts';

/** Tokens of build services and of the stores that keep secrets for them. */
export const ci = family('ci', [
  precise('circleci-token', ['CCIPAT_'], /CCIPAT_[A-Za-z0-9]{22}_[0-9a-f]{40}/y, [
    'CCIPAT_{base62:22}_{hex:40}',
  ]),
  precise('circleci-project-token', ['CCIPRJ_'], /CCIPRJ_[A-Za-z0-9]{22}_[0-9a-f]{40}/y, [
    'CCIPRJ_{base62:22}_{hex:40}',
  ]),
  precise('buildkite-token', ['bkua_'], /bkua_[a-z0-9]{40,60}/y, ['bkua_{hex:40}']),
  precise(
    'buildkite-service-token',
    ['bkaa_', 'bkar_', 'bkct_', 'bkpat_', 'bkps_', 'bkpt_', 'bkaj_'],
    /bk(?:aa|ar|ct|pat|ps|pt|aj)_[\w-]{50,340}/y,
    ['bkaa_{base64url:75}', 'bkct_{base64url:73}', 'bkpat_{base64url:54}'],
  ),
  precise(
    'hashicorp-vault-token',
    ['hvs.'],
    /hvs\.[\w-]{24,300}/y,
    ['hvs.{base62:24}', 'hvs.CAES{base64url:90}'],
    { edge: true },
  ),
  precise('hashicorp-vault-batch-token', ['hvb.'], /hvb\.[\w-]{100,400}/y, ['hvb.AAAAAQ{base64url:140}'], {
    edge: true,
  }),
  precise('hashicorp-vault-recovery-token', ['hvr.'], /hvr\.[\w-]{24,300}/y, ['hvr.{base62:90}'], {
    edge: true,
  }),
  precise(
    'terraform-token',
    ['.atlasv1.'],
    /(?<=[A-Za-z0-9]{14})\.atlasv1\.[\w=-]{60,80}/y,
    ['{base62:14}.atlasv1.{base62:67}'],
    {
      inside: 'word',
    },
  ),
  precise('pulumi-token', ['pul-'], /pul-[0-9a-f]{40}/y, ['pul-{hex:40}'], { edge: true }),
  precise('doppler-token', ['dp.pt.'], /dp\.pt\.[A-Za-z0-9]{40,50}/y, ['dp.pt.{base62:43}']),
  precise('doppler-service-token', ['dp.st.'], /dp\.st\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,50}/y, [
    'dp.st.{base62:43}',
    'dp.st.prd.{base62:43}',
  ]),
  precise(
    'doppler-account-token',
    ['dp.sa.', 'dp.ct.', 'dp.scim.', 'dp.audit.'],
    /dp\.(?:sa|ct|scim|audit)\.[A-Za-z0-9]{40,50}/y,
    ['dp.sa.{base62:43}', 'dp.ct.{base62:43}', 'dp.scim.{base62:43}', 'dp.audit.{base62:43}'],
  ),
  precise('onepassword-service-token', ['ops_eyJ'], /ops_eyJ[A-Za-z0-9+/_-]{200,2000}={0,3}/y, [
    'ops_eyJ{base64:600}',
  ]),
  precise(
    'onepassword-secret-key',
    ['A3-'],
    /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}/y,
    [
      'A3-{BASE36:6}-{BASE36:11}-{BASE36:5}-{BASE36:5}-{BASE36:5}',
      'A3-{BASE36:6}-{BASE36:6}-{BASE36:5}-{BASE36:5}-{BASE36:5}-{BASE36:5}',
    ],
    { edge: true },
  ),
  precise(
    'infisical-token',
    ['st.'],
    /st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}/y,
    ['st.{hex:24}.{hex:32}.{hex:32}'],
    { edge: true },
  ),
  precise(
    'harness-token',
    ['pat.', 'sat.'],
    /[ps]at\.[\w-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}/y,
    ['pat.{base64url:22}.{hex:24}.{base62:20}', 'sat.{base64url:22}.{hex:24}.{base62:20}'],
    { edge: true },
  ),
  precise('octopus-key', ['API-'], /API-[A-Z0-9]{25,35}(?![\w-])/y, ['API-{BASE36:26}', 'API-{BASE36:32}'], {
    edge: true,
  }),
  precise(
    'prefect-key',
    ['pnu_', 'pnb_'],
    /pn[ub]_[A-Za-z0-9]{36}/y,
    ['pnu_{base62:36}', 'pnb_{base62:36}'],
    { edge: true },
  ),
  precise('jenkins-crumb', ['Jenkins-Crumb: '], /Jenkins-Crumb: (?<secret>[0-9a-f]{32,64})/y, [
    'Jenkins-Crumb: {hex:64}',
  ]),
  precise(
    'workato-token',
    ['wrka'],
    /wrka(?:[a-z]{2})?-eyJ[\w-]{8,500}\.[\w-]{16,1000}\.[\w-]{64,700}/y,
    ['wrkaus-eyJ{base64url:33}.{base64url:120}.{base64url:342}'],
    { edge: true },
  ),
  precise('rootly-key', ['rootly_'], /rootly_[0-9a-f]{64}/y, ['rootly_{hex:64}']),
  precise(
    'ansible-vault',
    ['$ANSIBLE_VAULT;'],
    /\$ANSIBLE_VAULT;\d\.\d;AES256(?:;[\w.-]{1,40})?/y,
    ['$ANSIBLE_VAULT;1.1;AES256\n{hex:80}\n{hex:80}\n{hex:64}'],
    { walk: downTheKey },
  ),
  named('jenkins-token', cases('jenkins'), '11[0-9a-f]{32}', ['JENKINS_API_TOKEN=11{hex:32}']),
  named('travis-token', cases('travis'), '[\\w-]{22}', ['TRAVIS_TOKEN={base62:22}']),
  named('circleci-legacy-token', cases('circleci', 'circle_token'), '[0-9a-f]{40}', [
    'CIRCLE_TOKEN={hex:40}',
    'CIRCLECI_TOKEN: {hex:40}',
  ]),
  named('drone-token', cases('drone_token', 'drone_rpc', 'droneci'), '[A-Za-z0-9]{32}', [
    'DRONE_TOKEN={base62:32}',
  ]),
  named('bitrise-token', cases('bitrise'), '[\\w-]{60,120}', ['BITRISE_TOKEN={base62:86}']),
  named(
    'consul-token',
    cases('consul_http_token', 'consul_token', 'nomad_token'),
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    ['CONSUL_HTTP_TOKEN={uuid}', 'NOMAD_TOKEN={uuid}'],
  ),
  named('vault-legacy-token', cases('vault_token', 'vault-token'), 's\\.[A-Za-z0-9]{24}', [
    'VAULT_TOKEN=s.{base62:24}',
  ]),
]);
