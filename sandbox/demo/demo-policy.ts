const ADDRESS = 'http://127.0.0.1:4180/';
const ZONE = /^timezone: .*$/m;
/** The service and the runbook of this name, each an entry with all its lines. */
const HOSTING = /^ {2}hosting:.*\n(?: {4}.*\n)*/gm;

export interface Place {
  readonly port: number;
  readonly timezone: string;
  /** Whether there is OpenTofu here, and so the stack. */
  readonly hosting: boolean;
}

/** The policy of the demo for a service on this port and people in this zone, made of the text of `gonogo.yaml` beside this file. */
export function demoPolicy(template: string, { port, timezone, hosting }: Place): string {
  if (!template.includes(ADDRESS) || !ZONE.test(template)) {
    throw new Error('making the demo policy: the template names another address or no zone');
  }
  const here = template.replaceAll(ADDRESS, `http://127.0.0.1:${port}/`).replace(ZONE, () => `timezone: ${timezone}`);
  return hosting ? here : here.replaceAll(HOSTING, '');
}
