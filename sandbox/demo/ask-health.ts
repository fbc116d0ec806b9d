/** What `GET /health` of the Orders service said, and which process said it. */
export interface Health {
  readonly httpStatus: number;
  readonly pid: number;
  readonly status: string;
  readonly version: string;
  readonly orders: number;
  readonly schema: number;
  readonly reason?: string;
}

const ANSWER_MS = 2_000;

/** Asks once; undefined when nothing answers in two seconds, or something that is not the Orders service does. */
export async function askHealth(port: number): Promise<Health | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const said: unknown = await response.json();
    if (typeof said !== 'object' || said === null) return undefined;
    const { status, version, orders, schema, reason }: Partial<Record<string, unknown>> = { ...said };
    return {
      httpStatus: response.status,
      pid: Number(response.headers.get('x-process-id')),
      status: String(status),
      version: String(version),
      orders: Number(orders),
      schema: Number(schema),
      ...(typeof reason === 'string' ? { reason } : {}),
    };
  } catch {
    return undefined;
  }
}
