import { outsideJson } from '../models/json.ts';
import { type AnyModel, type Attempt, ModelError } from '../models/model.ts';

/**
 * `attempt` in the words of `model`, which have to be JSON: operations with equal words are one action.
 * @throws ModelError when they are not, or the model does not know the operation
 */
export function parsedAttempt(model: AnyModel, attempt: Attempt): ReturnType<AnyModel['parse']> {
  const words: unknown = model.parse(attempt); // the model may come from code that no compiler has seen
  if (typeof words !== 'object' || words === null || !('input' in words)) {
    throw complaint(model, attempt, `is to give { input, output }; it gave ${JSON.stringify(words)}`);
  }
  const { input } = words;
  const output = 'output' in words ? words.output : undefined;
  const found = outsideJson(input) ?? outsideJson(output);
  if (found !== null) throw complaint(model, attempt, `gave ${found}, which JSON does not tell apart`);
  return { input, output };
}

function complaint(model: AnyModel, { invokeIndex }: Attempt, what: string): ModelError {
  return new ModelError(`op ${invokeIndex}: \`parse\` of the ${model.name} model ${what}`);
}
