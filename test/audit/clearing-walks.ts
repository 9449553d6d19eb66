/** What the walk of the audit log does with the use cases of gates, assessments, enquiries and the authority itself. */
import * as assessments from '../../src/assessments/index.ts';
import { type Clock, type Db, type Jobs, sql, type Tx } from '../../src/base/index.ts';
import * as identity from '../../src/identity/index.ts';
import * as projects from '../../src/projects/index.ts';
import * as publish from '../../src/publish/index.ts';
import * as register from '../../src/register/index.ts';
import {
  anAcceptedAssessment,
  anAnsweredAssessment,
  aSubmittedAssessment,
  assessmentPeople,
} from '../build-assessments.ts';
import { aPerson } from '../build-identity.ts';
import { aProject } from '../build-projects.ts';
import { aDeclarationBody, aDeclarationInForce } from '../build-register.ts';

export type Walk = (name: string) => Promise<(tx: Tx) => Promise<unknown>>;
export type Walks = Record<string, { by: { personId: number; viewer: identity.PersonViewer }; act: Walk }>;

interface Given {
  readonly db: Db;
  readonly house: { readonly clock: Clock; readonly jobs: Jobs; readonly settings: { readonly data: string } };
  readonly authorityId: number;
  readonly authoritySlug: string;
}

const DOCUMENT = { title: 'A review', reference: 'File 12', datedOn: '2026-01-05' };
const CONTINUITY = { protects: 'life', plan: 'Flood plan 3' } as const;
const SEES_PEOPLE = {
  classes: { capture: 'identifiable', leaving_device: 'none', stored: 'none', published: 'none' },
  lawful_basis: 'public_task',
} as const;
const ACTION = { body: 'Tell the street', owner: 'The lead', dueOn: '2027-03-27' };
const FRAMEWORK = {
  ...{ lamppost_framework: 1, framework: 'tree-ethics', edition: '1', title: 'Ethics of talking trees' },
  ...{ about: 'For trees that talk.', scope: 'project', review_months: 12, sources: [] },
  sections: [{ id: 'all', title: 'All', questions: [{ id: 'why', ask: 'Why?', answer: 'text' }] }],
};

/** The walks, with people of their own in an authority. */
export async function clearingWalks({ db, house, authorityId, authoritySlug }: Given): Promise<Walks> {
  const { clock } = house;
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
  const people = await assessmentPeople(db, authorityId);
  const { author, evaluator, validator, officer } = people;
  const administrator = await aPerson(db, { authorityId, roles: ['administrator'] });
  const inADay = () => new Date(Date.now() + 86_400_000);

  const newProject = async (cleared: readonly projects.ClearanceKind[] = []) =>
    (await aProject(db, author.viewer, { authorityId, cleared })).id;
  const written = async () => anAnsweredAssessment(db, people, { projectId: await newProject() });
  const submitted = async (code?: string) =>
    aSubmittedAssessment(db, people, { projectId: await newProject(), ...(code ? { code } : {}) });
  const declare = (projectId: number, body: Partial<register.DeclarationBody> = {}) =>
    aDeclarationInForce(db, {
      authorityId,
      projectId,
      body: aDeclarationBody(body),
      submittedBy: author.personId,
    });
  /** A declaration that is in force while one of its clearances is taken back. */
  async function aLapse(body: Partial<register.DeclarationBody> = {}) {
    const projectId = await newProject();
    const { declarationId } = await declare(projectId, { ...SEES_PEOPLE, ...body });
    const revocation = { kind: 'dpia', reason: 'It is out of date' };
    await inTx((tx) => projects.withdrawClearance(tx, evaluator.viewer, projectId, revocation));
    return { projectId, declarationId };
  }
  async function aDraftOfADeclaration() {
    const projectId = await newProject();
    await inTx((tx) => register.saveDraft(tx, author.viewer, { projectId, body: aDeclarationBody() }));
    return projectId;
  }
  const catalogueNamed = (name: string) => ({
    authorityId,
    title: 'Data of the region',
    url: `https://data.example.org/${encodeURIComponent(name)}`,
    format: 'ckan',
  });
  async function anEnquiry(name: string): Promise<number> {
    const words = {
      kind: 'complaint' as const,
      authoritySlug,
      body: 'The monitor hums all night long.',
      formKey: name,
    };
    const { reference } = await inTx((tx) => publish.sendEnquiry(tx, words, clock));
    return (await publish.enquiryByReference(db, reference)).id;
  }
  async function advised() {
    const versionId = await submitted('dpia');
    await inTx((tx) => assessments.giveAdvice(tx, officer.viewer, versionId, { body: 'Tell the tenants twice.' }));
    return { versionId, adviceId: await newest('assessments.advice') };
  }
  async function newest(table: string): Promise<number> {
    const { rows } = await sql<{ id: number }>`select max(id) as id from ${sql.table(table)}`.execute(db);
    return rows[0]!.id;
  }
  const paper = { data: house.settings.data, name: 'plan.txt', bytes: Buffer.from('A plan of the street') };
  const withheld = { questionId: 'reasons', reason: 'A person can be told from it', reviewOn: '2027-03-27' };

  return {
    changeAuthority: as(
      administrator,
      async (by) => (tx) => identity.changeAuthority(tx, by, authorityId, { name: 'Walked Borough' }),
    ),
    // gates
    savePolicy: as(administrator, async (by) => {
      const { policy } = await projects.findPolicy(db, authorityId);
      return (tx) => projects.savePolicy(tx, by, authorityId, { ...policy, at_risk_days: 21 });
    }),
    recordDocument: as(evaluator, async (by) => {
      const id = await newProject();
      return (tx) => projects.recordDocument(tx, by, id, { ...DOCUMENT, kinds: ['security'] });
    }),
    withdrawClearance: as(evaluator, async (by) => {
      const id = await newProject(['security']);
      return (tx) => projects.withdrawClearance(tx, by, id, { kind: 'security', reason: 'It is out of date' });
    }),
    declareEmergency: as(evaluator, async (by) => {
      const id = await newProject();
      return (tx) => projects.declareEmergency(tx, by, id, { reason: 'The river rises', until: inADay() });
    }),
    ruleOnContinuity: as(evaluator, async (by) => {
      const { projectId } = await aLapse({ continuity: CONTINUITY });
      return (tx) => projects.ruleOnContinuity(tx, by, projectId, { decision: 'stop', reason: 'Another alarm is up' });
    }),
    resumeDeclaration: as(validator, async (by) => {
      const { projectId, declarationId } = await aLapse();
      await inTx((tx) => projects.recordDocument(tx, evaluator.viewer, projectId, { ...DOCUMENT, kinds: ['dpia'] }));
      return (tx) => register.resumeDeclaration(tx, by, declarationId);
    }),
    startDryRun: as(author, async (by) => {
      const id = await aDraftOfADeclaration();
      return (tx) => register.startDryRun(tx, by, id, 2);
    }),
    stopDryRun: as(author, async (by) => {
      const id = await aDraftOfADeclaration();
      await inTx((tx) => register.startDryRun(tx, by, id, 2));
      return (tx) => register.stopDryRun(tx, by, id);
    }),
    // assessments
    startAssessment: as(author, async (by) => {
      const projectId = await newProject();
      return (tx) => assessments.startAssessment(tx, by, { projectId, code: 'dpia-screening' });
    }),
    importAssessment: as(author, async (by) => {
      const [from, projectId] = [await newProject(), await newProject()];
      await anAnsweredAssessment(db, people, { projectId: from });
      const read = await assessments.readAssessment(db, by, { projectId: from, code: 'dpia-screening' });
      const text = JSON.stringify(assessments.assessmentFile(read, []));
      return (tx) => assessments.importAssessment(tx, by, { projectId, text });
    }),
    saveAnswers: as(author, async (by) => {
      const projectId = await newProject();
      const id = await anAnsweredAssessment(db, people, { projectId });
      const { answers } = await assessments.readAssessment(db, by, { projectId, code: 'dpia-screening' });
      const change = { questionId: 'reasons', raw: 'Other reasons.', revision: answers.get('reasons')!.revision };
      return (tx) => assessments.saveAnswers(tx, by, id, [change]);
    }),
    followFacts: as(author, async (by) => {
      const projectId = await newProject();
      await declare(projectId);
      const id = await anAnsweredAssessment(db, people, { projectId, code: 'dpia' });
      const [property] = aDeclarationBody().properties;
      await declare(projectId, { properties: [{ ...property!, retention_days: 365 }] });
      return (tx) => assessments.followFacts(tx, by, id);
    }),
    submitAssessment: as(author, async (by) => {
      const id = await written();
      return (tx) => assessments.submitAssessment(tx, by, id);
    }),
    reviewQuestions: as(evaluator, async (by) => {
      const id = await submitted();
      return (tx) => assessments.reviewQuestions(tx, by, id, [{ questionId: 'reasons', state: 'fine' }]);
    }),
    sendBack: as(evaluator, async (by) => {
      const id = await submitted();
      return (tx) => assessments.sendBack(tx, by, id, { remark: 'Say more' });
    }),
    passOn: as(evaluator, async (by) => {
      const id = await submitted();
      return (tx) => assessments.passOn(tx, by, id, { remark: '' });
    }),
    giveAdvice: as(officer, async (by) => {
      const id = await submitted('dpia');
      return (tx) => assessments.giveAdvice(tx, by, id, { body: 'Tell the tenants twice.' });
    }),
    answerAdvice: as(validator, async (by) => {
      const { versionId, adviceId } = await advised();
      const given = { adviceId, answer: 'followed' as const, reason: 'We write in May and June' };
      return (tx) => assessments.answerAdvice(tx, by, versionId, given);
    }),
    acceptAssessment: as(validator, async (by) => {
      const id = await submitted();
      await inTx((tx) => assessments.passOn(tx, evaluator.viewer, id, { remark: '' }));
      return (tx) => assessments.acceptAssessment(tx, by, id, {});
    }),
    withdrawAssessment: as(validator, async (by) => {
      const id = await anAcceptedAssessment(db, people, { projectId: await newProject() });
      return (tx) => assessments.withdrawAssessment(tx, by, id, { reason: 'The street changed' });
    }),
    withholdAnswer: as(validator, async (by) => {
      const id = await submitted();
      return (tx) => assessments.withholdAnswer(tx, by, id, withheld);
    }),
    showAnswer: as(validator, async (by) => {
      const id = await submitted();
      await inTx((tx) => assessments.withholdAnswer(tx, by, id, withheld));
      return (tx) => assessments.showAnswer(tx, by, id, withheld.questionId);
    }),
    planAction: as(author, async (by) => {
      const id = await written();
      return (tx) => assessments.planAction(tx, by, id, ACTION);
    }),
    finishAction: as(author, async (by) => {
      const id = await written();
      await inTx((tx) => assessments.planAction(tx, by, id, ACTION));
      const actionId = await newest('assessments.action');
      return (tx) => assessments.finishAction(tx, by, id, { actionId, note: 'Told' });
    }),
    attachFile: as(author, async (by) => {
      const id = await written();
      return (tx) => assessments.attachFile(tx, by, id, paper);
    }),
    removeAttachment: as(author, async (by) => {
      const id = await written();
      await inTx((tx) => assessments.attachFile(tx, by, id, paper));
      const attachmentId = await newest('assessments.attachment');
      return (tx) => assessments.removeAttachment(tx, by, id, attachmentId);
    }),
    inviteGuest: as(author, async (by) => {
      const projectId = await newProject();
      return (tx) => assessments.inviteGuest(tx, by, { projectId, kind: 'supplier', name: 'Maker Ltd', days: 7 });
    }),
    revokeGuest: as(author, async (by) => {
      const projectId = await newProject();
      const guest = { projectId, kind: 'supplier' as const, name: 'Maker Ltd', days: 7 };
      await inTx((tx) => assessments.inviteGuest(tx, by, guest));
      const guestId = await newest('assessments.guest_link');
      return (tx) => assessments.revokeGuest(tx, by, { projectId, guestId });
    }),
    importFramework: as(evaluator, async (by) => {
      const given = { authorityId, text: JSON.stringify(FRAMEWORK), name: 'trees.json' };
      return (tx) => assessments.importFramework(tx, by, given);
    }),
    // catalogues of others
    addCatalogue: as(author, async (by, name) => (tx) => publish.addCatalogue(tx, house, by, catalogueNamed(name))),
    askForHarvest: as(author, async (by, name) => {
      const id = await inTx((tx) => publish.addCatalogue(tx, house, by, catalogueNamed(name)));
      return (tx) => publish.askForHarvest(tx, house, by, id);
    }),
    removeCatalogue: as(author, async (by, name) => {
      const id = await inTx((tx) => publish.addCatalogue(tx, house, by, catalogueNamed(name)));
      return (tx) => publish.removeCatalogue(tx, by, id);
    }),
    // enquiries
    acknowledgeEnquiry: as(author, async (by, name) => {
      const id = await anEnquiry(name);
      return (tx) => publish.acknowledgeEnquiry(tx, by, id, clock);
    }),
    answerEnquiry: as(author, async (by, name) => {
      const id = await anEnquiry(name);
      const given = { answer: 'We took it down today.', outcome: 'upheld' };
      return (tx) => publish.answerEnquiry(tx, by, id, given, clock);
    }),
  };
}

/** A walk by a person. */
export function as(
  person: { personId: number; viewer: identity.PersonViewer },
  act: (by: identity.PersonViewer, name: string) => Promise<(tx: Tx) => Promise<unknown>>,
) {
  return { by: person, act: (name: string) => act(person.viewer, name) };
}
