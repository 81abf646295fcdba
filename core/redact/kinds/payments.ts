import { cases, family, named, precise } from './kind.ts';

/** Keys of payment services, shops and banks. */
export const payments = family('payments', [
  precise(
    'stripe-key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    /[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}/y,
    ['sk_live_{base62:24}', 'sk_test_51{base62:97}', 'rk_live_51{base62:97}', 'rk_test_{base62:24}'],
  ),
  precise('stripe-webhook-secret', ['whsec_'], /whsec_[A-Za-z0-9+/]{24,100}={0,2}/y, ['whsec_{base62:32}']),
  precise('square-token', ['sq0atp-'], /sq0atp-[\w-]{22,60}/y, ['sq0atp-{base64url:22}']),
  precise('square-secret', ['sq0csp-'], /sq0csp-[\w-]{43,60}/y, ['sq0csp-{base64url:43}']),
  precise('square-access-token', ['EAAA'], /(?<![A-Za-z0-9/])EAAA[\w-]{60}(?![\w+/=-])/y, [
    'EAAA{base64url:60}',
  ]),
  precise(
    'braintree-token',
    ['access_token$'],
    /access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[0-9a-f]{32}/y,
    ['access_token$production${base36:16}${hex:32}', 'access_token$sandbox${base36:16}${hex:32}'],
  ),
  precise(
    'plaid-token',
    ['access-production-', 'access-sandbox-', 'access-development-'],
    /access-(?:production|sandbox|development)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
    ['access-production-{uuid}', 'access-sandbox-{uuid}'],
  ),
  precise('shopify-access-token', ['shpat_'], /shpat_[0-9A-Fa-f]{32}/y, ['shpat_{hex:32}']),
  precise('shopify-custom-app-token', ['shpca_'], /shpca_[0-9A-Fa-f]{32}/y, ['shpca_{hex:32}']),
  precise('shopify-private-app-token', ['shppa_'], /shppa_[0-9A-Fa-f]{32}/y, ['shppa_{hex:32}']),
  precise('shopify-shared-secret', ['shpss_'], /shpss_[0-9A-Fa-f]{32}/y, ['shpss_{hex:32}']),
  precise('flutterwave-key', ['FLWSECK-', 'FLWSECK_TEST-'], /FLWSECK(?:_TEST)?-[0-9A-Za-z]{12,60}(?:-X)?/y, [
    'FLWSECK_TEST-{hex:32}-X',
    'FLWSECK-{hex:32}-X',
  ]),
  precise('shippo-token', ['shippo_live_', 'shippo_test_'], /shippo_(?:live|test)_[0-9A-Fa-f]{40}/y, [
    'shippo_live_{hex:40}',
    'shippo_test_{hex:40}',
  ]),
  precise('easypost-key', ['EZAK', 'EZTK'], /EZ[AT]K[A-Za-z0-9]{54}/y, [
    'EZAK{base62:54}',
    'EZTK{base62:54}',
  ]),
  precise('duffel-token', ['duffel_live_', 'duffel_test_'], /duffel_(?:live|test)_[\w=-]{40,60}/y, [
    'duffel_live_{base64url:43}',
    'duffel_test_{base64url:43}',
  ]),
  precise(
    'paddle-key',
    ['pdl_live_apikey_', 'pdl_sdbx_apikey_'],
    /pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}/y,
    [
      'pdl_live_apikey_{base36:26}_{base62:22}_{base62:3}',
      'pdl_sdbx_apikey_{base36:26}_{base62:22}_{base62:3}',
    ],
  ),
  precise('polar-token', ['polar_oat_', 'polar_pat_', 'polar_at_'], /polar_(?:oat|pat|at)_[\w-]{20,120}/y, [
    'polar_oat_{base62:43}',
    'polar_pat_{base62:43}',
  ]),
  precise(
    'mercury-token',
    ['mercury_production_'],
    /mercury_production_[a-z]{3,6}_[A-Za-z0-9]{40,50}_yrucrem/y,
    ['mercury_production_rma_{base62:43}_yrucrem'],
  ),
  precise('ramp-secret', ['ramp_sec_'], /ramp_sec_[A-Za-z0-9]{48}/y, ['ramp_sec_{base62:48}']),
  precise('asaas-token', ['$aact_prod_', '$aact_hmlg_'], /\$aact_(?:prod|hmlg)_[\w:=-]{20,200}/y, [
    '$aact_prod_{base62:80}',
    '$aact_hmlg_{base62:80}',
  ]),
  precise('adyen-key', ['AQE'], /AQE[a-z0-9]{6}[A-Za-z0-9+/=_-]{60,180}/y, ['AQEyh{base36:4}{base62:110}'], {
    edge: true,
  }),
  precise(
    'lob-key',
    ['live_', 'test_'],
    /(?:live|test)_[0-9a-f]{35}(?![\w-])/y,
    ['live_{hex:35}', 'test_{hex:35}'],
    {
      edge: true,
    },
  ),
  named('mollie-key', cases('mollie'), '(?:live|test)_[A-Za-z0-9]{30}', ['MOLLIE_API_KEY=live_{base62:30}']),
  named('gocardless-token', cases('gocardless'), '(?:live|sandbox)_[\\w-]{40}', [
    'GOCARDLESS_ACCESS_TOKEN=live_{base62:40}',
  ]),
  named('paypal-secret', cases('paypal'), 'E[\\w-]{79}', ['PAYPAL_CLIENT_SECRET=E{base62:79}']),
  named('razorpay-secret', cases('razorpay'), '[A-Za-z0-9]{24}', ['RAZORPAY_KEY_SECRET={base62:24}']),
  named('plaid-secret', cases('plaid'), '[0-9a-f]{30}', ['PLAID_SECRET={hex:30}']),
  named('coinbase-secret', cases('coinbase'), '[A-Za-z0-9_-]{64}', ['COINBASE_API_SECRET={base62:64}']),
  named('finnhub-token', cases('finnhub'), '[a-z0-9]{20,40}', ['FINNHUB_API_KEY={base36:20}']),
]);
