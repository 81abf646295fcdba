import { shape, type Detector } from '../detector.ts';

const clientSecret = shape(/[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}/y, 4);
const accountKey = shape(/(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,100}={0,2})/dy);

/** Client secrets of Entra applications, and the keys inside storage and service bus connection strings. */
export const azureSecret: Detector = {
  kind: 'azure-secret',
  confidence: 'certain',
  anchors: ['Q~', 'AccountKey=', 'SharedAccessKey='],
  at: (text, anchor) => [...clientSecret(text, anchor), ...accountKey(text, anchor)],
};
