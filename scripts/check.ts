/** Everything a machine can say about the code in one command: `npm run check`. Runs all, then fails if any failed. */
import { spawnSync } from 'node:child_process';

const CHECKS: [string, string[]][] = [
  ['types', ['tsc', '--noEmit']],
  ['format and lint', ['biome', 'ci', '--error-on-warnings']],
  ['calls go down', ['depcruise', '--config', '.dependency-cruiser.cjs', 'src']],
  ['unused files, exports and packages', ['knip']],
  ['the house (imports, schemas, docs in step)', ['node', '--test', 'test/house/*.test.ts']],
];

const failed = CHECKS.filter(([name, [command, ...rest]]) => {
  console.log(`\n— ${name}`);
  return spawnSync(`node_modules/.bin/${command}`, rest, { stdio: 'inherit' }).status !== 0;
}).map(([name]) => name);

console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.join('; ')}`);
process.exit(failed.length === 0 ? 0 : 1);
