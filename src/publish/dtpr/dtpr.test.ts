import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyDeclaration } from '../../../test/arbitrary-declaration.ts';
import { aDeclarationBody } from '../../../test/build-register.ts';
import { chainByCategory, datachainDocument, datachainOf } from './datachain.ts';
import { DTPR_CATEGORIES, loadTaxonomy, readTaxonomy } from './taxonomy.ts';

const taxonomy = loadTaxonomy();

test('the shipped taxonomy has the 124 device elements of v1 in eight categories', () => {
  assert.equal(taxonomy.elements.length, 124);
  assert.deepEqual(new Set(taxonomy.elements.map(({ category }) => category)), new Set(DTPR_CATEGORIES));
  assert.equal(taxonomy.find('tech', 'li_dar')!.name, 'LiDAR');
});

test('another taxonomy can be read from a file, and one that is wrong is refused with its line', () => {
  const welsh = readTaxonomy('category,id,name,symbol\ndevice__tech,air_quality,"Ansawdd, aer",air\n');
  assert.equal(
    datachainOf([aDeclarationBody()], welsh).find(({ category }) => category === 'tech')!.label,
    'Ansawdd, aer',
  );
  for (const [csv, said] of [
    ['category,id,name,symbol\nroof,a,A,a\n', /line 2, roof is no category/],
    ['category,id,name,symbol\ntech,a,A,a\ntech,A b,A,a\n', /line 3, the id/],
    ['category,id,name,symbol\ntech,a,,a\n', /line 2, the name is empty/],
    ['category,id,name,symbol\ntech,a,A,a\ntech,a,B,a\n', /twice/],
  ] as const)
    assert.throws(() => readTaxonomy(csv), said);
});

test('the chain says everything the promise says: who, what for, technology with its colour, how long, where, who gets it', () => {
  fc.assert(
    fc.property(anyDeclaration, (body) => {
      const links = datachainOf([body], taxonomy);
      const labels = (category: string) => links.filter((link) => link.category === category).map(({ label }) => label);
      assert.deepEqual(labels('accountable'), [body.controller, ...body.processors]);
      assert.deepEqual(
        labels('purpose'),
        body.purposes.map(({ label }) => label),
        'most important first',
      );
      assert.deepEqual(
        new Set(links.filter((link) => link.category === 'tech').map(({ element }) => element)),
        new Set(body.technologies),
      );
      const colour = {
        none: 'none',
        de_identified: 'de_identified',
        pseudonymous: 'identifiable',
        identifiable: 'identifiable',
      }[body.classes.capture];
      for (const link of links.filter(({ category }) => category === 'tech'))
        assert.equal(link.identifiability, colour);
      assert.equal(labels('retention').length, new Set(body.properties.map((one) => one.retention_days)).size);
      for (const where of body.stored_in) assert.ok(labels('storage').includes(where));
      for (const step of body.processing) assert.ok(labels('process').includes(step));
      const open =
        body.classes.published === 'none' &&
        body.properties.some((one) =>
          one.audiences.some(({ audience, detail }) => audience === 'public' && detail === 'readings'),
        );
      assert.equal(
        links.some(({ element }) => element === 'available_to_download'),
        open,
      );
    }),
  );
});

test('of several promises nothing is said twice, and what can identify people comes first among technologies', () => {
  const air = aDeclarationBody();
  const camera = aDeclarationBody({
    technologies: ['identifiable_video'],
    classes: { capture: 'identifiable', leaving_device: 'none', stored: 'none', published: 'none' },
  });
  const links = datachainOf([air, air, camera], taxonomy);
  const technologies = links.filter(({ category }) => category === 'tech');
  assert.deepEqual(
    technologies.map(({ element, identifiability }) => [element, identifiability]),
    [
      ['identifiable_video', 'identifiable'],
      ['air_quality', 'none'],
    ],
  );
  assert.equal(new Set(links.map((link) => JSON.stringify(link))).size, links.length);
});

test('what DTPR has no element for is ours and says so', () => {
  const body = aDeclarationBody({ purposes: [{ code: 'fuel-poverty', label: 'Warmer homes', because: 'x' }] });
  const links = datachainOf([body], taxonomy);
  assert.equal(links.find(({ category }) => category === 'purpose')!.element, 'lamppost:fuel-poverty');
});

test('as a document every element names its category, and categories stand in DTPR’s order', () => {
  const links = datachainOf([aDeclarationBody()], taxonomy);
  const document = datachainDocument('Ash Lane', links, new Date(0));
  const order = document.datachain.categories.map(({ id }) => id);
  assert.deepEqual(
    order,
    DTPR_CATEGORIES.filter((category) => order.includes(category)),
  );
  assert.ok(document.instance.elements.every(({ category_id }) => order.includes(category_id)));
  assert.equal(chainByCategory(links).flatMap((group) => group.links).length, links.length);
  assert.deepEqual(document.instance.elements.find(({ element_id }) => element_id === 'data_retained')!.variables, [
    { id: 'duration', value: '2 years' },
  ]);
});
