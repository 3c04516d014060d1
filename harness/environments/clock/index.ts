export { type ClockedNode, ClockFault } from './clock-fault.ts';
export type { ClockSetting } from './clock-file.ts';
export { readClocks } from './clock-reading.ts';
export { faketimeInImage, faketimeRemedy, findFaketimeLibrary, removeFaketimeMemory } from './faketime.ts';
export { type ClockInterposition, clockedNode, NodeClocks, type StatedNode } from './node-clocks.ts';
