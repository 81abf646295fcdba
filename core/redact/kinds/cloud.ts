import { cases, family, named, precise } from './kind.ts';

/** Tokens of hosts, networks and clouds other than the three large ones. */
export const cloud = family('cloud', [
  precise('digitalocean-token', ['dop_v1_'], /dop_v1_[0-9a-f]{64}/y, ['dop_v1_{hex:64}']),
  precise('digitalocean-oauth-token', ['doo_v1_'], /doo_v1_[0-9a-f]{64}/y, ['doo_v1_{hex:64}']),
  precise('digitalocean-refresh-token', ['dor_v1_'], /dor_v1_[0-9a-f]{64}/y, ['dor_v1_{hex:64}']),
  precise('heroku-key', ['HRKU-'], /HRKU-[\w-]{36,70}/y, ['HRKU-AA{base62:58}', 'HRKU-{uuid}']),
  precise('fly-token', ['FlyV1 '], /FlyV1 [\w=/+,-]{60,2000}/y, ['FlyV1 fm2_{base64:400}']),
  precise(
    'fly-macaroon',
    ['fm1a_', 'fm1r_', 'fm2_'],
    /fm(?:1[ar]|2)_[\w=/+,-]{60,2000}/y,
    ['fm2_{base64:400}', 'fm1r_{base64:400}'],
    {
      edge: true,
    },
  ),
  precise('fly-legacy-token', ['fo1_'], /fo1_[\w-]{43}/y, ['fo1_{base64url:43}'], { edge: true }),
  precise(
    'netlify-token',
    ['nfp_', 'nfo_', 'nfc_', 'nfu_'],
    /nf[pocu]_[A-Za-z0-9]{36,60}/y,
    ['nfp_{base62:36}'],
    { edge: true },
  ),
  precise(
    'vercel-token',
    ['vcp_', 'vci_', 'vca_', 'vcr_'],
    /vc[piar]_[\w-]{50,70}/y,
    ['vcp_{base64url:56}', 'vci_{base64url:56}', 'vca_{base64url:56}', 'vcr_{base64url:56}'],
    { edge: true },
  ),
  precise('render-key', ['rnd_'], /rnd_[A-Za-z0-9]{28,40}(?![\w-])/y, ['rnd_{base62:28}'], { edge: true }),
  precise('scalingo-token', ['tk-us-'], /tk-us-[\w-]{48}/y, ['tk-us-{base64url:48}']),
  precise('upcloud-token', ['ucat_'], /ucat_[0-9A-Za-z]{24,40}/y, ['ucat_{base36:26}'], { edge: true }),
  precise('tailscale-key', ['tskey-'], /tskey-(?:[a-z]{2,12}-)?[A-Za-z0-9]{8,40}(?:-[A-Za-z0-9]{16,60})?/y, [
    'tskey-auth-{base62:17}-{base62:32}',
    'tskey-api-{base62:17}-{base62:32}',
    'tskey-client-{base62:17}-{base62:32}',
  ]),
  precise(
    'cloudflare-origin-key',
    ['v1.0-'],
    /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/y,
    ['v1.0-{hex:24}-{hex:146}'],
    { edge: true },
  ),
  precise(
    'cloudflare-token',
    ['cfut_', 'cfat_'],
    /cf[ua]t_[\w-]{40,80}/y,
    ['cfut_{base62:48}', 'cfat_{base62:48}'],
    { edge: true },
  ),
  precise('cloudflare-tunnel-token', ['eyJhIjoi'], /eyJhIjoi[A-Za-z0-9+/_-]{100,400}={0,2}/y, [
    'eyJhIjoi{base64:172}',
  ]),
  precise('openshift-token', ['sha256~'], /sha256~[\w-]{43}/y, ['sha256~{base64url:43}']),
  precise(
    'k3s-token',
    ['K10'],
    /K10[0-9a-f]{64}::(?:server:|node:)?[\w.-]{10,100}/y,
    ['K10{hex:64}::server:{hex:32}'],
    { edge: true },
  ),
  precise('portainer-token', ['ptr_'], /ptr_[\w+/=-]{40,60}/y, ['ptr_{base64url:43}'], { edge: true }),
  precise('exoscale-key', ['EXO'], /EXO[0-9a-f]{24,30}(?![\w-])/y, ['EXO{hex:26}'], { edge: true }),
  precise(
    'alibaba-key',
    ['LTAI'],
    /LTAI[A-Za-z0-9]{12,24}(?![A-Za-z0-9])/y,
    ['LTAI5t{base62:18}', 'LTAI{base62:12}'],
    { edge: true },
  ),
  precise('tencent-key', ['AKID'], /AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, ['AKID{base62:32}'], {
    edge: true,
  }),
  precise('yandex-key', ['AQVN'], /AQVN[\w-]{35,38}(?![\w-])/y, ['AQVN{base64url:36}'], { edge: true }),
  precise(
    'yandex-iam-token',
    ['t1.'],
    /t1\.[\w-]{10,600}={0,2}\.[\w-]{86}={0,2}/y,
    ['t1.{base64url:120}.{base64url:86}'],
    { edge: true },
  ),
  precise('yandex-oauth-token', ['y0_'], /y0_[\w-]{40,70}/y, ['y0_Ag{base64url:56}'], { edge: true }),
  precise(
    'yandex-static-key',
    ['YCA', 'YCM', 'YCN', 'YCO', 'YCP'],
    /YC[AMNOP][\w-]{37}(?![\w-])/y,
    ['YCM{base64url:37}'],
    { edge: true },
  ),
  precise('defined-networking-token', ['dnkey-'], /dnkey-[\w=-]{26}-[\w=-]{52}/y, [
    'dnkey-{BASE36:26}-{BASE36:52}',
  ]),
  named('digitalocean-spaces-secret', cases('spaces_secret', 'do_spaces'), '[A-Za-z0-9+/]{43}', [
    'SPACES_SECRET_ACCESS_KEY={base64:43}',
  ]),
  named(
    'heroku-legacy-key',
    cases('heroku'),
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    ['HEROKU_API_KEY={uuid}'],
  ),
  named('cloudflare-api-token', ['CF_API_TOKEN', 'CF_TOKEN', ...cases('cloudflare')], '[\\w-]{40}', [
    'CLOUDFLARE_API_TOKEN={base64url:39}x',
    'CF_API_TOKEN={base62:40}',
  ]),
  named(
    'cloudflare-global-key',
    ['X-Auth-Key', 'CF_API_KEY', 'CLOUDFLARE_API_KEY', 'CLOUDFLARE_GLOBAL'],
    '[0-9a-f]{37}',
    ['CLOUDFLARE_API_KEY={hex:37}', 'X-Auth-Key: {hex:37}'],
  ),
  named('fastly-token', cases('fastly'), '[\\w-]{32}', [
    'FASTLY_API_TOKEN={base62:32}',
    'Fastly-Key: {base62:32}',
  ]),
  named(
    'vercel-legacy-token',
    ['VERCEL_TOKEN', 'VERCEL_API', 'vercel_token', 'vercelToken'],
    '[A-Za-z0-9]{24}',
    ['VERCEL_TOKEN={base62:24}'],
  ),
  named('netlify-legacy-token', cases('netlify'), '[\\w-]{43}', ['NETLIFY_AUTH_TOKEN={base62:43}']),
  named('linode-token', cases('linode'), '[0-9a-f]{64}', ['LINODE_TOKEN={hex:64}']),
  named('vultr-key', cases('vultr'), '[A-Z0-9]{36}', ['VULTR_API_KEY={BASE36:36}']),
  named('hetzner-token', ['HCLOUD_TOKEN', 'hcloud_token', ...cases('hetzner')], '[A-Za-z0-9]{64}', [
    'HCLOUD_TOKEN={base62:64}',
  ]),
  named(
    'scaleway-secret',
    ['SCW_SECRET', 'scw_secret', ...cases('scaleway')],
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    ['SCW_SECRET_KEY={uuid}'],
  ),
  named(
    'ibm-cloud-key',
    ['IBMCLOUD_API_KEY', 'IC_API_KEY', 'ibmcloud_api_key', 'BLUEMIX_API_KEY'],
    '[\\w-]{44}',
    ['IBMCLOUD_API_KEY={base62:44}'],
  ),
  named('alibaba-secret', cases('alibaba', 'aliyun', 'alicloud'), '[A-Za-z0-9]{30}', [
    'ALIBABA_CLOUD_ACCESS_KEY_SECRET={base62:30}',
  ]),
  named('civo-key', cases('civo'), '[A-Za-z0-9]{50}', ['CIVO_TOKEN={base62:50}']),
  named('ngrok-token', cases('ngrok'), '[12][A-Za-z0-9]{26}_[A-Za-z0-9]{20,24}', [
    'NGROK_AUTHTOKEN=2{base62:26}_{base62:21}',
  ]),
  named('kubeadm-token', ['kubeadm', '--token'], '[a-z0-9]{6}\\.[a-z0-9]{16}', [
    'kubeadm_token: {base36:6}.{base36:16}',
  ]),
]);
