import type { ServiceAge } from '../../src/change/figures/report.ts';
import { aPolicy, aService, DAY } from '../support/a-policy.ts';
import { REPORTED_AT, aReport, aSeason } from '../support/a-report.ts';

const NAMES = {
  orders: 'Orders',
  'orders-db': 'Orders database',
  storefront: 'Storefront',
  network: 'Network of Geneva',
};

function changed(service: keyof typeof NAMES, days: number): ServiceAge {
  return { service, changed: { change: 'CHG-80', at: REPORTED_AT - days * DAY } };
}

/** The figures of a team that changes more than it did, and better. */
export const FIGURES = {
  report: aReport(aSeason(80), {
    services: [changed('orders', 2), changed('orders-db', 33), changed('storefront', 9), { service: 'network' }],
  }),
  policy: aPolicy({
    timezone: 'Europe/Zurich',
    services: Object.fromEntries(Object.entries(NAMES).map(([id, name]) => [id, aService({ name })])),
  }),
} as const;
