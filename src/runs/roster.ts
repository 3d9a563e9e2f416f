import type { OnCall } from '../notify/look.ts'

/** Who is on call: the configuration, its weekly rotation, and who stands in for whom at the moment. */
export type Roster = {
  /** `at` in milliseconds since 1970. */
  onCallAt(at: number): OnCall
  /** When the duty is handed over next after `at`. */
  nextHandover(at: number): number
  /** Reads again who stands in for whom; the answers above use what was read last. */
  refresh(): Promise<void>
}
