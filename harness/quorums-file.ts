import { readFileSync } from 'node:fs';
import { parseQuorumSystem, QuorumSettingError, type QuorumSystem } from '#quorums';
import { UsageError } from './harness-error.ts';

/**
 * The quorum system in the file that `--quorums` names, or that its value says itself: what begins with a brace is no path.
 * @throws UsageError one line for a file that cannot be read, and for what is no quorum system
 */
export function readQuorumSystem(fileOrJson: string): QuorumSystem {
  const isJson = fileOrJson.trimStart().startsWith('{');
  const option = isJson ? '--quorums' : `--quorums ${fileOrJson}`;
  const text = isJson ? fileOrJson : fileText(fileOrJson, option);
  try {
    return parseQuorumSystem(JSON.parse(text));
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new UsageError(`${option}: ${error.message}.`);
    if (error instanceof SyntaxError) throw new UsageError(`${option}: ${oneLine(error.message)}.`);
    throw error;
  }
}

function fileText(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new UsageError(`${option}: ${why}. It takes a JSON file such as those in examples/.`);
  }
}

/** The parser's message may quote the file, line breaks and all. */
function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ');
}
