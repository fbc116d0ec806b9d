import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const ORDERS_AT_FIRST = 600;
const GOODS = ['espresso beans', 'filter paper', 'oat drink', 'mugs', 'kettle', 'scales'] as const;

/** How long a statement waits while another process writes. */
const BUSY_MS = 2_000;

export const ordersFile = (dir: string): string => join(dir, 'orders.sqlite');

/** Makes the database at the first start, with the first schema and some orders in it. */
export function createOrders(dir: string): void {
  if (existsSync(ordersFile(dir))) return;
  const orders = new DatabaseSync(ordersFile(dir));
  orders.exec(`begin;
    create table orders (id integer primary key, goods text not null, pieces integer not null, placed_on text not null);
    pragma user_version = 1;`);
  const add = orders.prepare('insert into orders (goods, pieces, placed_on) values (?, ?, ?)');
  for (let i = 0; i < ORDERS_AT_FIRST; i += 1) {
    const day = String(1 + (i % 28)).padStart(2, '0');
    add.run(GOODS[i % GOODS.length] ?? '', 1 + (i % 7), `2026-0${1 + (i % 9)}-${day}`);
  }
  orders.exec('commit');
  orders.close();
}

/** Opens a database of orders that is there; whoever opens it closes it. */
export function openOrders(file: string, { readOnly = false } = {}): DatabaseSync {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
  return new DatabaseSync(file, { readOnly, timeout: BUSY_MS });
}

/** How many orders there are and the schema's number. */
export function countOrders(orders: DatabaseSync): { orders: number; schema: number } {
  return {
    orders: Number(orders.prepare('select count(*) as n from orders').get()?.['n']),
    schema: Number(orders.prepare('pragma user_version').get()?.['user_version']),
  };
}
