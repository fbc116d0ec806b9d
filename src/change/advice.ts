import { runbookOf } from './circumstances.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Policy } from './policy.ts';
import type { Advised } from './strategy.ts';
import { beforeIt } from './ties.ts';
import { stageOf } from './strategy.ts';

/** What somebody who files or votes is well advised to look at; none of it holds anything back. */
export type Advice =
  /** So large that a strategy is for it (004-STRAT-40 to 42). */
  | {
      readonly about: 'size';
      readonly strategy: string;
      readonly by: 'services' | 'window' | 'resources';
      readonly advised: Advised;
    }
  /** Software and what keeps data change at once (003-DATA-08, 003-DATA-10). */
  | { readonly about: 'mixed'; readonly data: readonly string[]; readonly software: readonly string[] }
  /** Between the end of the backup and the switch data are written, and nothing says what becomes of them (003-DATA-02). */
  | { readonly about: 'gap'; readonly fromAt: number; readonly untilAt: number }
  /** Its window opens before the change before it will have been live for long enough (003-STRAT-19). */
  | { readonly about: 'order'; readonly follows: string; readonly notBefore: number };

/** What there is to say of a request, as far as it is written; `resources` is how many its newest plan touches. */
export function adviceOn(content: ChangeContent, policy: Policy, resources = 0): readonly Advice[] {
  return [
    ...ofSize(content, policy, resources),
    ...ofMixture(content, policy),
    ...ofGap(content, policy),
    ...ofOrder(content, policy),
  ];
}

function ofSize(content: ChangeContent, { strategies = {} }: Policy, resources: number): readonly Advice[] {
  if (content.strategy !== undefined || content.partOf !== undefined) return [];
  const window = content.closesAt - content.opensAt;
  for (const [strategy, { advised }] of Object.entries(strategies)) {
    if (!advised) continue;
    const { from } = advised;
    const sizes = [
      ['services', content.services.length, from.services],
      ['window', window, from.windowMs],
      ['resources', resources, from.resources],
    ] as const;
    const [by] = sizes.find(([, size, least = Infinity]) => size >= least) ?? [];
    if (by !== undefined) return [{ about: 'size', strategy, by, advised }];
  }
  return [];
}

function ofMixture({ services }: ChangeContent, policy: Policy): readonly Advice[] {
  const holds = (service: string): boolean => named(policy.services, service)?.holdsData === true;
  const data = services.filter(holds);
  const software = services.filter((s) => !holds(s));
  return data.length > 0 && software.length > 0 ? [{ about: 'mixed', data, software }] : [];
}

function ofGap(content: ChangeContent, policy: Policy): readonly Advice[] {
  const { services, dataFormat, writes, opensAt, downtimeMs } = content;
  const isAboutData =
    services.some((s) => named(policy.services, s)?.holdsData) ||
    (dataFormat !== undefined && dataFormat !== 'unchanged');
  const hasBackup = runbookOf({ content }, policy)?.backup !== undefined;
  if (!isAboutData || !hasBackup || writes !== undefined || !Number.isSafeInteger(opensAt)) return [];
  return [{ about: 'gap', fromAt: opensAt - policy.leads.backupMarginMs, untilAt: opensAt + (downtimeMs ?? 0) }];
}

function ofOrder(content: ChangeContent, policy: Policy): readonly Advice[] {
  const before = beforeIt(content, policy);
  if (!before || !Number.isSafeInteger(content.opensAt)) return [];
  const notBefore = (before.endedAt ?? before.closesAt) + (stageOf(content, policy)?.liveMs ?? 0);
  return content.opensAt < notBefore ? [{ about: 'order', follows: before.change, notBefore }] : [];
}
