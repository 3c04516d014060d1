import { systemJson } from '#quorums';
import type { SimScenario } from './sim-scenario.ts';

/**
 * A scenario as the text of a file, which `parseScenario` reads back: JSON for people, one field to a line, and in lists one thing that happens
 * to a line.
 */
export function scenarioText(scenario: SimScenario): string {
  const fields = Object.entries({ ...scenario, system: systemJson(scenario.system) }).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${fieldText(value)}`,
  );
  return `{\n${fields.join(',\n')}\n}\n`;
}

function fieldText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}
