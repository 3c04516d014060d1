import type { NodeStatus } from '#cluster-node';

/** What a node says about itself. @throws Error when it does not answer, or with something else */
export async function nodeStatus(adminPort: number): Promise<NodeStatus> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/status`);
  const status: unknown = await response.json();
  if (!isNodeStatus(status)) throw new Error('that is no status of a node');
  return status;
}

/** A benchmark starts nodes of its own checkout, so that what they answer need not be examined field by field. */
function isNodeStatus(status: unknown): status is NodeStatus {
  return typeof status === 'object' && status !== null && 'traffic' in status && 'decisions' in status;
}
