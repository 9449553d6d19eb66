import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ASSESSMENT_STATE_WORDS,
  adviseAsBoard,
  boardPapers,
  type Conflict,
  type Guest,
  judge,
  provenanceOf,
  requireGuest,
  saveSupplierAnswers,
  supplierQuestions,
} from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { requireProjectById } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, readForm, showErrors } from '../../projects/form.ts';
import { pageForProject } from '../../projects/page.ts';
import { fieldOf, rawOf } from '../answer/question-form.ts';
import { shownSections, shownValue } from '../parts/shown-answers.ts';

/** What somebody outside does with a link of their own. It carries no session; the link is the key, and goes with the form. */
export function guestPages(app: FastifyInstance, { db, clock }: House): void {
  const tokenIn = (request: FastifyRequest) => String((request.query as { token?: string }).token ?? '');

  app.get('/guest', async (request, reply) => {
    const token = tokenIn(request);
    const guest = await requireGuest(db, token, undefined, clock);
    return guest.kind === 'supplier'
      ? showSupplier(request, reply, guest, token)
      : showBoard(request, reply, guest, token);
  });

  app.post('/guest/answers', async (request, reply) => {
    const form = readForm(request.body);
    const token = form.text('token');
    const guest = await requireGuest(db, token, 'supplier', clock);
    const { version, questions } = await supplierQuestions(db, guest);
    const shown = questions.filter(({ id }) => form.texts(`r-${id}`).length > 0);
    const changes = shown.map((question) => ({
      questionId: question.id,
      raw: rawOf(version.framework, question, form),
      revision: form.id(`r-${question.id}`),
    }));
    const saved = await db.transaction().execute((tx) => saveSupplierAnswers(tx, guest, changes, clock));
    const idOf = (questionId: string) =>
      fieldOf(version.framework, questions.find(({ id }) => id === questionId)!, undefined).id;
    const errors = [
      ...saved.problems.map(({ questionId, problem }) => ({ field: idOf(questionId), text: problem })),
      ...saved.conflicts.map(({ questionId }) => ({
        field: idOf(questionId),
        text: 'Somebody else answered this while you were writing. Choose what it should be, then save again',
      })),
    ];
    return showSupplier(request, reply, guest, token, { form, errors, conflicts: saved.conflicts });
  });

  app.post('/guest/advice', async (request, reply) => {
    const form = readForm(request.body);
    const token = form.text('token');
    const guest = await requireGuest(db, token, 'ethics_board', clock);
    const given = { versionId: form.id('version'), body: form.text('advice') };
    try {
      await db.transaction().execute((tx) => adviseAsBoard(tx, guest, given, clock));
    } catch (error) {
      const { text } = asFieldError(error, 'advice');
      return showBoard(request, reply, guest, token, [{ field: `advice-${given.versionId}`, text }]);
    }
    return showBoard(request, reply, guest, token, [], true);
  });

  const pageOf = async (request: FastifyRequest, reply: FastifyReply, guest: Guest, title: string, error: boolean) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const project = await requireProjectById(db, guest.projectId);
    return { project, page: await pageForProject(db, request, project, { title, nav: null, error }) };
  };

  async function showSupplier(
    request: FastifyRequest,
    reply: FastifyReply,
    guest: Guest,
    token: string,
    sent?: { form: Form; errors: FieldError[]; conflicts: readonly Conflict[] },
  ) {
    const { version, questions, answers } = await supplierQuestions(db, guest);
    const { framework } = version;
    const wrong = new Set(sent?.errors.map(({ field }) => field));
    const sections = framework.sections
      .map((section) => ({
        title: section.title,
        fields: section.questions
          .filter((each) => questions.includes(each))
          .map((question) => {
            const stored = answers.get(question.id);
            const plain = fieldOf(framework, question, stored?.value);
            const conflict = sent?.conflicts.find(({ questionId }) => questionId === question.id);
            return {
              question,
              field:
                sent && wrong.has(plain.id)
                  ? fieldOf(framework, question, rawOf(framework, question, sent.form))
                  : plain,
              revision: conflict?.theirs?.revision ?? stored?.revision ?? 0,
              origin: null,
              comments: [],
              stale: null,
              provenance: provenanceOf(framework, section, question),
              theirs: conflict && {
                by: 'Somebody else',
                at: null,
                value: shownValue(framework, question, conflict.theirs?.value),
              },
            };
          }),
      }))
      .filter(({ fields }) => fields.length > 0);
    const errors = sent?.errors ?? [];
    const model = {
      ...(await pageOf(request, reply, guest, 'Supplier assurance', errors.length > 0)),
      ...{ guest, token, sections, errors: showErrors(errors), saved: sent !== undefined && errors.length === 0 },
      open: questions.filter(({ id, optional }) => !answers.has(id) && !optional).length,
    };
    return sendPage(reply, 'assessments/guests/supplier.njk', model);
  }

  async function showBoard(
    request: FastifyRequest,
    reply: FastifyReply,
    guest: Guest,
    token: string,
    errors: FieldError[] = [],
    saved = false,
  ) {
    const papers = (await boardPapers(db, guest)).map(({ version, answers, advice }) => {
      const values = Object.fromEntries([...answers].map(([id, { value }]) => [id, value]));
      const judgement = judge(version.framework, values);
      const nothing = { versions: [], stale: [], reviews: new Map(), comments: [], advice: [], withheld: new Map() };
      return {
        version,
        state: ASSESSMENT_STATE_WORDS[version.state],
        title: version.framework.title,
        result: judgement.result?.says ?? null,
        sections: shownSections({ version, answers, judgement, ...nothing }),
        advice,
        canAdvise: version.state === 'in_review',
      };
    });
    const model = {
      ...(await pageOf(request, reply, guest, 'Advice on a project', errors.length > 0)),
      ...{ guest, token, papers, saved, errors: showErrors(errors) },
    };
    return sendPage(reply, 'assessments/guests/board.njk', model);
  }
}
