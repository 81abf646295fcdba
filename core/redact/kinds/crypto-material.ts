import { family, named, precise } from './kind.ts';
import { downTheKey, upTheKey } from './pem.ts';

/** Private keys, signed tokens and password hashes: whoever the vendor is. */
export const cryptoMaterial = family('crypto-material', [
  precise(
    'private-key',
    ['-----BEGIN '],
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y,
    [
      '-----BEGIN RSA PRIVATE KEY-----\n{base64:64}\n{base64:64}\n{base64:24}==\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\n{base64:64}\n{base64:64}',
      '-----BEGIN OPENSSH PRIVATE KEY-----\\n{base64:70}\\n{base64:70}\\n{base64:36}\\n-----END OPENSSH PRIVATE KEY-----',
      '+-----BEGIN EC PRIVATE KEY-----\n+{base64:64}\n+{base64:40}\n+-----END EC PRIVATE KEY-----',
    ],
    { walk: downTheKey },
  ),
  precise(
    'private-key',
    ['-----END '],
    /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y,
    ['{base64:64}\n{base64:64}\n{base64:24}==\n-----END PRIVATE KEY-----'],
    { walk: upTheKey },
  ),
  precise(
    'jwt',
    ['.eyJ'],
    /(?<=eyJ[\w-]{7,4000})\.eyJ[\w-]{1,16000}\.[\w-]{0,2000}/y,
    [
      'eyJ{base64url:33}.eyJ{base64url:100}.{base64url:43}',
      'eyJ{base64url:60}.eyJ{base64url:400}.{base64url:342}',
      'eyJ{base64url:20}.eyJ{base64url:60}.',
    ],
    { inside: 'word' },
  ),
  precise(
    'base64-private-key',
    [
      'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt',
      'LS0tLS1CRUdJTiBQUklWQVRFIEtFWS',
      'LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg',
      'LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS',
      'LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFU',
    ],
    /LS0tLS1CRUdJTi[A-Za-z0-9+/]{60,16000}={0,2}/y,
    ['LS0tLS1CRUdJTiBQUklWQVRFIEtFWS{base64:800}==', 'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt{base64:1200}'],
  ),
  precise('age-key', ['AGE-SECRET-KEY-1'], /AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}/y, [
    'AGE-SECRET-KEY-1{bech32:58}',
  ]),
  precise(
    'age-plugin-identity',
    ['AGE-PLUGIN-'],
    /AGE-PLUGIN-[A-Z0-9]{2,20}(?:-[A-Z0-9]{1,20})?(?:-[A-Z0-9]{1,20})?-1[02-9AC-HJ-NP-Z]{20,200}/y,
    ['AGE-PLUGIN-YUBIKEY-1{bech32:45}'],
  ),
  precise(
    'putty-key',
    ['Private-Lines: '],
    /Private-Lines: \d{1,3}/y,
    ['Private-Lines: 2\n{base64:64}\n{base64:64}'],
    {
      walk: downTheKey,
    },
  ),
  precise(
    'jwk-private-key',
    ['"kty"', '"kty\\"'],
    /"kty\\?"\s{0,3}:(?=[^{},]{1,100},)(?:(?!"kty)[^{}]){2,800}?"d\\?"\s{0,3}:\s{0,3}\\?"(?<secret>[\w-]{22,1000})(?=\\?")/y,
    ['{"kty":"OKP","crv":"Ed25519","x":"abc","d":"{base64url:43}"}'],
  ),
  precise('minisign-key', ['RWRTY0Iy'], /RWRTY0Iy[A-Za-z0-9+/]{100,300}={0,2}/y, ['RWRTY0Iy{base64:204}']),
  precise('nostr-key', ['nsec1'], /nsec1[02-9ac-hj-np-z]{58}/y, ['nsec1{bech32l:58}'], { edge: true }),
  precise(
    'extended-private-key',
    ['xprv', 'yprv', 'zprv', 'tprv'],
    /[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,112}/y,
    ['xprv9{base58:106}', 'zprvA{base58:106}'],
    {
      edge: true,
    },
  ),
  precise('bcrypt-hash', ['$2a$', '$2b$', '$2y$'], /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/y, [
    '$2b$12${base62:53}',
    '$2y$10${base62:53}',
  ]),
  precise(
    'crypt-hash',
    ['$6$', '$5$', '$y$'],
    /\$(?:[56]|y)\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,32}\$(?:[./A-Za-z0-9]{1,32}\$)?[./A-Za-z0-9]{43,86}/y,
    [
      '$6${base62:16}${base62:86}',
      '$5$rounds=5000${base62:16}${base62:43}',
      '$y$j9T${base62:22}${base62:43}',
    ],
  ),
  precise('apache-hash', ['$apr1$'], /\$apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}/y, [
    '$apr1${base62:8}${base62:22}',
  ]),
  precise(
    'argon2-hash',
    ['$argon2'],
    /\$argon2(?:id|i|d)\$v=\d{1,3}\$m=\d{1,9},t=\d{1,4},p=\d{1,4}\$[A-Za-z0-9+/]{8,100}\$[A-Za-z0-9+/]{16,200}/y,
    ['$argon2id$v=19$m=65536,t=3,p=4${base64:22}${base64:43}'],
  ),
  named(
    'wireguard-key',
    ['PrivateKey', 'PresharedKey', 'WIREGUARD', 'wireguard'],
    '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=',
    ['PrivateKey = {base64:42}E=', 'PresharedKey = {base64:42}A='],
  ),
  named(
    'ethereum-key',
    ['PRIVATE_KEY', 'private_key', 'privateKey', 'WALLET_KEY'],
    '(?:0x)?[0-9a-fA-F]{64}',
    ['PRIVATE_KEY=0x{hex:64}', 'DEPLOYER_PRIVATE_KEY={hex:64}'],
  ),
  named(
    'signing-secret',
    [
      'SECRET_KEY_BASE',
      'secret_key_base',
      'SESSION_SECRET',
      'JWT_SECRET',
      'COOKIE_SECRET',
      'NEXTAUTH_SECRET',
      'AUTH_SECRET',
    ],
    '[\\w+/-]{24,200}={0,2}',
    ['SECRET_KEY_BASE={hex:128}', 'JWT_SECRET={base64url:43}'],
  ),
  named('django-secret', ['SECRET_KEY'], '[a-z0-9!@#$%^&*(_=+)-]{50}', ["SECRET_KEY = '{base36:50}'"]),
  named('laravel-key', ['APP_KEY'], 'base64:[A-Za-z0-9+/]{43}=', ['APP_KEY=base64:{base64:43}=']),
  named('rails-master-key', ['RAILS_MASTER_KEY', 'rails_master_key'], '[0-9a-f]{32}', [
    'RAILS_MASTER_KEY={hex:32}',
  ]),
  named('kubeconfig-key', ['client-key-data'], '[A-Za-z0-9+/]{100,8000}={0,2}', [
    'client-key-data: {base64:1200}',
  ]),
]);
