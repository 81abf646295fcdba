import { refuse, type Refusal } from '../../core/refusal.ts';
import { answeredByScript, lookAroundSaying } from '../../lab/demo/scripted-model.ts';
import { openModel, scriptedModel, type Model } from '../local/open-model.ts';

const SCRIPTED =
  'The model is a script: it looks around whatever the task. Nothing is spent; what it would cost is shown.';

/** Who answers: the real API with the caller's key, or a script that costs nothing. Never one in the place of the other. */
export async function chooseModel(scripted: boolean): Promise<Model | Refusal> {
  const script = lookAroundSaying(answeredByScript('without `--scripted`'));
  if (!scripted && !process.env['ANTHROPIC_API_KEY'])
    return refuse(
      'no-key',
      'ANTHROPIC_API_KEY is not set.',
      'Set it, or add --scripted: a script then stands in for the model, and nothing is spent.',
    );
  return scripted ? scriptedModel(script, SCRIPTED) : openModel(script);
}
