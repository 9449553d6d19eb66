/** The load in a process of its own: takes one order at a time from its parent. */
import { type LoadOrder, runLoad } from './load.ts';
import { type QueryOrder, runQueries } from './query-load.ts';

process.on('message', async (order: LoadOrder | QueryOrder) => {
  try {
    process.send!({ result: 'door' in order ? await runLoad(order) : await runQueries(order) });
  } catch (error) {
    process.send!({ error: (error as Error).stack });
  }
});
