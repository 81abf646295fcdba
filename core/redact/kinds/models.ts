import { cases, family, named, precise } from './kind.ts';

const EDGE = { edge: true } as const;

/** Keys of those who serve models, and of what agents use beside them. */
export const models = family('models', [
  precise('openai-key', ['sk-proj-'], /sk-proj-[\w-]{20,300}/y, [
    'sk-proj-{base64url:74}T3BlbkFJ{base64url:74}',
    'sk-proj-{base64url:58}T3BlbkFJ{base64url:58}',
  ]),
  precise('openai-service-key', ['sk-svcacct-'], /sk-svcacct-[\w-]{20,300}/y, [
    'sk-svcacct-{base64url:74}T3BlbkFJ{base64url:74}',
  ]),
  precise('openai-admin-key', ['sk-admin-'], /sk-admin-[\w-]{20,300}/y, [
    'sk-admin-{base64url:58}T3BlbkFJ{base64url:58}',
  ]),
  // All keys of this vendor hold the word in their middle, whatever they begin with.
  precise(
    'openai-legacy-key',
    ['T3BlbkFJ'],
    /(?<=[\w-]{16})T3BlbkFJ[\w-]{16,200}/y,
    ['sk-{base62:20}T3BlbkFJ{base62:20}'],
    { inside: 'word' },
  ),
  precise('openrouter-key', ['sk-or-v1-'], /sk-or-v1-[0-9a-f]{60,80}/y, ['sk-or-v1-{hex:64}']),
  precise('groq-key', ['gsk_'], /gsk_[A-Za-z0-9]{48,100}/y, ['gsk_{base62:52}'], EDGE),
  precise('perplexity-key', ['pplx-'], /pplx-[A-Za-z0-9]{40,100}/y, ['pplx-{base62:48}', 'pplx-{hex:56}']),
  precise('xai-key', ['xai-'], /xai-[\w-]{70,120}/y, ['xai-{base62:80}'], EDGE),
  precise('hugging-face-token', ['hf_'], /hf_[A-Za-z0-9]{30,60}/y, ['hf_{letters:34}'], EDGE),
  precise('hugging-face-org-token', ['api_org_'], /api_org_[A-Za-z0-9]{30,60}/y, ['api_org_{letters:34}']),
  precise('replicate-token', ['r8_'], /r8_[A-Za-z0-9]{37,60}/y, ['r8_{base62:37}'], EDGE),
  precise('together-key', ['tgp_v1_'], /tgp_v1_[\w-]{40,60}/y, ['tgp_v1_{base64url:43}']),
  precise('fireworks-key', ['fw_'], /fw_[A-Za-z0-9]{22,40}(?![\w-])/y, ['fw_{base62:24}'], EDGE),
  precise('cerebras-key', ['csk-'], /csk-[a-z0-9]{48,60}/y, ['csk-{base36:48}'], EDGE),
  precise('nvidia-key', ['nvapi-'], /nvapi-[\w-]{60,80}/y, ['nvapi-{base64url:64}']),
  precise('pinecone-key', ['pcsk_'], /pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{60,70}/y, [
    'pcsk_{base62:6}_{base62:63}',
  ]),
  precise('langsmith-key', ['lsv2_pt_', 'lsv2_sk_'], /lsv2_[ps][tk]_[0-9a-f]{32}_[0-9a-f]{10}/y, [
    'lsv2_pt_{hex:32}_{hex:10}',
    'lsv2_sk_{hex:32}_{hex:10}',
  ]),
  precise('langfuse-key', ['sk-lf-'], /sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y, [
    'sk-lf-{uuid}',
  ]),
  precise('wandb-key', ['wandb_v1_'], /wandb_v1_\w{60,100}/y, ['wandb_v1_{base62:77}']),
  precise('runpod-key', ['rpa_'], /rpa_[A-Z0-9]{40}[A-Za-z0-9]{2,10}/y, ['rpa_{BASE36:40}{base36:6}'], EDGE),
  precise('e2b-key', ['e2b_'], /e2b_[0-9a-f]{40}/y, ['e2b_{hex:40}'], EDGE),
  precise('tavily-key', ['tvly-'], /tvly-(?:dev-|prod-)?[A-Za-z0-9]{28,60}/y, [
    'tvly-{base62:32}',
    'tvly-dev-{base62:32}',
  ]),
  precise('firecrawl-key', ['fc-'], /fc-[0-9a-f]{32}(?![\w-])/y, ['fc-{hex:32}'], EDGE),
  precise('brave-search-key', ['BSA'], /BSA[\w-]{27,32}(?![\w-])/y, ['BSA{base62:28}'], EDGE),
  precise('jina-key', ['jina_'], /jina_[\w-]{50,80}/y, ['jina_{base62:60}'], EDGE),
  precise('voyage-key', ['pa-'], /pa-[A-Za-z0-9_-]{43}(?![\w-])/y, ['pa-{base62:43}'], EDGE),
  precise('cursor-key', ['key_'], /key_[0-9a-f]{64}/y, ['key_{hex:64}'], EDGE),
  precise('sourcegraph-token', ['sgp_'], /sgp_(?:(?:[0-9a-f]{16}|local)_)?[0-9a-f]{40}/y, [
    'sgp_{hex:40}',
    'sgp_{hex:16}_{hex:40}',
    'sgp_local_{hex:40}',
  ]),
  precise('elevenlabs-key', ['sk_'], /sk_[0-9a-f]{48}(?![A-Za-z0-9])/y, ['sk_{hex:48}'], EDGE),
  precise('deepseek-key', ['sk-'], /sk-[0-9a-f]{32}(?![\w-])/y, ['sk-{hex:32}'], EDGE),
  precise(
    'stability-key',
    ['sk-'],
    /sk-(?![A-Za-z0-9]{20}T3BlbkFJ)[A-Za-z0-9]{48}(?![\w-])/y,
    ['sk-{base62:48}'],
    EDGE,
  ),
  precise('devin-key', ['apk_user_'], /apk_user_[A-Za-z0-9+/]{80,200}={0,2}/y, ['apk_user_{base64:140}']),
  precise('vercel-ai-key', ['vck_'], /vck_[\w-]{50,70}/y, ['vck_{base64url:56}'], EDGE),
  named('mistral-key', cases('mistral'), '[A-Za-z0-9]{32}', ['MISTRAL_API_KEY={base62:32}']),
  named('cohere-key', ['CO_API_KEY', ...cases('cohere')], '[A-Za-z0-9]{40}', [
    'COHERE_API_KEY={base62:40}',
    'CO_API_KEY={base62:40}',
  ]),
  named('deepgram-key', cases('deepgram'), '[0-9a-f]{40}', ['DEEPGRAM_API_KEY={hex:40}']),
  named('assemblyai-key', cases('assemblyai'), '[0-9a-f]{32}', ['ASSEMBLYAI_API_KEY={hex:32}']),
  named('wandb-legacy-key', cases('wandb'), '[0-9a-f]{40}', ['WANDB_API_KEY={hex:40}']),
  named('zhipu-key', cases('zhipu', 'bigmodel', 'zai_api'), '[0-9a-f]{32}\\.[A-Za-z0-9]{16}', [
    'ZHIPUAI_API_KEY={hex:32}.{base62:16}',
  ]),
]);
