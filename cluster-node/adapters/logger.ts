/** Structured logs: one JSON object a line on stderr; the message is constant, the data are fields. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export function stderrLogger(place: Readonly<Record<string, unknown>>): Logger {
  const write =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      process.stderr.write(
        `${JSON.stringify({ at: new Date().toISOString(), level, message, ...place, ...fields })}\n`,
      );
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
