import { cases, family, named, precise } from './kind.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Keys of services that watch programs, count visits and switch features. */
export const monitoring = family('monitoring', [
  precise('sentry-org-token', ['sntrys_'], /sntrys_[A-Za-z0-9+/=]{80,500}(?:_[A-Za-z0-9+/]{20,60})?/y, [
    'sntrys_eyJpYXQiOjE{base64:150}=_{base64:43}',
  ]),
  precise('sentry-user-token', ['sntryu_'], /sntryu_[0-9a-f]{64}/y, ['sntryu_{hex:64}']),
  precise('sentry-app-token', ['sntrya_', 'sntryi_'], /sntry[ai]_[0-9a-f]{64}/y, [
    'sntrya_{hex:64}',
    'sntryi_{hex:64}',
  ]),
  precise('new-relic-user-key', ['NRAK-'], /NRAK-[A-Z0-9]{27}/y, ['NRAK-{BASE36:27}']),
  precise('new-relic-insert-key', ['NRII-'], /NRII-[\w-]{32}/y, ['NRII-{base62:32}']),
  precise('new-relic-query-key', ['NRIQ-'], /NRIQ-[\w-]{32}/y, ['NRIQ-{base62:32}']),
  precise('new-relic-browser-key', ['NRJS-'], /NRJS-[0-9a-f]{19}/y, ['NRJS-{hex:19}']),
  precise('new-relic-license-key', ['FFFFNRAL'], /(?<=[0-9a-f]{32})FFFFNRAL/y, ['{hex:32}FFFFNRAL'], {
    inside: 'word',
  }),
  precise('new-relic-ingest-key', ['NRAL'], /(?<=[0-9a-f]{36})NRAL(?![\w-])/y, ['{hex:36}NRAL'], {
    inside: 'word',
  }),
  precise('grafana-service-token', ['glsa_'], /glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}/y, [
    'glsa_{base62:32}_{hex:8}',
  ]),
  precise('grafana-cloud-token', ['glc_'], /glc_[A-Za-z0-9+/]{32,400}={0,3}/y, ['glc_eyJv{base64:120}=='], {
    edge: true,
  }),
  precise('grafana-key', ['eyJrIjoi'], /eyJrIjoi[A-Za-z0-9+/]{40,400}={0,2}/y, ['eyJrIjoi{base64:84}']),
  precise(
    'dynatrace-token',
    ['dt0'],
    /dt0[a-z]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}/y,
    ['dt0c01.{BASE36:24}.{BASE36:64}', 'dt0s01.{BASE36:8}.{BASE36:64}'],
    {
      edge: true,
    },
  ),
  precise(
    'honeycomb-key',
    ['hcaik_', 'hcbik_', 'hcamk_'],
    /hc(?:aik|bik|amk)_[a-z0-9]{50,70}/y,
    ['hcaik_{base36:58}', 'hcbik_{base36:58}'],
    { edge: true },
  ),
  precise('posthog-key', ['phx_', 'phs_'], /ph[xs]_[\w-]{40,60}/y, ['phx_{base62:43}', 'phs_{base62:43}'], {
    edge: true,
  }),
  precise(
    'axiom-token',
    ['xaat-', 'xapt-'],
    /xa[ap]t-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
    ['xaat-{uuid}', 'xapt-{uuid}'],
  ),
  precise('logfire-token', ['pylf_v'], /pylf_v\d_[a-z]{2}_[A-Za-z0-9]{30,60}/y, ['pylf_v1_us_{base62:43}']),
  precise(
    'launchdarkly-sdk-key',
    ['sdk-'],
    /sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
    ['sdk-{uuid}'],
    { edge: true },
  ),
  precise(
    'launchdarkly-api-key',
    ['api-'],
    /api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
    ['api-{uuid}'],
    { edge: true },
  ),
  precise('configcat-key', ['configcat-sdk-1/'], /configcat-sdk-1\/[\w-]{22}\/[\w-]{22}/y, [
    'configcat-sdk-1/{base64url:22}/{base64url:22}',
  ]),
  precise('devcycle-server-key', ['dvc_server_'], /dvc_server_\w{8,80}/y, ['dvc_server_{hex:32}']),
  precise('inngest-signing-key', ['signkey-'], /signkey-[a-z]{2,12}-[0-9a-f]{32,64}/y, [
    'signkey-prod-{hex:64}',
  ]),
  precise('statsig-secret', ['secret-'], /secret-[A-Za-z0-9]{40,48}(?![\w-])/y, ['secret-{base62:43}'], {
    edge: true,
  }),
  precise('segment-token', ['sgp_'], /sgp_[A-Za-z0-9]{64}(?![\w-])/y, ['sgp_{base62:64}'], { edge: true }),

  precise('checkly-key', ['cu_'], /cu_[0-9a-f]{32}(?![\w-])/y, ['cu_{hex:32}'], { edge: true }),
  precise('databento-key', ['db-'], /db-[A-Za-z0-9]{29}(?![\w-])/y, ['db-{base62:29}'], { edge: true }),
  precise(
    'maxmind-key',
    ['_mmk'],
    /(?<=[A-Za-z0-9]{6}_[A-Za-z0-9]{29})_mmk(?![\w-])/y,
    ['{base62:6}_{base62:29}_mmk'],
    { inside: 'word' },
  ),
  named('datadog-api-key', ['DD_API_KEY', 'DD-API-KEY', 'dd_api_key', ...cases('datadog')], '[0-9a-f]{32}', [
    'DD_API_KEY={hex:32}',
    'DATADOG_API_KEY: {hex:32}',
  ]),
  named(
    'datadog-app-key',
    ['DD_APP_KEY', 'DD_APPLICATION_KEY', 'DD-APPLICATION-KEY', 'dd_app_key', ...cases('datadog')],
    '[0-9a-f]{40}',
    ['DD_APP_KEY={hex:40}', 'datadog_app_key={hex:40}'],
  ),
  named('sentry-legacy-token', ['SENTRY_AUTH_TOKEN', 'sentry_auth_token', 'SENTRY_TOKEN'], '[0-9a-f]{64}', [
    'SENTRY_AUTH_TOKEN={hex:64}',
  ]),
  named('rollbar-token', cases('rollbar'), '[0-9a-f]{32}', ['ROLLBAR_ACCESS_TOKEN={hex:32}']),
  named('bugsnag-key', cases('bugsnag'), '[0-9a-f]{32}', ['BUGSNAG_API_KEY={hex:32}']),
  named('honeycomb-legacy-key', cases('honeycomb'), '(?:[0-9a-f]{32}|[A-Za-z0-9]{22})', [
    'HONEYCOMB_API_KEY={hex:32}',
  ]),
  named('pagerduty-key', cases('pagerduty'), '[\\w+-]{20}', ['PAGERDUTY_TOKEN=u+{base62:18}']),
  named('opsgenie-key', cases('opsgenie', 'geniekey'), UUID, ['OPSGENIE_API_KEY={uuid}']),
  named('splunk-token', cases('splunk'), UUID, ['SPLUNK_HEC_TOKEN={uuid}']),
  named('sumologic-key', cases('sumologic', 'sumo_access'), '[A-Za-z0-9]{64}', [
    'SUMOLOGIC_ACCESS_KEY={base62:64}',
  ]),
  named('logzio-token', cases('logzio', 'logz.io'), '[A-Za-z]{32}', ['LOGZIO_TOKEN={letters:32}']),
  named('amplitude-secret', cases('amplitude'), '[0-9a-f]{32}', ['AMPLITUDE_SECRET_KEY={hex:32}']),
  named('mixpanel-secret', cases('mixpanel'), '[0-9a-f]{32}', ['MIXPANEL_API_SECRET={hex:32}']),
]);
