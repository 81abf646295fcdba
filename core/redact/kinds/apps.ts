import { cases, family, named, precise } from './kind.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Tokens of the applications that teams plan, write, draw and sell with. */
export const apps = family('apps', [
  precise('atlassian-token', ['ATATT3'], /ATATT3[\w=-]{150,250}/y, ['ATATT3xFfGF0{base64url:171}={HEX:8}']),
  precise('atlassian-access-token', ['ATCTT3'], /ATCTT3[\w=-]{150,250}/y, [
    'ATCTT3xFfGN0{base64url:171}={HEX:8}',
  ]),
  precise(
    'bitbucket-app-password',
    ['ATBB'],
    /ATBB[A-Za-z0-9]{32}(?![A-Za-z0-9])/y,
    ['ATBB{base62:24}{HEX:8}'],
    { edge: true },
  ),
  precise('trello-token', ['ATTA'], /ATTA[0-9a-fA-F]{72}/y, ['ATTA{hex:64}{HEX:8}'], { edge: true }),
  precise('linear-key', ['lin_api_'], /lin_api_[A-Za-z0-9]{40,60}/y, ['lin_api_{base62:40}']),
  precise('linear-oauth-token', ['lin_oauth_'], /lin_oauth_[A-Za-z0-9]{40,80}/y, ['lin_oauth_{hex:64}']),
  precise('notion-token', ['ntn_'], /ntn_[A-Za-z0-9]{40,60}/y, ['ntn_{digits:11}{base62:35}'], {
    edge: true,
  }),
  precise('notion-legacy-token', ['secret_'], /secret_[A-Za-z0-9]{43}(?![\w-])/y, ['secret_{base62:43}'], {
    edge: true,
  }),
  precise('figma-token', ['figd_'], /figd_[\w-]{38,50}/y, ['figd_{base64url:40}']),
  precise('airtable-token', ['pat'], /pat[A-Za-z0-9]{14}\.[0-9a-f]{64}/y, ['pat{base62:14}.{hex:64}'], {
    edge: true,
  }),
  precise(
    'asana-token',
    ['1/1', '2/1'],
    /[12]\/\d\d{14,16}(?:\/\d{15,17})?:[0-9a-f]{32}/y,
    ['1/1{digits:15}:{hex:32}', '2/1{digits:15}/{digits:16}:{hex:32}'],
    {
      edge: true,
    },
  ),
  precise('clickup-token', ['pk_'], /pk_\d{5,9}_[A-Z0-9]{32}/y, ['pk_{digits:8}_{BASE36:32}'], {
    edge: true,
  }),
  precise('klaviyo-key', ['pk_'], /pk_[0-9a-f]{34}(?![\w-])/y, ['pk_{hex:34}'], { edge: true }),
  precise('typeform-token', ['tfp_'], /tfp_[\w=.-]{40,70}/y, ['tfp_{base62:44}_{base62:14}'], { edge: true }),
  precise('contentful-token', ['CFPAT-'], /CFPAT-[\w-]{43}/y, ['CFPAT-{base64url:43}']),
  precise(
    'hubspot-token',
    ['pat-na', 'pat-eu', 'pat-ap'],
    /pat-(?:na|eu|ap)\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
    ['pat-na1-{uuid}', 'pat-eu1-{uuid}'],
  ),
  precise(
    'salesforce-session',
    ['00D'],
    /00D[A-Za-z0-9]{12,15}![\w.]{80,260}/y,
    ['00D{base62:12}!AR{base62:94}'],
    { edge: true },
  ),
  precise(
    'dropbox-token',
    ['sl.'],
    /sl\.(?:u\.)?[\w-]{130,1500}/y,
    ['sl.{base64url:136}', 'sl.u.{base64url:1000}'],
    { edge: true },
  ),
  precise('frameio-token', ['fio-u-'], /fio-u-[\w=-]{64}/y, ['fio-u-{base64url:64}']),
  precise('readme-key', ['rdme_'], /rdme_[a-z0-9]{70}/y, ['rdme_{base36:70}']),
  precise('postman-key', ['PMAK-'], /PMAK-[0-9a-f]{24}-[0-9a-f]{34}/y, ['PMAK-{hex:24}-{hex:34}']),
  precise(
    'rapidapi-key',
    ['msh'],
    /(?<=[0-9a-f]{10})msh[0-9a-f]{15}p1[0-9a-f]{6}jsn[0-9a-f]{12}/y,
    ['{hex:10}msh{hex:15}p1{hex:6}jsn{hex:12}'],
    {
      inside: 'word',
    },
  ),
  precise('apify-token', ['apify_api_'], /apify_api_[A-Za-z0-9]{34,40}/y, ['apify_api_{base62:36}']),
  precise('canva-secret', ['cnvca'], /cnvca[\w-]{51}/y, ['cnvca{base64url:51}']),
  precise(
    'settlemint-token',
    ['sm_aat_', 'sm_pat_', 'sm_sat_'],
    /sm_[aps]at_[A-Za-z0-9]{16,40}/y,
    ['sm_aat_{base62:16}', 'sm_pat_{base62:16}', 'sm_sat_{base62:16}'],
    {
      edge: true,
    },
  ),
  precise('samsara-token', ['samsara_api_'], /samsara_api_[A-Za-z0-9]{26,32}/y, ['samsara_api_{base62:30}']),
  precise('val-town-token', ['vtwn_'], /vtwn_[\w-]{20,80}/y, ['vtwn_{base62:28}'], { edge: true }),
  precise('wakatime-key', ['waka_'], /waka_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y, [
    'waka_{uuid}',
  ]),
  precise(
    'tableau-token',
    ['==:'],
    /(?<=[A-Za-z0-9+/]{22})==:[A-Za-z0-9]{32}(?![\w-])/y,
    ['{base64:22}==:{base62:32}'],
    { inside: 'base64' },
  ),
  precise('mapbox-secret', ['sk.eyJ'], /sk\.eyJ[\w-]{60,120}\.[\w-]{22}/y, [
    'sk.eyJ1{base64url:80}.{base64url:22}',
  ]),
  precise(
    'intercom-token',
    ['dG9rOg'],
    /dG9rOg?[A-Za-z0-9+/]{50,60}={0,2}/y,
    ['dG9rOg{base64:54}==', 'dG9rOg{base64:52}==='],
    { edge: true },
  ),
  precise('ionic-token', ['ion_'], /ion_[A-Za-z0-9]{42}(?![\w-])/y, ['ion_{base62:42}'], { edge: true }),
  precise('riot-key', ['RGAPI-'], /RGAPI-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y, [
    'RGAPI-{uuid}',
  ]),
  named('adafruit-key', cases('adafruit'), '[a-z0-9_-]{32}', ['ADAFRUIT_KEY={base36:32}']),
  precise('adafruit-io-key', ['aio_'], /aio_[A-Za-z0-9]{28}(?![\w-])/y, ['aio_{base62:28}'], { edge: true }),
  named('airtable-legacy-key', cases('airtable'), 'key[A-Za-z0-9]{14}', ['AIRTABLE_API_KEY=key{base62:14}']),
  named('atlassian-legacy-token', cases('jira', 'confluence', 'atlassian'), '[A-Za-z0-9]{24}', [
    'JIRA_API_TOKEN={base62:24}',
    'atlassian_token: {base62:24}',
  ]),
  named('bitbucket-secret', cases('bitbucket'), '[A-Za-z0-9]{32}', ['BITBUCKET_CLIENT_SECRET={base62:32}']),
  named('zendesk-token', cases('zendesk'), '[A-Za-z0-9]{40}', ['ZENDESK_API_TOKEN={base62:40}']),
  named('hubspot-legacy-key', cases('hubspot'), UUID, ['HUBSPOT_API_KEY={uuid}']),
  named('contentful-delivery-token', cases('contentful'), '[\\w-]{43}', [
    'CONTENTFUL_ACCESS_TOKEN={base62:43}',
  ]),
  named('cloudinary-secret', cases('cloudinary'), '[\\w-]{27}', ['CLOUDINARY_API_SECRET={base62:27}']),
  named('openweather-key', cases('openweather', 'owm_api'), '[0-9a-f]{32}', ['OPENWEATHER_API_KEY={hex:32}']),
  named('trello-key', cases('trello'), '(?:[0-9a-f]{64}|[0-9a-f]{32})', [
    'TRELLO_TOKEN={hex:64}',
    'TRELLO_API_KEY={hex:32}',
  ]),
]);
