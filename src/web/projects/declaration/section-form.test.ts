import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyDeclaration } from '../../../../test/arbitrary-declaration.ts';
import { aDeclarationBody } from '../../../../test/build-register.ts';
import { type DeclarationBody, isNarrower } from '../../../register/index.ts';
import { readForm } from '../form.ts';
import { factsBySection } from './declaration-facts.ts';
import { carryOver, type Draft, withGaps } from './draft.ts';
import { problemsBySection, sectionOf } from './problems.ts';
import { readSection, shownValue } from './section-form.ts';
import { type Section, sectionsOf } from './sections.ts';

const vocabulary = ['no2', 'pm10', 'pm25'].map((code) => ({ code, name: code.toUpperCase(), theme: 'air' }));

/** What a browser sends when a section is sent back as it was shown. */
function asSent(draft: Draft, section: Section): Record<string, string | string[]> {
  const sent: Record<string, string | string[]> = {};
  for (const field of section.fields) {
    const value = shownValue(draft, field);
    if (typeof value === 'string' || Array.isArray(value)) sent[field.path] = value;
    else for (const [part, text] of Object.entries(value)) sent[`${field.path}-${part}`] = text;
  }
  if (section.slug === 'why') {
    const purposes = draft.purposes as { code: string; label: string; because: string }[];
    sent['purpose-code'] = [...purposes.map((each) => each.code), ''];
    sent['purpose-label'] = [...purposes.map((each) => each.label), ''];
    sent['purpose-because'] = [...purposes.map((each) => each.because), ''];
  }
  return sent;
}

const resend = (draft: Draft): Draft =>
  sectionsOf(draft, vocabulary).reduce(
    (each, section) => readSection(each, section, readForm(asSent(each, section))),
    draft,
  );

describe('the form of a declaration', () => {
  it('sent back as shown promises the same, for any declaration', () => {
    fc.assert(
      fc.property(anyDeclaration, (body) => {
        const codes = body.purposes.map((each) => each.code);
        fc.pre(body.properties.every((each) => each.purposes.every((code) => codes.includes(code))));
        const again = resend(withGaps(body)) as unknown as DeclarationBody;
        assert.ok(isNarrower(again, body).narrower, JSON.stringify(isNarrower(again, body).wider));
        assert.ok(isNarrower(body, again).narrower, JSON.stringify(isNarrower(body, again).wider));
      }),
    );
  });

  it('sent back twice as shown changes nothing the second time, whatever was typed', () => {
    const typed = fc.dictionary(
      fc.constantFrom(
        'title',
        'ends_on-day',
        'ends_on-year',
        'properties.no2.decimals',
        'properties.no2.retention_days',
        'properties.no2.audiences.public',
        'processors',
        'purpose-code',
        'purpose-because',
        'properties',
      ),
      fc.oneof(fc.string(), fc.constantFrom('no2', '12', '200', '1e3', '1e400', '-7', ' a \n\n b ', 'readings')),
    );
    fc.assert(
      fc.property(typed, (form) => {
        const start = withGaps(aDeclarationBody());
        const sections = sectionsOf(start, vocabulary);
        const [why, measured, property] = sections as [Section, Section, Section];
        const draft = [property, why, measured].reduce(
          (each, section) => readSection(each, section, readForm(form)),
          start,
        );
        const once = resend(draft);
        assert.deepEqual(resend(once), once);
        const told = JSON.stringify(factsBySection(once, sectionsOf(once, vocabulary), (code) => code));
        assert.doesNotMatch(told, /NaN|undefined|Infinity/);
      }),
    );
  });

  it('takes minutes for seconds, and keeps what is no number so that it can be named', () => {
    const draft = withGaps(aDeclarationBody());
    const section = sectionsOf(draft, vocabulary).find((each) => each.slug === 'property-no2')!;
    const read = (minutes: string) => {
      const sent = { ...asSent(draft, section), 'properties.no2.shortest_interval_s': minutes };
      return (readSection(draft, section, readForm(sent)).properties as Draft[])[0]!.shortest_interval_s;
    };
    assert.equal(read('15'), 900);
    assert.equal(read('0.5'), 30);
    assert.equal(read('1,440'), 86_400);
    assert.equal(read('often'), 'often');
    assert.equal(read(''), undefined);
  });

  it('keeps what was said of properties that stay, and forgets those that go', () => {
    const draft = withGaps(aDeclarationBody());
    const section = sectionsOf(draft, vocabulary).find((each) => each.slug === 'measured')!;
    const next = readSection(draft, section, readForm({ technologies: 'air_quality', properties: ['pm10', 'no2'] }));
    const body = aDeclarationBody();
    assert.deepEqual(next.properties, [body.properties[0], body.properties[1]]);
    const less = readSection(draft, section, readForm({ technologies: 'air_quality', properties: 'pm25' }));
    assert.deepEqual(less.properties, [body.properties[2]]);
  });

  it('takes a purpose that is gone out of every property that served it', () => {
    const draft = withGaps(aDeclarationBody());
    const section = sectionsOf(draft, vocabulary)[0]!;
    const form = readForm({ 'purpose-code': ['inform'], 'purpose-label': [''], 'purpose-because': ['To tell people'] });
    const next = readSection(draft, section, form);
    assert.deepEqual(next.purposes, [{ code: 'inform', label: 'Informing people', because: 'To tell people' }]);
    for (const property of next.properties as Draft[]) assert.deepEqual(property.purposes, ['inform']);
  });
});

describe('a property nothing was said of yet', () => {
  it('begins with what was said of another, except the decimals', () => {
    const draft = withGaps(aDeclarationBody());
    const section = sectionsOf(draft, vocabulary).find((each) => each.slug === 'measured')!;
    const form = readForm({ technologies: 'air_quality', properties: ['no2', 'air'] });
    const added = readSection(draft, { ...section, fields: offering(section, 'air') }, form);
    const carried = carryOver(added, 'no2').properties as Draft[];
    assert.equal(carried[1]!.property, 'air');
    assert.equal(carried[1]!.retention_days, 730);
    assert.equal(carried[1]!.decimals, undefined);
    assert.deepEqual(carried[0], aDeclarationBody().properties[0]);
  });
});

/** The section's fields with one more property on offer. */
function offering(section: Section, code: string): Section['fields'] {
  return section.fields.map((field) =>
    field.path === 'properties' ? { ...field, choices: [...field.choices!, { value: code, text: code }] } : field,
  );
}

describe('what is wrong with a declaration', () => {
  it('is named in the section and at the input where it can be mended', () => {
    const draft = withGaps(aDeclarationBody());
    const sections = sectionsOf(draft, vocabulary);
    const at = (field: string, why: string) => problemsBySection([{ field, why }], sections)[0];
    assert.deepEqual(at('classes.capture', 'classes.capture is missing'), {
      section: 'people',
      field: 'classes.capture',
      text: 'Choose an answer to “What does the sensor capture?”',
    });
    assert.equal(at('properties.pm10.retention_days', 'x')?.section, 'property-pm10');
    assert.equal(at('properties.pm10.audiences', 'x')?.field, 'properties.pm10.audiences.public');
    assert.equal(at('ends_on', 'x')?.field, 'ends_on-day');
    assert.equal(at('purposes.1.because', 'purposes.1.because is empty')?.field, 'purpose-1');
    assert.equal(at('somewhere.else', 'x')?.section, 'why');
  });

  it('belongs to exactly one section, for every field there is', () => {
    const sections = sectionsOf(withGaps(aDeclarationBody()), vocabulary);
    for (const section of sections) {
      for (const field of section.fields) assert.equal(sectionOf(field.path, sections).slug, section.slug, field.path);
    }
  });
});
