/**
 * `npm start`: opens the house, starts every part in order, prints the ready line, and on SIGTERM or SIGINT stops them
 * in reverse: first no new requests, then what is being committed, then jobs and news, last the database. A second
 * signal changes nothing (npm and a terminal both pass one on); after ten seconds we leave whatever hangs.
 */
import { addressServed, type Log, rememberServedAddress, type Settings } from '../base/index.ts';
import { type ComposedHouse, compose } from './compose.ts';
import { openHouse } from './open-house.ts';

const STOP_LIMIT_MS = 9_500;

export interface Serving {
  readonly composed: ComposedHouse;
  readonly address: string;
  /** The address for links, which commands on the same data print too. */
  readonly publicUrl: string;
  stop(): Promise<void>;
}

/** Starts everything and resolves once it serves. `announceReady` prints what people should read. */
export async function startServing(
  settings: Settings,
  log: Log,
  hooks: { beforeReady?: (composed: ComposedHouse) => Promise<void>; onFatal?: (why: string) => void } = {},
): Promise<Serving> {
  const open = await openHouse(settings, log);
  let composed: ComposedHouse | undefined;
  try {
    composed = await compose(open.house);
    await hooks.beforeReady?.(composed);
    await composed.start();
    const address = await composed.app.listen({ host: settings.host, port: settings.port });
    const publicUrl = addressServed(settings, address);
    await rememberServedAddress(open.house.db, publicUrl, open.house.clock.now());
    open.onDatabaseLost((why) => hooks.onFatal?.(why));
    const running = composed;
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= running.stop().finally(() => open.close());
      return stopping as Promise<void>;
    };
    return { composed, address, publicUrl, stop };
  } catch (error) {
    await composed?.stop().catch(() => {});
    await open.close();
    throw error;
  }
}

/** Serves until a signal says stop; resolves with the exit code. */
export async function serveUntilSignal(
  settings: Settings,
  log: Log,
  say: (line: string) => void,
  hooks: {
    beforeReady?: (composed: ComposedHouse) => Promise<void>;
    afterReady?: (serving: Serving) => Promise<void>;
  } = {},
): Promise<number> {
  let leave: (code: number) => void = () => {};
  const left = new Promise<number>((resolve) => {
    leave = resolve;
  });
  let signalled = false;
  let serving: Serving | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (signalled) return;
    signalled = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({}, 'stopping took too long; leaving now. Nothing acknowledged is lost.');
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    if (!serving) process.exit(0); // still starting: nothing was acknowledged, and the next start recovers
    serving.stop().then(
      () => leave(0),
      (error) => {
        log.error({ err: error }, 'stopping went wrong');
        leave(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  serving = await startServing(settings, log, {
    ...(hooks.beforeReady ? { beforeReady: hooks.beforeReady } : {}),
    onFatal: (why) => {
      log.error({ why }, 'the database stopped underneath us; leaving so that a supervisor can start us again');
      process.exit(70);
    },
  });
  say(`ready ${serving.address}`);
  await hooks.afterReady?.(serving);
  return left;
}
