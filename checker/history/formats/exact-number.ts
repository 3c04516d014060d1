/**
 * The number that a decimal text such as `-12.5e3` says, when a double holds it as it stands: whole numbers up to
 * 2^53 - 1, and fractions with the digits that are printed back. Larger whole numbers as bigint; null: it would be rounded.
 */
export function exactNumber(text: string): number | bigint | null {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return isWhole(text) || digitsOf(text) === digitsOf(String(value)) ? value : null;
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace(/^\+/, ''));
  if (!Number.isFinite(value) || Number.isInteger(value)) return null;
  return digitsOf(text) === digitsOf(String(value)) ? value : null;
}

function isWhole(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

/** The digits that count: of the mantissa, without zeros at its ends. */
function digitsOf(text: string): string {
  const [mantissa = ''] = text.split(/[eE]/);
  return mantissa.replaceAll(/[^\d]/g, '').replaceAll(/^0+|0+$/g, '');
}
