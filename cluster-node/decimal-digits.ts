const million = 1_000_000;
/** Below this, whole numbers and millionths are exact enough to be taken apart. */
const wholeMax = 2 ** 31;
const zero = 0x30;

/** At most so many bytes are written for a number. */
export const digitsMax = 32;

/**
 * Writes `number` to `bytes` at `at`, as JSON that is read back as the same number, and returns where it ends. What clocks read has at most
 * six decimals, which are written digit by digit: the language looks for the shortest text of a fraction, and takes twenty times as long.
 */
export function writeDecimal(bytes: Buffer, at: number, number: number): number {
  const whole = Math.floor(number);
  if (whole === number && whole >= 0 && whole < wholeMax * million) {
    const high = Math.floor(whole / million);
    if (high === 0) return writeDigits(bytes, at, whole);
    return writeSixDigits(bytes, writeDigits(bytes, at, high), whole - high * million);
  }
  const millionths = Math.round(number * million);
  // division rounds as reading a decimal does, so that this is what will be read back
  if (whole >= 0 && whole < wholeMax && millionths / million === number) {
    const end = writeDigits(bytes, at, whole);
    bytes[end] = 0x2e;
    return writeSixDigits(bytes, end + 1, millionths - whole * million);
  }
  return at + bytes.write(String(number), at);
}

/** Of a whole number below 2³¹. */
function writeDigits(bytes: Buffer, at: number, number: number): number {
  let end = at + 1;
  for (let rest = (number / 10) | 0; rest > 0; rest = (rest / 10) | 0) end += 1;
  for (let place = end - 1, rest = number | 0; place >= at; place -= 1, rest = (rest / 10) | 0)
    bytes[place] = zero + (rest % 10);
  return end;
}

function writeSixDigits(bytes: Buffer, at: number, number: number): number {
  for (let place = at + 5, rest = number | 0; place >= at; place -= 1, rest = (rest / 10) | 0)
    bytes[place] = zero + (rest % 10);
  return at + 6;
}
