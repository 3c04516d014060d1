import { readFileSync } from 'node:fs';
import { parseQuorumSystem, parseRoundFamilies, QuorumSettingError, type QuorumSystem } from '#quorums';
import { UsageError } from './harness-error.ts';
import { parseJsonText } from './json-text.ts';

/**
 * The quorum system in the file that `--quorums` names, or that its value says itself: what begins with a brace is no path.
 * @throws UsageError one line for a file that cannot be read, and for what is no quorum system
 */
export function readQuorumSystem(fileOrJson: string): QuorumSystem {
  return read(fileOrJson, isJson(fileOrJson) ? '--quorums' : `--quorums ${fileOrJson}`, parseQuorumSystem);
}

/**
 * The same for a file that is named without an option, and that may hold rounds with a system of their own each: then
 * their systems, the first round first. @throws UsageError
 */
export function readQuorums(fileOrJson: string): QuorumSystem | readonly QuorumSystem[] {
  const name = isJson(fileOrJson) ? 'the quorums given' : fileOrJson;
  return read(fileOrJson, name, (value) => (isPerRound(value) ? parseRoundFamilies(value) : parseQuorumSystem(value)));
}

function isJson(fileOrJson: string): boolean {
  return fileOrJson.trimStart().startsWith('{');
}

function isPerRound(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'system' in value && value.system === 'per-round';
}

function read<Quorums>(fileOrJson: string, name: string, parse: (value: unknown) => Quorums): Quorums {
  const text = isJson(fileOrJson) ? fileOrJson : fileText(fileOrJson, name);
  try {
    return parse(parseJsonText(text));
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new UsageError(`${name}: ${error.message}.`);
    if (error instanceof SyntaxError) throw new UsageError(`${name}: ${oneLine(error.message)}.`);
    throw error;
  }
}

function fileText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new UsageError(`${name}: ${why}. It takes a JSON file such as those in examples/.`);
  }
}

/** The parser's message may quote the file, line breaks and all. */
function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ');
}
