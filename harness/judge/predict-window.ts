import type { QuorumFamily } from '#quorums';
import type { WindowFault } from '../ports/index.ts';
import { type ProgressPrediction, predictProgress } from './predict-progress.ts';

/**
 * What the quorums say about success in a window: of a fault in stages that operations must, or cannot, succeed only
 * when that is so in every stage. Pure.
 */
export function predictWindow(fault: WindowFault, nodes: readonly string[], family: QuorumFamily): ProgressPrediction {
  if (fault.kind !== 'quorum') return predictProgress(fault, nodes, family);
  const predictions = fault.stages.map(({ faults }): ProgressPrediction => {
    const [only, ...more] = faults;
    return only === undefined || more.length > 0 ? 'may' : predictProgress(only, nodes, family);
  });
  const [first = 'may'] = predictions;
  return predictions.every((prediction) => prediction === first) ? first : 'may';
}
