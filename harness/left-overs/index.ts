export { OwnedProcesses } from './owned-processes.ts';
export { hasProc, identifyProcess, isAlive, type ProcessIdentity, readProcessStat } from './process-identity.ts';
export { type LeftOver, type Removal, removeLeftOvers } from './remove-left-overs.ts';
