import { cases, family, named, precise } from './kind.ts';

/** Tokens that publish packages and images, and those of the tools that judge them. */
export const registries = family('registries', [
  precise('npm-token', ['npm_'], /npm_[A-Za-z0-9]{36}/y, ['npm_{base62:36}']),
  precise(
    'npm-auth',
    [':_auth', '//registry'],
    /(?:\/\/[\w.:/-]{3,100})?:_auth(?:Token)?\s{0,2}=\s{0,2}["']?(?<secret>[\w+/=.-]{16,1000})/y,
    ['//registry.npmjs.org/:_authToken={uuid}', '//registry.example.com/npm/:_auth={base64:40}'],
  ),
  precise('pypi-token', ['pypi-AgE'], /pypi-AgE[\w-]{50,1000}/y, [
    'pypi-AgEIcHlwaS5vcmc{base64url:160}',
    'pypi-AgENdGVzdC5weXBpLm9yZw{base64url:160}',
  ]),
  precise('rubygems-key', ['rubygems_'], /rubygems_[0-9a-f]{48}/y, ['rubygems_{hex:48}']),
  precise('crates-token', ['cio'], /cio[A-Za-z0-9]{32}(?![\w-])/y, ['cio{base62:32}'], { edge: true }),
  precise('nuget-key', ['oy2'], /oy2[a-z2-7]{43}(?![\w-])/y, ['oy2{base32l:43}'], { edge: true }),
  precise('docker-token', ['dckr_pat_'], /dckr_pat_[\w-]{27,60}/y, ['dckr_pat_{base64url:27}']),
  precise('docker-org-token', ['dckr_oat_'], /dckr_oat_[\w-]{32,60}/y, ['dckr_oat_{base64url:32}']),
  precise('docker-swarm-token', ['SWMTKN-1-'], /SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}/y, [
    'SWMTKN-1-{base36:50}-{base36:25}',
  ]),
  precise('docker-swarm-key', ['SWMKEY-1-'], /SWMKEY-1-[A-Za-z0-9+/]{40,50}/y, ['SWMKEY-1-{base64:43}']),
  precise(
    'docker-config-auth',
    ['"auth"', '"auth\\"'],
    /"auth\\?"\s{0,3}:\s{0,3}\\?"(?<secret>[A-Za-z0-9+/]{16,500}={0,2})(?=\\?")/y,
    ['{"auths":{"ghcr.io":{"auth": "{base64:60}"}}}'],
  ),
  precise('clojars-token', ['CLOJARS_'], /CLOJARS_[0-9a-f]{60}/y, ['CLOJARS_{hex:60}']),
  precise('artifactory-key', ['AKCp'], /AKCp[A-Za-z0-9]{60,75}/y, ['AKCp{base62:69}']),
  precise('artifactory-reference-token', ['cmVmdGtu'], /cmVmdGtu[A-Za-z0-9]{50,60}/y, [
    'cmVmdGtu{base62:56}',
  ]),
  precise('cloudsmith-key', ['csa_'], /csa_[0-9a-f]{30}[A-Za-z0-9]{6}/y, ['csa_{hex:30}{base62:6}'], {
    edge: true,
  }),
  precise('deno-token', ['ddp_', 'ddo_'], /dd[po]_[A-Za-z0-9]{36}/y, ['ddp_{base62:36}', 'ddo_{base62:36}'], {
    edge: true,
  }),
  precise('openvsx-token', ['ovsxat_'], /ovsxat_[\w-]{36,60}/y, ['ovsxat_{uuid}']),
  precise(
    'sonarqube-token',
    ['squ_', 'sqp_', 'sqa_'],
    /sq[upa]_[0-9a-f]{40}/y,
    ['squ_{hex:40}', 'sqp_{hex:40}', 'sqa_{hex:40}'],
    {
      edge: true,
    },
  ),
  precise('aikido-secret', ['AIK_SECRET_'], /AIK_SECRET_[A-Za-z0-9]{64}/y, ['AIK_SECRET_{base62:64}']),
  precise('aikido-ci-token', ['AIK_CI_'], /AIK_CI_[A-Za-z0-9]{20,60}/y, ['AIK_CI_{base62:44}']),
  precise('infracost-token', ['ico-'], /ico-[A-Za-z0-9]{32}(?![\w-])/y, ['ico-{base62:32}'], { edge: true }),
  precise('mergify-key', ['mergify_application_key_'], /mergify_application_key_[\w-]{40,200}/y, [
    'mergify_application_key_{base62:64}',
  ]),
  precise(
    'nuget-config-password',
    ['ClearTextPassword'],
    /ClearTextPassword\\?"\s{1,3}value=\\?"(?<secret>[^"\\]{6,300})(?=\\?")/y,
    ['<add key="ClearTextPassword" value="{base62:24}" />'],
  ),
  precise(
    'netrc-password',
    ['machine '],
    /machine\s{1,4}[\w.-]{1,100}\s{1,4}login\s{1,4}\S{1,100}\s{1,4}password\s{1,4}(?<secret>\S{4,300})/y,
    ['machine github.com login me password {base62:30}'],
  ),
  named(
    'snyk-token',
    cases('snyk_token', 'snyk_api', 'snyk_oauth', 'snykToken'),
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    ['SNYK_TOKEN={uuid}'],
  ),
  named('codecov-token', cases('codecov'), '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', [
    'CODECOV_TOKEN={uuid}',
  ]),
  named('coveralls-token', cases('coveralls'), '[A-Za-z0-9]{33,37}', ['COVERALLS_REPO_TOKEN={base62:33}']),
  named('packagist-token', cases('packagist'), '[0-9a-f]{20,64}', ['PACKAGIST_TOKEN={hex:40}']),
  named('gitea-token', cases('gitea', 'forgejo', 'codeberg'), '[0-9a-f]{40}', [
    'GITEA_TOKEN={hex:40}',
    'FORGEJO_TOKEN={hex:40}',
  ]),
  named('sonar-legacy-token', cases('sonar_token', 'sonar.login', 'sonar_login'), '[0-9a-f]{40}', [
    'SONAR_TOKEN={hex:40}',
  ]),
]);
