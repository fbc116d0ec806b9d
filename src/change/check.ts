/** A program and its arguments; `{{param}}` stands as or inside an argument. Never a shell line. */
export type Argv = readonly [string, ...string[]];

/** One thing a step does that says pass, fail or inconclusive: run a command, look at the service from outside, or at what its worker has. */
export type Check =
  | { readonly run: Argv }
  | { readonly http: string; readonly expect: HttpExpectation }
  | { readonly tcp: TcpExpectation }
  | { readonly dns: DnsExpectation }
  | { readonly log: LogExpectation }
  | { readonly prometheus: PrometheusExpectation }
  | { readonly tool: ToolExpectation }
  /** The name of a variable that must have a value. */
  | { readonly env: string }
  | { readonly disk: DiskExpectation }
  /** Nothing in the working tree is uncommitted; `pinned`: and it is at the commit that the change names. */
  | { readonly git: 'clean' | 'pinned' };

/** A program that prints its version, within these bounds (`>=1.6 <2`). */
export interface ToolExpectation {
  readonly run: Argv;
  readonly version: string;
}

/** Room that is left where a path lies, from the folder of the runbook. */
export interface DiskExpectation {
  readonly path: string;
  readonly freeBytes: number;
}

export interface HttpExpectation {
  readonly status?: number;
  /** By name, in any case: the very value, or text that it contains. */
  readonly headers?: Readonly<Record<string, string | { readonly contains: string }>>;
  /** Members of the JSON answer, by name or by path (`checks[0].state`), with these very values. */
  readonly json?: Readonly<Record<string, string | number | boolean | null>>;
  /** How long connecting and answering may take. */
  readonly withinMs?: number;
  /** How long the certificate must still be valid. */
  readonly certificateMs?: number;
}

/** Something listens there, and takes a connection in this time. */
export interface TcpExpectation {
  readonly host: string;
  readonly port: number;
  readonly withinMs: number;
}

export type DnsRecord = 'A' | 'AAAA' | 'CNAME' | 'TXT';

/** The name has these values of a record and no others, in any order. */
export interface DnsExpectation {
  readonly name: string;
  readonly record: DnsRecord;
  readonly values: readonly string[];
  /** The address of the server to ask; the machine's own where there is none. */
  readonly server?: string;
}

/** No more than `atMost` lines written to a file (in the runbook's folder) since the step, or the apply, began hold this. */
export interface LogExpectation {
  readonly file: string;
  readonly finds: { readonly fragment: string } | { readonly pattern: string };
  readonly atMost: number;
  readonly since: 'step' | 'apply';
}

/** What an instant query gives now, held against a limit or against what it gave just before the apply. */
export interface PrometheusExpectation {
  /** Where the server's API is, without `/api/v1`. */
  readonly url: string;
  readonly query: string;
  readonly limit:
    | { readonly below: number }
    | { readonly above: number }
    /** Of what it was before: 1.2 lets it grow by a fifth. */
    | { readonly atMostTimes: number };
  /** The name of the secret that is sent as a bearer token. */
  readonly token?: string;
}
