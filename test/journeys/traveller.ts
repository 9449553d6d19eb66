/**
 * A person at a real browser. Whatever page they look at is held to the house's rules: no violation axe knows of, wide and
 * narrow; nothing wider than a telephone; and nothing that the content security policy had to stop, on the whole way.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AXE = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js');
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));
/** Where pictures of every page looked at are kept; nowhere unless told. */
const PICTURES = process.env.LAMPPOST_TEST_PICTURES;

let launched: Promise<Browser> | undefined;

/** A journey is a test that says that it skips where there is no Chromium; what it needs is made inside it. */
export function journey(name: string, take: () => Promise<void>): void {
  test(name, { skip: CHROMIUM === undefined && 'no Chromium here' }, take);
}

/** Looks until it is there, for fifteen seconds. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, false | undefined>> {
  for (const began = Date.now(); Date.now() - began < 15_000; ) {
    const found = await look();
    if (found !== false && found !== undefined) return found as Exclude<T, false | undefined>;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come about within fifteen seconds.');
}

export interface Traveller {
  readonly page: Page;
  /** Opens a path of the house. */
  open(path: string): Promise<void>;
  /** Holds the page shown to the rules, wide and narrow. */
  look(name: string): Promise<void>;
  signIn(person: { email: string }, password: string): Promise<void>;
  /** Presses Tab until the link, button, field or map of this name has the focus, and sees that the focus shows. */
  tabTo(role: 'link' | 'button' | 'textbox' | 'region', name: string | RegExp): Promise<void>;
}

/** A browser of one person's own, without cookies. */
export async function aTraveller(url: string, { javaScriptEnabled = true } = {}): Promise<Traveller> {
  launched ??= launch();
  const context = await (await launched).newContext({
    baseURL: url,
    viewport: WIDE,
    javaScriptEnabled,
    locale: 'en-GB',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  let twins: BrowserContext | undefined;
  const stopped: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') stopped.push(`${message.text()} at ${page.url()}`);
  });
  page.on('pageerror', (error) => stopped.push(`${error.message} at ${page.url()}`));

  const requireNothingStopped = () =>
    assert.deepEqual(
      stopped.filter((text) => !/status of 4\d\d/.test(text)),
      [],
      'nothing is stopped or broken',
    );

  const checkNow = async (name: string, width: 'wide' | 'narrow') => {
    await page.setViewportSize(width === 'wide' ? WIDE : NARROW);
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
    }
    const overflow = (await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')) as number;
    assert.ok(overflow <= 0, `${name}, ${width}: ${overflow} pixels wider than the window`);
    assert.deepEqual(await violations(javaScriptEnabled ? page : await twin()), [], `${name}, ${width}`);
  };

  /** The same page where axe can run and no script of ours does. */
  const twin = async () => {
    twins ??= await (await launched!).newContext({ baseURL: url, storageState: await context.storageState() });
    const other = await twins.newPage();
    await other.route(/\.m?js(\?|$)/, (route) => route.abort());
    await other.setViewportSize(page.viewportSize()!);
    await other.goto(page.url());
    return other;
  };

  return {
    page,
    async open(path) {
      const answer = await page.goto(path);
      assert.ok(answer && answer.status() < 400, `${path} answered ${answer?.status()}`);
    },
    async look(name) {
      await checkNow(name, 'narrow');
      await checkNow(name, 'wide');
      requireNothingStopped();
    },
    async signIn({ email }, password) {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/today');
    },
    async tabTo(role, name) {
      const wanted = page.getByRole(role, { name }).first();
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab');
        if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) {
          const style = 'getComputedStyle(document.activeElement)';
          const shows = await page.evaluate(`${style}.outlineStyle !== 'none' || ${style}.boxShadow !== 'none'`);
          assert.ok(shows, `the focus on ${name} shows`);
          return;
        }
      }
      assert.fail(`${role} ${name} is not reached by keyboard`);
    },
  };
}

async function launch(): Promise<Browser> {
  const server = await chromium.launchServer({
    executablePath: CHROMIUM!,
    handleSIGTERM: false, // its handler would close the browser in good order, and wait
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // Killed, not closed: there is nothing to keep, and a browser that will not close must not hold up the tests.
  after(() => server.kill());
  return chromium.connect(server.wsEndpoint());
}

/** What axe finds, each as rule, help and the first places. The debugger brings it in, so that no policy is bent for it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  // The back link stands before the main landmark, as GOV.UK's pattern has it: the skip link passes it by.
  await page.evaluate("axe.configure({ rules: [{ id: 'region', selector: 'body *:not(.govuk-back-link)' }] })");
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then((result) => result.violations)`,
  )) as { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  return found.map(({ id, help, nodes }) =>
    [`${id}: ${help}`, ...nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} | ${node.failureSummary}`)].join(
      '\n',
    ),
  );
}
