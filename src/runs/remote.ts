/** A call to another system that went wrong. Only those with `retry` are worth another attempt. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  /** `github`, `smtp` ... */
  readonly system: string
  /** A word of a closed list of the adapter: `unreachable`, `rate_limited`, `not_found`, `refused` ... */
  readonly code: string
  readonly retry: boolean
  readonly retryAfterMs: number | undefined

  constructor(
    system: string,
    code: string,
    options: { retry: boolean; retryAfterMs?: number; cause?: unknown; said?: string },
  ) {
    super(options.said === undefined ? `${system}: ${code}` : `${system}: ${code} - ${options.said}`, {
      cause: options.cause,
    })
    this.system = system
    this.code = code
    this.retry = options.retry
    this.retryAfterMs = options.retryAfterMs
  }
}
