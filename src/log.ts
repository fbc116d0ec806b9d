import { pino, stdSerializers, type Logger } from 'pino';

/** Shapes of secrets that a library's error may carry in its text. */
const SECRETS = /\b(xox[a-z]-|xapp-|xwfp-)[\w-]+|(?<=:\/\/[^\s:/@]{1,100}:)[^\s@/]{1,200}(?=@)/g;

/** A text without what looks like a secret. */
export function scrub(text: string): string {
  return text.replaceAll(SECRETS, (_found, prefix?: string) => `${prefix ?? ''}[hidden]`);
}

/** The log: JSON lines to stdout, secrets hidden by name and by shape, errors without the request that carried a token. */
export function openLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: [
        'token',
        '*.token',
        'authorization',
        '*.authorization',
        '*.headers',
        'env',
        '*.env',
        'password',
        '*.password',
      ],
      censor: '[hidden]',
    },
    serializers: {
      err: (error: Error) => {
        const { type, message, stack } = stdSerializers.err(error);
        return { type, message: scrub(message), stack: scrub(stack) };
      },
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((a: unknown) => (typeof a === 'string' ? scrub(a) : a));
        Reflect.apply(method, this, clean);
      },
    },
  });
}
