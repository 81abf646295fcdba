import { cases, family, named, precise } from './kind.ts';

const SIGNED_PREFIX = { inside: 'base64' } as const;

/** Keys of Azure. Newer ones hold a fixed signature of four characters (`+ASt`, `AzSe`) in their middle. */
export const azure = family('azure', [
  precise(
    'azure-secret',
    ['7Q~', '8Q~', '9Q~'],
    /(?<=[\w.~-]{3})[789]Q~[\w.~-]{31,34}/y,
    ['{base62:3}8Q~{base64url:34}', '{base62:3}7Q~{base64url:31}'],
    { inside: 'word' },
  ),
  precise('azure-account-key', ['AccountKey='], /AccountKey=(?<secret>[A-Za-z0-9+/]{40,100}={0,2})/y, [
    'AccountName=a;AccountKey={base64:86}==',
  ]),
  precise(
    'azure-shared-access-key',
    ['SharedAccessKey='],
    /SharedAccessKey=(?<secret>[A-Za-z0-9+/]{40,100}={0,2})/y,
    ['SharedAccessKeyName=x;SharedAccessKey={base64:43}='],
  ),
  precise('azure-sas-signature', ['sig='], /sig=(?<secret>[A-Za-z0-9+/%]{43,400}(?:=|%3[Dd]))/y, [
    '?sv=2024-11-04&sig={base64:43}%3D',
    'sig={base64:43}=',
  ]),
  precise(
    'azure-signed-key',
    ['+ASt', 'ACDb', '+ABa', '+AMC', 'APIM'],
    /(?:\+ASt|ACDb|\+ABa|\+AMC|APIM)[A-Za-z0-9+/]{5}[AQgw]==(?<=[A-Za-z0-9+/]{86}==)/y,
    ['{base64:76}+ASt{base62:5}Q==', '{base64:76}ACDb{base62:5}A==', '{base64:76}APIM{base62:5}g=='],
    SIGNED_PREFIX,
  ),
  precise(
    'azure-messaging-key',
    ['+ASb', '+AEh', '+ARm', 'AIoT', 'AZEG', 'AzCa'],
    /(?:\+ASb|\+AEh|\+ARm|AIoT|AZEG|AzCa)[A-P][A-Za-z0-9+/]{5}=(?<=[A-Za-z0-9+/]{43}=)/y,
    ['{base64:33}+ASbC{base62:5}=', '{base64:33}AIoTA{base62:5}=', '{base64:33}AzCaP{base62:5}='],
    SIGNED_PREFIX,
  ),
  precise(
    'azure-search-key',
    ['AzSe'],
    /AzSe[A-D][A-Za-z0-9]{5}(?<=[A-Za-z0-9]{52})/y,
    ['{base62:42}AzSeA{base62:5}'],
    SIGNED_PREFIX,
  ),
  precise(
    'azure-container-registry-key',
    ['+ACR'],
    /\+ACR[A-D][A-Za-z0-9+/]{5}(?<=[A-Za-z0-9+/]{52})/y,
    ['{base64:42}+ACRB{base62:5}'],
    SIGNED_PREFIX,
  ),
  precise(
    'azure-function-key',
    ['AzFu'],
    /AzFu[\w-]{5}[AQgw]==(?<=[\w-]{54}==)/y,
    ['{base64url:44}AzFu{base62:5}A=='],
    { inside: 'word' },
  ),
  // The common annotated key: 84 characters with its signature after 52 of them.
  precise(
    'azure-annotated-key',
    ['JQQJ99', 'JQQJ9D', 'JQQJ9H'],
    /(?<=[A-Za-z0-9]{52})JQQJ9[9DH][A-Za-z0-9]{26}/y,
    ['{base62:52}JQQJ99{base62:26}'],
    { inside: 'word' },
  ),
  precise(
    'azure-devops-pat',
    ['AZDO'],
    /(?<=[A-Za-z0-9]{70})AZDO[A-Za-z0-9]{4}/y,
    ['{base62:76}AZDO{base62:4}'],
    {
      inside: 'word',
    },
  ),
  named(
    'azure-devops-legacy-pat',
    cases('azure_devops', 'ado_pat', 'vsts', 'system_accesstoken'),
    '[a-z2-7]{52}',
    ['AZURE_DEVOPS_EXT_PAT={base32l:52}', 'ado_pat: {base32l:52}'],
  ),
  named(
    'azure-openai-key',
    ['Ocp-Apim-Subscription', 'ocp-apim-subscription', ...cases('azure_openai', 'azureopenai')],
    '[0-9a-f]{32}',
    ['AZURE_OPENAI_API_KEY={hex:32}', 'Ocp-Apim-Subscription-Key: {hex:32}'],
  ),
]);
