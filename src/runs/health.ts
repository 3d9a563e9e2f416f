/** Asks the configured addresses. Never throws: an address that can't be reached is a result too. */
export type HealthChecks = {
  readonly names: readonly string[]
  run(): Promise<readonly CheckResult[]>
}

export type CheckResult = {
  readonly name: string
  readonly ok: boolean
  /** Latency in milliseconds. */
  readonly ms: number
  /** What was answered or why nothing was: `200`, `503, expected 200`, `no answer within 10 s`. */
  readonly said: string
}
