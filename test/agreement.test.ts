/**
 * Declared = enforced = displayed: whatever a declaration says, the gate's plan, the access rule, retention, the register's pages, the
 * sign, the catalogue, the privacy notice and the record of processing say the same, field by field.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { sql } from '../src/base/index.ts';
import { PUBLIC } from '../src/identity/index.ts';
import {
  ckanPackage,
  dataDictionary,
  findDataset,
  frequencyOf,
  listProcessingRecords,
  schemaOrgDataset,
} from '../src/publish/index.ts';
import {
  type DeclarationBody,
  loadDevicePlan,
  sayAudience,
  sayClass,
  sayDecimals,
  sayInterval,
  sayLawfulBasis,
  sayPlace,
  sayRetention,
  visibleDatastreams,
} from '../src/register/index.ts';
import { registerPrivacyNotices } from '../src/web/records/records.routes.ts';
import { longDay } from '../src/web/register/promise-facts.ts';
import { registerRegisterPages } from '../src/web/register/register.routes.ts';
import { anyDeclaration } from './arbitrary-declaration.ts';
import { aHouse } from './build-ingest.ts';
import { pagesOn } from './build-pages.ts';
import { type AirProject, aDeclarationInForce, anAirProject } from './build-register.ts';
import { aDatabase } from './database.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const app = await pagesOn(house, registerRegisterPages, registerPrivacyNotices);
const NAMES: Record<string, string> = { no2: 'Nitrogen dioxide', pm10: 'Particles under 10 µm (PM10)' };
const RUNS = 20;

/** Words with the signs that HTML, SVG and JSON treat as their own. */
const words = fc.stringMatching(/^[A-Za-z<>&"'é]{3,12}( [a-z<&"]{2,8}){0,3}$/);
const anyPromise: fc.Arbitrary<DeclarationBody> = fc
  .tuple(
    anyDeclaration,
    fc.array(words, { minLength: 12, maxLength: 12 }),
    fc.constantFrom('OGL-UK-3.0', 'CC-BY-4.0', 'Own licence'),
    fc.boolean(),
  )
  .map(([body, texts, licence, openly]) => {
    const left = [...texts];
    const next = () => left.pop()!;
    const opened = body.properties.map((property, nth) =>
      openly && nth === 0
        ? {
            ...property,
            audiences: [...property.audiences, { audience: 'public' as const, detail: 'readings' as const }],
          }
        : property,
    );
    return {
      ...body,
      title: next(),
      summary: next(),
      controller: next(),
      who_acts: next(),
      objections: next(),
      classes: openly ? { ...body.classes, published: 'none' as const } : body.classes,
      properties: opened,
      purposes: body.purposes.map((purpose) => ({ ...purpose, label: next(), because: next() })),
      contact: { name: next(), email: 'a.b@example.org' },
      sharing: { dataset: 'air', title: next(), licence },
    };
  });

let air: AirProject;
let projectHref: string;
let placeHref: string;
let deviceHref: string;

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  const { rows } = await sql<{ place: string }>`select pl.slug as place from register.v_device_place dp
    join register.v_place pl on pl.id = dp.place_id where dp.device_id = ${air.devices[0].deviceId}`.execute(db);
  projectHref = `/register/northbank/projects/${air.projectSlug}`;
  placeHref = `/register/northbank/places/${rows[0]!.place}`;
  deviceHref = `/register/northbank/devices/${air.devices[0].slug}`;
});

const textOf = async (url: string, type: 'text/html' | 'image/svg+xml' = 'text/html') => {
  const answer = await app.inject({ url, headers: { accept: 'text/html' } });
  assert.equal(answer.statusCode, 200, url);
  const { document } = new JSDOM(answer.body, { contentType: type }).window;
  const shown = type === 'text/html' ? document.querySelector('main')! : document.documentElement;
  return [...walk(shown)].join(' ').replace(/\s+/g, ' ');
};

/** The texts of a page, each element's apart, so that two cells are two words. */
function* walk(node: Node): Generator<string> {
  if (node.nodeType === 3) yield node.textContent!;
  for (const child of node.childNodes) yield* walk(child);
}

function says(shown: string, where: string, ...expected: string[]): void {
  const plain = shown.toLowerCase();
  for (const text of expected)
    assert.ok(plain.includes(text.replace(/\s+/g, ' ').toLowerCase()), `${where} does not say "${text}"`);
}

const isOpen = (body: DeclarationBody, property: DeclarationBody['properties'][number]) =>
  body.classes.published === 'none' &&
  property.audiences.some(({ audience, detail }) => audience === 'public' && detail === 'readings');

describe('whatever a declaration says', () => {
  it('gate, access, retention, register, sign, catalogue, notice and record say the same', {
    timeout: 300_000,
  }, async () => {
    let open = 0;
    await fc.assert(
      fc.asyncProperty(anyPromise, async (body) => {
        const { version } = await aDeclarationInForce(db, {
          authorityId: air.authorityId,
          projectId: air.projectId,
          body,
        });
        await enforcedAsDeclared(body);
        await shownAsDeclared(body, version);
        await cataloguedAsDeclared(body, version);
        await recordedAsDeclared(body, version);
        if (body.properties.some((property) => isOpen(body, property))) open += 1;
      }),
      { numRuns: RUNS },
    );
    assert.ok(open > 0, 'some of them were open');
  });
});

async function enforcedAsDeclared(body: DeclarationBody): Promise<void> {
  const plan = (await loadDevicePlan(db, { authorityId: air.authorityId, ...air.devices[0].identifier }))!;
  for (const { propertyCode, declared } of plan.channels) {
    const promised = body.properties.find(({ property }) => property === propertyCode);
    assert.deepEqual(
      declared,
      promised
        ? {
            decimals: promised.decimals,
            shortestIntervalS: promised.shortest_interval_s,
            suppressBelow: promised.suppress_below ?? 0,
          }
        : null,
    );
  }
  const { rows } = await sql<{ property: string; open: boolean; retention: number | null; kept: number | null }>`
    select ds.property_code as property, ${visibleDatastreams(PUBLIC)} as open, ds.retention_days as retention, r.retention_days as kept
    from register.v_datastream ds left join register.v_datastream_retention r on r.datastream_id = ds.id
    where ds.device_id = ${air.devices[0].deviceId}`.execute(db);
  for (const { property: code, open, retention, kept } of rows) {
    const promised = body.properties.find(({ property }) => property === code);
    assert.equal(open, promised ? isOpen(body, promised) : false, `access to ${code}`);
    assert.equal(retention, promised?.retention_days ?? null, `retention of ${code}`);
    if (promised) assert.ok(kept! >= promised.retention_days, 'shorter retention waits, never the other way round');
  }
}

async function shownAsDeclared(body: DeclarationBody, version: number): Promise<void> {
  const keeps = body.properties.map(({ retention_days }) => sayRetention(retention_days));
  const everywhere = [
    body.controller,
    ...body.processors,
    ...body.purposes.flatMap(({ label, because }) => [label, because]),
    sayClass(body.classes.capture),
    sayClass(body.classes.stored),
    sayClass(body.classes.published),
    ...body.capable_but_off,
    ...keeps,
    body.who_acts,
    sayLawfulBasis(body.lawful_basis),
    longDay(body.ends_on),
    longDay(body.review_on),
    body.objections,
    body.contact.name,
    body.contact.email,
    ...body.properties.flatMap(({ audiences }) => audiences.map(sayAudience)),
  ];
  for (const href of [placeHref, deviceHref, projectHref]) says(await textOf(href), href, body.summary, ...everywhere);
  const project = await textOf(projectHref);
  for (const property of body.properties)
    says(
      project,
      `${projectHref}, ${property.property}`,
      NAMES[property.property]!,
      sayInterval(property.shortest_interval_s),
      sayDecimals(property.decimals),
      sayPlace(property.place_precision_m),
    );
  says(project, projectHref, `Version ${version}`);
  const sign = await textOf(`${placeHref}/sign.svg`, 'image/svg+xml');
  const wholeSign = new JSDOM((await app.inject(`${placeHref}/sign.svg`)).body, { contentType: 'image/svg+xml' }).window
    .document;
  says(
    wholeSign.querySelector('desc')!.textContent!,
    'the sign',
    body.controller,
    ...body.purposes.map(({ label }) => label),
  );
  says(sign, 'the sign', `version ${version}`, longDay(body.ends_on));
  const fills = [...wholeSign.querySelectorAll('polygon')].map((polygon) => polygon.getAttribute('fill'));
  const colour = { none: '#ffffff', de_identified: '#36B2E6', pseudonymous: '#FFDD00', identifiable: '#FFDD00' }[
    body.classes.capture
  ];
  assert.deepEqual(
    fills.slice(2, 2 + body.technologies.length),
    body.technologies.map(() => colour),
  );
  const chain = (await app.inject(`${placeHref}/datachain.json`)).json();
  const labels = chain.instance.elements.map(({ title }: { title: { value: string }[] }) => title[0]!.value);
  for (const said of [
    body.controller,
    ...body.processors,
    ...body.purposes.map(({ label }) => label),
    ...body.stored_in,
    ...body.processing,
  ])
    assert.ok(labels.includes(said), `the chain does not say ${said}`);
}

async function cataloguedAsDeclared(body: DeclarationBody, version: number): Promise<void> {
  const dataset = (await findDataset(db, 'northbank', 'air'))!;
  const open = body.properties.filter((property) => isOpen(body, property));
  assert.deepEqual(
    [dataset.title, dataset.licence, dataset.version, dataset.isOpen],
    [body.sharing.title, body.sharing.licence, version, open.length > 0],
  );
  assert.deepEqual(dataset.properties.map(({ code }) => code).sort(), open.map(({ property }) => property).sort());
  if (open.length === 0) return;
  const dictionary = dataDictionary(dataset, 'https://lamp.example');
  for (const { code, interval, decimals, kept, place } of dictionary.properties) {
    const promised = open.find(({ property }) => property === code)!;
    const coarsest = Math.max(...body.properties.map((property) => property.place_precision_m));
    assert.deepEqual(
      [interval, decimals, kept, place],
      [
        sayInterval(promised.shortest_interval_s),
        sayDecimals(promised.decimals),
        sayRetention(promised.retention_days),
        sayPlace(coarsest),
      ],
    );
  }
  assert.equal(frequencyOf(dataset), 'freq:continuous', 'no generated interval is longer than a quarter of an hour');
  const ckan = ckanPackage(dataset, 'https://lamp.example');
  assert.deepEqual(
    [ckan.title, ckan.notes, ckan.author, ckan.maintainer, ckan.maintainer_email],
    [body.sharing.title, body.summary, body.controller, body.contact.name, body.contact.email],
  );
  assert.deepEqual(schemaOrgDataset(dataset, 'https://lamp.example').description, body.summary);
}

async function recordedAsDeclared(body: DeclarationBody, version: number): Promise<void> {
  const { records } = await listProcessingRecords(db, air.lead.viewer);
  const [record] = records;
  assert.equal(record!.version, version);
  assert.deepEqual(
    [
      record!.controller,
      record!.processors,
      record!.storedIn,
      record!.algorithms,
      record!.lawfulBasis,
      record!.endsOn,
      record!.reviewOn,
    ],
    [
      body.controller,
      body.processors,
      body.stored_in,
      body.algorithms,
      sayLawfulBasis(body.lawful_basis),
      body.ends_on,
      body.review_on,
    ],
  );
  assert.deepEqual(
    record!.purposes,
    body.purposes.map(({ label, because }) => `${label}: ${because}`),
  );
  assert.deepEqual(
    record!.erasure,
    body.properties.map(({ property, retention_days }) => `${NAMES[property]}: ${sayRetention(retention_days)}`),
  );
  const notice = await textOf(`${projectHref}/privacy`);
  says(
    notice,
    'the privacy notice',
    record!.lawfulBasis,
    body.controller,
    ...body.processors,
    ...record!.purposes,
    ...record!.erasure,
    ...record!.recipients,
    ...body.stored_in,
    body.objections,
  );
}
