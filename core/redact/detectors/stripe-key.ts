import { shape, type Detector } from '../detector.ts';

/** Stripe secret and restricted keys and webhook secrets. */
export const stripeKey: Detector = {
  kind: 'stripe-key',
  confidence: 'certain',
  anchors: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
  at: shape(/(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/]{24,100}={0,2})/y),
};
