import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { nearestOf } from '../base/index.ts';
import { optionInvalid } from './cli.errors.ts';

type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/**
 * Reads the arguments of a command. Unknown options, options without their value and a wrong number of other arguments
 * are refused with CLI_OPTION_INVALID. `positionals` are the names of what must stand beside the options; those in
 * brackets may be left out, and a last one that ends in `…` may come several times.
 */
export function readOptions<const T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
  positionals: readonly string[] = [],
): Parsed<T> {
  const refuse = (why: string) => optionInvalid({ command, why });
  const known = Object.keys(options).map((name) => `--${name}`);
  for (const argument of args) {
    if (argument === '--') break;
    const name = argument.split('=', 1)[0]!;
    if (!name.startsWith('--') || known.includes(name)) continue;
    const hint = nearestOf(name, known);
    throw refuse(`There is no option ${name}.${hint ? ` Did you mean ${hint}?` : ''}`);
  }
  let parsed: Parsed<T>;
  try {
    const config = { args: [...args], options, allowPositionals: true, strict: true } satisfies ParseArgsConfig;
    parsed = parseArgs(config) as Parsed<T>;
  } catch (error) {
    throw refuse((error as Error).message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
  const given = parsed.positionals.length;
  const many = positionals.at(-1)?.endsWith('…') ?? false;
  const needed = positionals.filter((name) => !name.startsWith('[')).length;
  if (given < needed) throw refuse(`${positionals[given]!.replace('…', '')} is missing.`);
  if (given > positionals.length && !many) throw refuse(`"${parsed.positionals[positionals.length]}" is one too many.`);
  return parsed;
}

/** Splits `authority/name` addresses of projects and sources. */
export function readAddress(command: string, text: string, what: string): { authority: string; slug: string } {
  const parts = text.split('/');
  if (parts.length !== 2 || parts.some((part) => part === ''))
    throw optionInvalid({
      command,
      why: `"${text}" is not the address of a ${what}: write AUTHORITY/${what.toUpperCase()}.`,
    });
  return { authority: parts[0]!, slug: parts[1]! };
}
