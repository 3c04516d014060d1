import { readFileSync } from 'node:fs';
import { UsageError } from '../../harness-error.ts';
import { parseJsonText } from '../../json-text.ts';
import { parseScenario, ScenarioError, type SimScenario } from '../../simulation/index.ts';
import { StoryError, scenarioOfStory } from '../../stories/index.ts';

/** The scenario in a file, or that of a story (`.txt`). @throws UsageError one line: where the file is wrong, and what belongs there */
export function readScenarioFile(path: string): SimScenario {
  try {
    const text = readFileSync(path, 'utf8');
    return path.endsWith('.txt') ? scenarioOfStory(text) : parseScenario(parseJsonText(text));
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof StoryError)
      throw new UsageError(`${path}: ${error.message}.`);
    if (error instanceof SyntaxError) {
      throw new UsageError(`${path} is not JSON: ${error.message.replaceAll(/\s+/g, ' ')}.`);
    }
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`${path} cannot be read; name a scenario file such as those in testdata/directed.`, {
      cause: error,
    });
  }
}
