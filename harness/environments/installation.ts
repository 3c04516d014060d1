import { join } from 'node:path';
import type { Installation } from '../ports/index.ts';

/** The Node and the sources that the controller itself runs. */
export const installedHere: Installation = {
  node: process.execPath,
  sources: join(import.meta.dirname, '../..'),
};
