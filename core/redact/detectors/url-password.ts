import { shape, type Detector } from '../detector.ts';

/** The password in `scheme://user:password@host`: database addresses, clone addresses. */
export const urlPassword: Detector = {
  kind: 'url-password',
  confidence: 'likely',
  anchors: ['://'],
  at: shape(/:\/\/[^\s:@/?#<>"]{0,100}:(?<secret>[^\s@/<>"]{3,300})@/dy),
};
