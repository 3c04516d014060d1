import type { Intent } from './each.ts';

/** Each intent once through every node, intent by intent. */
export function onNodes(nodes: readonly string[], intents: readonly Intent[]): readonly Intent[] {
  return intents.flatMap((intent) => nodes.map((node) => ({ ...intent, node })));
}
