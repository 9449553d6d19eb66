import { hash } from 'node:crypto';
import { type CompiledQuery, type Kysely, PostgresQueryCompiler, type QueryId, type RootOperationNode } from 'kysely';
import type pg from 'pg';
import type { Tx } from '../../base/index.ts';

const transactions = new WeakMap<pg.ClientBase, Tx>();
const compiler = new PostgresQueryCompiler();
const names = new Map<string, string>();

/**
 * The transaction that is open on this client, for functions of lower rooms that ask for one by type and write SQL with the
 * `sql` template: their statements go to the client at once, prepared. The caller has begun the transaction and will end it.
 */
export function transactionOn(client: pg.ClientBase): Tx {
  let tx = transactions.get(client);
  if (!tx) {
    const executor = {
      transformQuery: (node: RootOperationNode) => node,
      compileQuery: (node: RootOperationNode, id: QueryId) => compiler.compileQuery(node, id),
      async executeQuery({ sql: text, parameters }: CompiledQuery) {
        const { rows } = await client.query({ name: nameOf(text), text, values: [...parameters] });
        return { rows };
      },
    };
    tx = { isTransaction: true, getExecutor: () => executor } as unknown as Tx & Kysely<object>;
    transactions.set(client, tx);
  }
  return tx;
}

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = hash('sha256', text, 'hex').slice(0, 24);
    names.set(text, name);
  }
  return name;
}
