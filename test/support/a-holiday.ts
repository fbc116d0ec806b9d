import type { Policy } from '../../src/change/policy.ts';
import type { Holiday } from '../../src/change/holiday.ts';
import { aPolicy } from './a-policy.ts';

/** Christmas Day 2026, on which nobody is asked to work. */
export function aDayOff(overrides: Partial<Holiday> = {}): Holiday {
  return { name: 'Christmas Day', as: 'dayOff', from: '2026-12-25', days: 1, ...overrides };
}

/** A policy that moves what a lead puts on a weekend, or on one of these days. */
export function shifting(overrides: Partial<Policy> = {}, daysOff: readonly Holiday[] = []): Policy {
  const policy = aPolicy(overrides);
  return { ...policy, leads: { ...policy.leads, shift: 'before' }, calendar: { ...policy.calendar, daysOff } };
}
