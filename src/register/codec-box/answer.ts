import { type DecodeFailure, type DecodeResult, failed, readOutput } from './codec-result.ts';

/** What crosses from the worker: one letter for the kind, then JSON text or a message. Nothing else of a codec gets out. */
export const ANSWER = {
  output: '=',
  putBack: '<',
  threw: 't',
  deadline: 'd',
  memory: 'm',
  tooBig: 'b',
  noFunction: 'n',
  syntax: 's',
  notAnObject: 'o',
} as const;

const REASONS: Readonly<Record<string, DecodeFailure>> = {
  [ANSWER.threw]: 'threw',
  [ANSWER.deadline]: 'deadline',
  [ANSWER.memory]: 'memory',
  [ANSWER.tooBig]: 'too-big',
  [ANSWER.noFunction]: 'no-function',
  [ANSWER.syntax]: 'syntax',
  [ANSWER.notAnObject]: 'not-an-object',
};

/** Whether an answer means that the interpreter it came from must not be used again. */
export function spoils(answer: string): boolean {
  return answer.startsWith(ANSWER.deadline) || answer.startsWith(ANSWER.memory);
}

/** The decode result that an answer stands for. */
export function readAnswer(answer: string): DecodeResult {
  const body = answer.slice(1);
  if (answer.startsWith(ANSWER.output)) return readOutput(body);
  return failed(REASONS[answer[0] ?? ''] ?? 'threw', withLine(body));
}

/** An error's first line, with the line of the codec it came from. */
function withLine(text: string): string {
  const [message = '', ...stack] = text.split('\n');
  const line = /\bcodec\.js:(\d+)/.exec(stack.join('\n'))?.[1];
  return line === undefined ? message : `${message} (line ${line})`;
}
