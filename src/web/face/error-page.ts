import type { FastifyRequest } from 'fastify';
import type { ErrorAnswer } from '../../base/index.ts';
import { pageFor } from './page-for.ts';
import { renderPage } from './views.ts';

const HEADINGS: Record<number, string> = {
  401: 'Sign in to see this',
  403: 'You may not do this',
  404: 'Page not found',
  409: 'This has changed meanwhile',
  429: 'Too many tries',
  503: 'The service is not available just now',
};

/** The page people get instead of an answer: what happened, what to do, and an id to quote. */
export function errorPage(answer: ErrorAnswer, request: FastifyRequest): string {
  const heading = HEADINGS[answer.code] ?? (answer.code >= 500 ? 'Something went wrong' : 'This did not work');
  const links =
    answer.code === 401 ? [{ text: 'Sign in', href: `/sign-in?next=${encodeURIComponent(request.url)}` }] : [];
  return renderPage('face/error.njk', {
    page: pageFor(request, { title: heading }),
    problem: {
      heading,
      happened: answer.message,
      todo: answer.cure,
      id: answer.code >= 500 || answer.code === 403 ? answer.id : undefined,
      links: [...links, { text: 'Home page', href: '/' }, { text: 'Register of sensors', href: '/register' }],
    },
  });
}
