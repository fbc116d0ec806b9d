import { countOrders, openOrders, ordersFile } from '../orders.ts';
import { readRelease, type Release } from '../release.ts';
import { readServiceConfig, type ServiceConfig } from '../service-config.ts';

/** What stands between the service as it is and a release. */
export interface Foreseen {
  readonly release: Release;
  readonly before: ServiceConfig;
  readonly after: ServiceConfig;
  readonly orders: number;
  readonly schema: number;
}

/** Looks, and changes nothing. Throws one sentence when the release cannot be applied to what is there. */
export async function foresee(dir: string, name: string | undefined): Promise<Foreseen> {
  const release = readRelease(name);
  const before = await readServiceConfig(dir);
  const database = openOrders(ordersFile(dir), { readOnly: true });
  try {
    const { schema, orders } = countOrders(database);
    if (schema > release.schema) {
      throw new Error(
        `${release.name} needs schema ${release.schema} and the database is at ${schema} already: going back is a rollback, not a release.`,
      );
    }
    const after = { ...before, version: release.name, greeting: `Welcome to Orders ${release.name}` };
    return { release, before, after, orders, schema };
  } finally {
    database.close();
  }
}
