import { createInterface } from 'node:readline';

/** Asks, one line each way. Answers may be typed or piped in; the end of the input is `undefined`. */
export interface Questions {
  /** Asks until `read` takes the answer; what it returns as text instead is the reason it does not. Undefined at the end of the input. */
  readonly ask: <T>(
    question: string,
    read: (answer: string) => Answer<T> | Promise<Answer<T>>,
  ) => Promise<T | undefined>;
  readonly say: (line: string) => void;
  readonly close: () => void;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/**
 * Questions over any two streams. Lines are iterated rather than asked for one by one, because readline drops the lines of a pipe that
 * arrive between two questions.
 */
export function openQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Questions {
  const reader = createInterface({ input, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  const say = (line: string): void => void output.write(`${line}\n`);
  return {
    say,
    ask: async (question, read) => {
      for (;;) {
        output.write(`${question} `);
        const line = await lines.next();
        if (line.done) return undefined;
        const answer = await read(line.value.trim());
        if (answer.ok) return answer.value;
        say(`  ${answer.why}`);
      }
    },
    close: () => reader.close(),
  };
}
