export { type Around, happeningsAround } from './around.ts';
export { type DiagramRow, diagramRows, timeText } from './diagram-row.ts';
export { diagramSvg } from './diagram-svg.ts';
export { diagramText } from './diagram-text.ts';
export type { Happening } from './happening.ts';
export { messageWords, recordsWords, traceWords } from './message-words.ts';
export { type RecordedRun, recordRun } from './record-run.ts';
export { outcomeWords, valueWords } from './value-words.ts';
