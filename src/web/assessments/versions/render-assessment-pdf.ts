import PDFDocument from 'pdfkit';
import { ASSESSMENT_STATE_WORDS, type ReadAssessment, sayAnswer } from '../../../assessments/index.ts';
import { latin } from '../../face/sign/text-fit.ts';
import { dayWords } from '../../face/time-words.ts';

type Kind = 'H1' | 'H2' | 'H3' | 'P';
interface Line {
  readonly kind: Kind;
  readonly text: string;
}

const STYLE: Record<Kind, { font: string; size: number; before: number }> = {
  H1: { font: 'Helvetica-Bold', size: 20, before: 0 },
  H2: { font: 'Helvetica-Bold', size: 14, before: 14 },
  H3: { font: 'Helvetica-Bold', size: 11, before: 9 },
  P: { font: 'Helvetica', size: 11, before: 3 },
};

/**
 * A version as a tagged A4 PDF with headings and selectable text, for files and signatures; the page is the better thing to read.
 * Standard PDF fonts have Western European letters only: others lose their accents (see `latin`).
 */
export function renderAssessmentPdf(read: ReadAssessment, of: { authority: string; project: string }): Promise<Buffer> {
  const title = `${read.version.framework.title}, version ${read.version.version}`;
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: 56, bottom: 56, left: 56, right: 56 },
    lang: 'en-GB',
    tagged: true,
    displayTitle: true,
    pdfVersion: '1.5',
    info: { Title: `${title}: ${of.project}`, Author: of.authority, Creator: 'Lamppost', Producer: 'Lamppost' },
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    for (const { kind, text } of linesOf(read, title, of)) {
      const { font, size, before } = STYLE[kind];
      pdf.y += before;
      if (kind !== 'P' && pdf.y > pdf.page.height - 130) pdf.addPage(); // a heading stays with what follows it
      const draw = () => pdf.font(font).fontSize(size).text(text.split('\n').map(latin).join('\n'), { lineGap: 2 });
      pdf.addStructure(pdf.struct(kind, {}, draw));
    }
    pdf.end();
  });
}

function linesOf(read: ReadAssessment, title: string, of: { authority: string; project: string }): Line[] {
  const { version, judgement, answers, advice } = read;
  const { framework } = version;
  const asked = new Set(judgement.asked.map(({ id }) => id));
  const p = (text: string): Line => ({ kind: 'P', text });
  const did = (what: string, at: Date | null, by: string | null) =>
    at ? [p(`${what} ${dayWords(at)}${by ? ` by ${by}` : ''}`)] : [];
  return [
    { kind: 'H1', text: title },
    p(`${of.authority}. ${of.project}. ${ASSESSMENT_STATE_WORDS[version.state]}, edition ${framework.edition}`),
    ...did('Submitted', version.submittedAt, version.submittedByName),
    ...did('Evaluated', version.evaluatedAt, version.evaluatedByName),
    ...did('Accepted', version.validatedAt, version.validatedByName),
    ...(version.reviewOn ? [p(`To be looked at again by ${dayWords(new Date(`${version.reviewOn}T12:00:00Z`))}`)] : []),
    ...(judgement.result
      ? [
          { kind: 'H2' as const, text: judgement.result.says },
          ...(judgement.result.means ? [p(judgement.result.means)] : []),
        ]
      : []),
    ...judgement.findings.map(({ says }) => p(`- ${says}`)),
    ...advice
      .filter((each) => each.versionId === version.id)
      .flatMap((each) => [
        { kind: 'H2' as const, text: `Advice of ${each.givenByName ?? 'an adviser'}` },
        p(each.body),
        ...(each.answer ? [p(`${each.answer}: ${each.answerReason}`)] : []),
      ]),
    ...framework.sections.flatMap((section) => {
      const questions = section.questions.filter(({ id }) => asked.has(id));
      if (questions.length === 0) return [];
      return [
        { kind: 'H2' as const, text: section.title },
        ...questions.flatMap((question) => {
          const value = answers.get(question.id)?.value;
          const said = value === undefined ? 'Not answered' : sayAnswer(framework, question, value);
          return [{ kind: 'H3' as const, text: question.ask }, p(said)];
        }),
      ];
    }),
    { kind: 'H2', text: 'Sources' },
    ...framework.sources.map(({ title: source, seen }) =>
      p(seen === false ? `${source} (not checked against its text)` : source),
    ),
    p('Questions are in our own words. What is said about the law is a working assumption, not legal advice.'),
  ];
}
