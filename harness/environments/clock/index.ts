export { type ClockedNode, ClockFault } from './clock-fault.ts';
export { ClockFile, type ClockSetting } from './clock-file.ts';
export { type ClockReading, readClocks } from './clock-reading.ts';
export { faketimeRemedy, faketimeVariables, findFaketimeLibrary, removeFaketimeMemory } from './faketime.ts';
