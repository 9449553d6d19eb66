import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { saveOutcome } from '../../../projects/index.ts';
import { readForm } from '../form.ts';
import { projectOf } from '../page.ts';
import { answersOf } from './decide-question.page.ts';

/** Notes in the outcome record that a dataset was looked at, and goes back to the search. The same one twice is noted once. */
export function lookedAtPage(app: FastifyInstance, { db }: House): void {
  app.post('/projects/:authority/:slug/decide/looked-at', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const [title, by, where] = ['title', 'by', 'where'].map((name) =>
      form.text(name).replace(/\s+/g, ' ').slice(0, 500),
    );
    const line = `${title}${by ? ` (${by})` : ''}${where ? `, ${where}` : ''}`;
    await db.transaction().execute(async (tx) => {
      const before = (await answersOf(tx, project.id)).data?.looked_at ?? '';
      if (!title || before.split('\n').includes(line)) return;
      await saveOutcome(tx, person, project.id, { data: { looked_at: before === '' ? line : `${before}\n${line}` } });
    });
    const back = form.text('back');
    return reply.redirect(back.startsWith('/data/elsewhere?') ? back : `${home}/decide/data`, 303);
  });
}
