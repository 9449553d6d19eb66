import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDeclarationBody, aDeclaredProperty } from '../../../test/build-register.ts';
import { promiseFacts } from './promise-facts.ts';

function seenBy(...properties: ReturnType<typeof aDeclaredProperty>[]): string | undefined {
  const body = aDeclarationBody({ properties });
  return promiseFacts({ body, isInForce: true } as never).find(({ name }) => name === 'Who sees it')?.text;
}
const open = { audiences: [{ audience: 'public', detail: 'readings' }] } as const;
const staff = { audiences: [{ audience: 'authority', detail: 'readings' }] } as const;

test('who sees what all properties promise is said once', () => {
  assert.equal(
    seenBy(aDeclaredProperty('no2', open as never), aDeclaredProperty('pm10', open as never)),
    'Anyone: every reading',
  );
});

test('what only some properties promise is said with how many', () => {
  assert.equal(
    seenBy(
      aDeclaredProperty('no2', open as never),
      aDeclaredProperty('pm10', open as never),
      aDeclaredProperty('battery_voltage', staff as never),
    ),
    'Anyone: every reading (2 of the 3 things measured); staff of the authority: every reading (1 of the 3 things measured)',
  );
});
