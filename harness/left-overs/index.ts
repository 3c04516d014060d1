export { OwnedProcesses } from './owned-processes.ts';
export {
  hasProc,
  hasSurelyEnded,
  identifyProcess,
  isAlive,
  isProcessIdentity,
  type ProcessIdentity,
  readProcessStat,
} from './process-identity.ts';
export { type LeftOver, type Removal, removeLeftOvers } from './remove-left-overs.ts';
