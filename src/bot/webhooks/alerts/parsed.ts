import type { Alert } from '../../../runs/alerts.ts'

/** What a body says. `because` is a sentence for whoever connects the monitor. */
export type Parsed =
  | { readonly ok: true; readonly alerts: readonly Alert[] }
  | { readonly ok: false; readonly because: string }

/** Reads the body of one product. `now` in milliseconds since 1970. */
export type Parse = (body: unknown, now: number) => Parsed
