import { setTimeout as delay } from 'node:timers/promises';
import { openOrders, ordersFile } from '../orders.ts';
import type { Step } from './step.ts';

const BATCH = 60;
/** Between two batches the service has the database to itself; all of it takes so long that its progress is seen, however fast the machine. */
const PAUSE_MS = 1_000;

/**
 * Brings the database to a schema: a new column, filled in batch by batch, then the schema's number. The running release does not
 * mind the column. Stopped half-way, it may be run again.
 */
export async function migrate(target: number, { dir, stopping, say }: Step): Promise<void> {
  const orders = openOrders(ordersFile(dir));
  const column = `field_${target}`;
  try {
    const columns = orders.prepare('select name from pragma_table_info(?)').all('orders');
    if (!columns.some(({ name }) => name === column)) orders.exec(`alter table orders add column ${column} text`);
    say(`The column ${column} is there`);
    const total = Number(orders.prepare('select count(*) as n from orders').get()?.['n']);
    const fill = orders.prepare(
      `update orders set ${column} = goods || ' × ' || pieces
       where id in (select id from orders where ${column} is null order by id limit ${BATCH})`,
    );
    for (let done = 0; ;) {
      const filled = Number(fill.run().changes);
      if (filled === 0) break;
      done += filled;
      say(`Migrated ${done} of ${total} orders`);
      if (stopping.aborted)
        throw new Error(`Stopped after ${done} orders: the service is as it was, and apply may be run again.`);
      await delay(PAUSE_MS);
    }
    orders.exec(`pragma user_version = ${target}`);
    say(`The database is at schema ${target}`);
  } finally {
    orders.close();
  }
}
