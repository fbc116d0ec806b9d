import type { Step, StepOutcome } from './model.ts';
import type { PlanItem, PlanReview } from './plan/plan-review.ts';

/** What a playbook may place: what an output or a plan named. */
export const PLACES = ['lock', 'holder', 'since', 'resource', 'forcedBy'] as const;
export type Place = (typeof PLACES)[number];
export type Names = Readonly<Partial<Record<Place, string>>>;

/** Of these no character means anything to a shell inside quotes, so that they may stand in a command somebody copies. */
export const PLACES_IN_COMMANDS: readonly Place[] = ['lock', 'resource'];

export interface PlaybookStep {
  readonly text: string;
  /** To be copied; the bot runs none. */
  readonly command?: string;
  /** Nobody goes on alone from here. */
  readonly asks?: true;
}

/** What people do when a step did not succeed, as a team wrote it down. */
export interface Playbook {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly owner: string;
  /** An ISO date. */
  readonly updated: string;
  /** Of several that fit the highest opens. */
  readonly rank: number;
  readonly opens: {
    readonly steps: readonly Step[];
    readonly outcomes: readonly StepOutcome[];
    /** Words of the error that it is for, one of which stands in the output; none where any error will do. */
    readonly says: readonly string[];
    /** Only for a plan that destroys or replaces what holds data or is critical. */
    readonly criticalPlan: boolean;
  };
  readonly meaning: string;
  readonly steps: readonly PlaybookStep[];
}

/** An error that was recognised in an output, by the playbook that is for it, with what the error names. */
export interface Trouble {
  readonly matcher: string;
  readonly names: Names;
}

/** How a run ended, as far as a playbook asks. */
export interface HowEnded {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly trouble?: Trouble;
  readonly plan?: PlanReview;
}

/** Whether a playbook is for such an end, whatever was said. */
export function isFor({ opens }: Playbook, { step, outcome }: Pick<HowEnded, 'step' | 'outcome'>): boolean {
  return opens.steps.includes(step) && opens.outcomes.includes(outcome);
}

/** The playbook for how a run ended, of those in the order of their rank. */
export function playbookFor(playbooks: readonly Playbook[], ended: HowEnded): Playbook | undefined {
  return playbooks.find((playbook) => {
    if (!isFor(playbook, ended)) return false;
    if (playbook.opens.criticalPlan) return criticalItem(ended.plan) !== undefined;
    return playbook.opens.says.length === 0 || ended.trouble?.matcher === playbook.id;
  });
}

/** What there is to place: what the output named, or what goes in the plan. */
export function namesOf({ trouble, plan }: HowEnded, { opens }: Playbook): Names {
  if (!opens.criticalPlan) return trouble?.names ?? {};
  const item = criticalItem(plan);
  const forcedBy = (item?.forcedBy ?? []).join(', ').slice(0, 200);
  const resource = readAddress(item?.address ?? '');
  return { ...(resource === undefined ? {} : { resource }), ...(forcedBy === '' ? {} : { forcedBy }) };
}

/** The worst that a plan does to what nobody can make again, or to what takes others with it. */
function criticalItem(plan: PlanReview | undefined): PlanItem | undefined {
  return plan?.items.find(
    ({ action, holdsData, critical }) =>
      (action === 'destroy' || action === 'replace') && (holdsData === true || critical === true),
  );
}

/** An address of a resource that may be copied into a command between single quotes. */
export function readAddress(written: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9_.[\]"/:@ -]{0,199}$/.test(written) ? written : undefined;
}

const UNNAMED: Readonly<Record<Place, string>> = {
  lock: 'a lock whose id it does not say',
  holder: 'somebody it does not name',
  since: 'a time it does not say',
  resource: 'a resource it does not name',
  forcedBy: 'an attribute that the plan does not name',
};

/** A text with its `{{names}}` placed; what was not named is said so. */
export function placed(text: string, names: Names): string {
  return withNames(text, (place) => names[place] ?? UNNAMED[place]);
}

/** A longer command would not be read, and may not be cut. */
const COMMAND_MAX = 300;

/** The same of a command; what was not named, or is too long, stands in capitals, for whoever copies it to fill in. */
export function placedInCommand(command: string, names: Names): string {
  const said = withNames(command, (place) => names[place] ?? place.toUpperCase());
  return said.length > COMMAND_MAX ? withNames(command, (place) => place.toUpperCase()) : said;
}

function withNames(text: string, say: (place: Place) => string): string {
  return text.replaceAll(/\{\{([A-Za-z]+)\}\}/g, (written, name) => {
    const place = PLACES.find((p) => p === name);
    return place === undefined ? written : say(place);
  });
}
