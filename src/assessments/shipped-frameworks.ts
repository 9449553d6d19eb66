import { readdirSync, readFileSync } from 'node:fs';
import type { Framework } from './framework.ts';
import { hashFramework, readFramework } from './read-framework.ts';

export interface HashedFramework {
  readonly framework: Framework;
  readonly hash: string;
}

let shipped: readonly HashedFramework[] | undefined;

/** The frameworks that come with Lamppost, from the files beside this one, in the order a project meets them. */
export function shippedFrameworks(): readonly HashedFramework[] {
  shipped ??= readAll();
  return shipped;
}

function readAll(): HashedFramework[] {
  const folder = new URL('./frameworks/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const framework = readFramework(readFileSync(new URL(file, folder), 'utf8'), file);
      return { framework, hash: hashFramework(framework) };
    });
}
