import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyDeclaration } from '../../test/arbitrary-declaration.ts';
import { aDeclarationBody, aDeclaredProperty } from '../../test/build-register.ts';
import { coarsen } from './coarsen.ts';
import { AUDIENCES, CLASSES, DETAILS, type DeclarationBody } from './declaration.ts';
import { isNarrower } from './narrower.ts';

const narrower = (next: DeclarationBody, before: DeclarationBody) => isNarrower(next, before).narrower;

type Property = DeclarationBody['properties'][number];
const ofEach = (change: (property: Property) => void) => (body: DeclarationBody) => {
  for (const property of body.properties) change(property);
};
const ofEachAudience = (change: (audience: Property['audiences'][number]) => void) =>
  ofEach((property) => {
    for (const audience of property.audiences) change(audience);
  });
const oneFurther = <T>(list: readonly T[], entry: T): T => list[Math.min(list.length - 1, list.indexOf(entry) + 1)]!;

/** Changes that make a declaration provably no more; several in a row stay so. */
const NARROWINGS: Record<string, (body: DeclarationBody) => void> = {
  'a processor leaves': (body) => void body.processors.pop(),
  'less often': ofEach((property) => {
    property.shortest_interval_s += 60;
  }),
  'fewer decimals': ofEach((property) => {
    property.decimals -= 1;
  }),
  'shorter kept': ofEach((property) => {
    property.retention_days = Math.max(1, property.retention_days - 20);
  }),
  'twice as coarse a place': ofEach((property) => {
    property.place_precision_m *= 2;
  }),
  'small counts go': ofEach((property) => {
    property.suppress_below = (property.suppress_below ?? 0) + 5;
  }),
  'a property goes that is not the one whose place is shown most coarsely': (body) => {
    const coarsest = Math.max(...body.properties.map((property) => property.place_precision_m));
    const first = body.properties.findIndex((property) => property.place_precision_m === coarsest);
    const other = body.properties.findIndex((_, index) => index !== first);
    if (other >= 0) body.properties.splice(other, 1);
  },
  'a smaller audience': ofEachAudience((entry) => {
    entry.audience = oneFurther(AUDIENCES, entry.audience);
  }),
  'coarser detail': ofEachAudience((entry) => {
    entry.detail = oneFurther(DETAILS, entry.detail);
  }),
  'ends sooner': (body) => {
    body.ends_on = '2028-01-01';
  },
  'reviewed sooner': (body) => {
    body.review_on = '2027-01-01';
  },
  'says less about people': (body) => {
    body.classes.stored = CLASSES[Math.max(0, CLASSES.indexOf(body.classes.stored) - 1)]!;
  },
  'in another order': (body) => {
    body.purposes.reverse();
    body.properties.reverse();
    body.stored_in.reverse();
  },
};

/** Changes of one field that make it more, or that nobody can compare; none may take effect by itself. */
const WIDENINGS: Record<string, (body: DeclarationBody) => void> = {
  title: (body) => (body.title += ' and more'),
  summary: (body) => (body.summary += ' And more.'),
  controller: (body) => (body.controller += ' and others'),
  processors: (body) => body.processors.push('New Ltd'),
  lawful_basis: (body) => (body.lawful_basis = 'contract'),
  'classes.capture': (body) => (body.classes.capture = 'identifiable'),
  'classes.leaving_device': (body) => (body.classes.leaving_device = 'identifiable'),
  'classes.stored': (body) => (body.classes.stored = 'identifiable'),
  'classes.published': (body) => (body.classes.published = 'identifiable'),
  'purposes.fire_emergency': (body) => body.purposes.push({ code: 'fire_emergency', label: 'x', because: 'y' }),
  technologies: (body) => body.technologies.push('video_camera'),
  'properties.o3': (body) => body.properties.push(aDeclaredProperty('o3')),
  '.purposes': (body) => body.properties[0]!.purposes.push('enforcement'),
  '.shortest_interval_s': (body) => (body.properties[0]!.shortest_interval_s -= 1),
  '.decimals': (body) => (body.properties[0]!.decimals += 1),
  '.retention_days': (body) => (body.properties[0]!.retention_days += 1),
  stored_in: (body) => body.stored_in.push('Elsewhere'),
  processing: (body) => body.processing.push('joined with other data'),
  who_acts: (body) => (body.who_acts += ' And others.'),
  algorithms: (body) => body.algorithms.push('a new model'),
  'sharing.dataset': (body) => (body.sharing.dataset += '-2'),
  'sharing.licence': (body) => (body.sharing.licence = 'CC0-1.0'),
  'sharing.why_not_open': (body) => (body.sharing.why_not_open = 'a new reason'),
  capable_but_off: (body) => body.capable_but_off.push('camera'),
  ends_on: (body) => (body.ends_on = '2098-01-01'),
  review_on: (body) => (body.review_on = '2097-01-01'),
  'contact.email': (body) => (body.contact.email = 'other@example.org'),
  objections: (body) => (body.objections = 'Nobody answers.'),
};

test('a declaration is no more than itself', () => {
  fc.assert(fc.property(anyDeclaration, (body) => narrower(structuredClone(body), body)));
});

test('what is narrower than something narrower is narrower', () => {
  let chains = 0;
  fc.assert(
    fc.property(anyDeclaration, anyDeclaration, anyDeclaration, steps(), steps(), (a, x, y, first, second) => {
      for (const [b, c] of [
        [apply(a, first), apply(apply(a, first), second)],
        [x, y],
      ] as const) {
        if (!narrower(b, a) || !narrower(c, b)) continue;
        chains++;
        assert.ok(narrower(c, a));
      }
    }),
  );
  assert.ok(chains > 50, `only ${chains} chains were seen`);
});

test('two declarations that are each no more than the other promise the same', () => {
  fc.assert(
    fc.property(anyDeclaration, anyDeclaration, steps(), (a, other, first) => {
      for (const b of [other, apply(a, first)]) {
        if (narrower(a, b) && narrower(b, a)) assert.deepEqual(essence(a), essence(b));
      }
    }),
  );
});

test('every step that only takes away is narrower, and taking it back is not', () => {
  fc.assert(
    fc.property(anyDeclaration, fc.constantFrom(...Object.keys(NARROWINGS)), (before, step) => {
      const next = apply(before, [step]);
      assert.deepEqual(isNarrower(next, before).wider, [], step);
      assert.equal(narrower(before, next), JSON.stringify(essence(before)) === JSON.stringify(essence(next)), step);
    }),
  );
});

test('whatever else was narrowed, one field made wider is never narrower, and the field is named', () => {
  fc.assert(
    fc.property(anyDeclaration, steps(), fc.constantFrom(...Object.keys(WIDENINGS)), (before, first, field) => {
      const next = apply(before, first);
      // the widening starts from the old promise of that property, or narrowing might have made room for it
      if (field.startsWith('.'))
        next.properties[0] = structuredClone(
          before.properties.find((p) => p.property === next.properties[0]!.property)!,
        );
      WIDENINGS[field]!(next);
      const { narrower: accepted, wider } = isNarrower(next, before);
      assert.equal(accepted, false, field);
      assert.ok(
        wider.some((each) => each.path.includes(field)),
        `${field} is not among ${wider.map((each) => each.path)}`,
      );
    }),
  );
});

test('a wider audience, finer detail or a more exact place is not narrower', () => {
  const property = (overrides: object) => aDeclarationBody({ properties: [aDeclaredProperty('no2', overrides)] });
  const hourly = property({ audiences: [{ audience: 'public', detail: 'hourly' }] });
  assert.ok(narrower(property({ audiences: [{ audience: 'authority', detail: 'daily' }] }), hourly));
  assert.ok(!narrower(property({ audiences: [{ audience: 'public', detail: 'readings' }] }), hourly));
  assert.ok(!narrower(hourly, property({ audiences: [{ audience: 'authority', detail: 'readings' }] })));
  const cells = (metres: number) => property({ place_precision_m: metres });
  assert.ok(narrower(cells(200), cells(100)));
  assert.ok(narrower(cells(150), cells(0)));
  assert.ok(!narrower(cells(150), cells(100)), 'two grids that cross tell more together');
  assert.ok(!narrower(cells(0), cells(100)));
});

test('a place is shown as the coarsest of its properties asks, so that one may neither go nor grow across the old cells', () => {
  const cells = (...metres: number[]) =>
    aDeclarationBody({
      properties: ['no2', 'pm10', 'pm25']
        .slice(0, metres.length)
        .map((code, index) => aDeclaredProperty(code, { place_precision_m: metres[index]! })),
    });
  const { wider } = isNarrower(cells(0), cells(0, 500));
  assert.deepEqual(
    wider.map(({ path }) => path),
    ['place_precision_m'],
  );
  assert.ok(!narrower(cells(200, 150), cells(100, 150)), 'from cells of 150 m to cells of 200 m');
  assert.ok(narrower(cells(0, 500), cells(0, 500, 0)));
  assert.ok(narrower(cells(0, 1000), cells(0, 500)));
});

test('a narrower place precision never splits a cell that was published', () => {
  const london = fc.record({
    latitude: fc.double({ min: 51.28, max: 51.7, noNaN: true }),
    longitude: fc.double({ min: -0.51, max: 0.34, noNaN: true }),
  });
  fc.assert(
    fc.property(london, fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 20 }), (point, metres, times) => {
      // everyone in the old cell has the same new point, so the new point tells nothing that the old did not
      const cell = coarsen(point, metres);
      assert.deepEqual(coarsen(nudgeInside(cell), metres * times), coarsen(point, metres * times));
    }),
  );
});

function nudgeInside(point: { latitude: number; longitude: number }) {
  return { latitude: point.latitude + 1e-6, longitude: point.longitude - 1e-6 };
}

function steps(): fc.Arbitrary<string[]> {
  return fc.array(fc.constantFrom(...Object.keys(NARROWINGS)), { maxLength: 4 });
}

function apply(body: DeclarationBody, names: string[]): DeclarationBody {
  const next = structuredClone(body);
  for (const name of names) NARROWINGS[name]!(next);
  return next;
}

/** What a declaration promises, without the order of its sets and without audiences inside others. */
function essence(body: DeclarationBody): unknown {
  const sorted = <T>(list: readonly T[]) => [...new Set(list.map((entry) => JSON.stringify(entry)))].sort();
  return {
    ...body,
    ...Object.fromEntries(
      (
        ['processors', 'technologies', 'stored_in', 'processing', 'algorithms', 'capable_but_off', 'purposes'] as const
      ).map((field) => [field, sorted(body[field] as unknown[])]),
    ),
    properties: sorted(
      body.properties.map((p) => ({
        property: p.property,
        purposes: sorted(p.purposes),
        numbers: [p.shortest_interval_s, p.decimals, p.place_precision_m, p.retention_days, p.suppress_below ?? 0],
        audiences: sorted(
          p.audiences
            .filter(
              (a) =>
                !p.audiences.some(
                  (b) =>
                    (a.audience !== b.audience || a.detail !== b.detail) &&
                    AUDIENCES.indexOf(b.audience) <= AUDIENCES.indexOf(a.audience) &&
                    DETAILS.indexOf(b.detail) <= DETAILS.indexOf(a.detail),
                ),
            )
            .map((a) => [a.audience, a.detail]),
        ),
      })),
    ),
  };
}

test('whether it is a trial, and what happens when a clearance lapses, is nothing that changes by itself', () => {
  const trial = { question: 'Do they survive the winter?', most_devices: 5, fixed: true } as const;
  const continuity = { protects: 'life', plan: 'Alarms by telephone' } as const;
  const plain = aDeclarationBody();
  for (const other of [aDeclarationBody({ trial }), aDeclarationBody({ continuity })]) {
    assert.ok(!narrower(other, plain));
    assert.ok(!narrower(plain, other));
    assert.ok(narrower(structuredClone(other), other));
  }
});
