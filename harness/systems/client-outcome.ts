import type { ClientOutcome, ListElement, MicroResult, Scalar } from '#cluster-node';

/** Whether a node's answer is one, whatever was asked. */
export function isClientOutcome(value: unknown): value is ClientOutcome {
  if (!isObject(value)) return false;
  if (value['kind'] === 'ok') return isScalar(value['value']) || isTransactionAnswer(value['value']);
  return (value['kind'] === 'rejected' || value['kind'] === 'unavailable') && typeof value['reason'] === 'string';
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTransactionAnswer(value: unknown): value is readonly MicroResult[] {
  return Array.isArray(value) && value.every(isMicroResult);
}

function isMicroResult(value: unknown): value is MicroResult {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [f, key, result]: readonly unknown[] = value;
  if (typeof key !== 'string') return false;
  if (f === 'append') return isElement(result);
  return f === 'r' && (result === null || (Array.isArray(result) && result.every(isElement)));
}

function isElement(value: unknown): value is ListElement {
  return value !== null && isScalar(value);
}
