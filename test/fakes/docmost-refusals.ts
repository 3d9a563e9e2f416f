export type Answer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A handler throws it, and it becomes the answer. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(JSON.stringify(answer.body))
    this.answer = answer
  }
}

const NAMES = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const

/** A sentence with the name of its status. */
export function business(statusCode: keyof typeof NAMES, message: string): Refusal {
  return new Refusal({ status: statusCode, body: { message, error: NAMES[statusCode], statusCode } })
}

/** One sentence for each property that is wrong. */
export function invalid(message: readonly string[]): Refusal {
  return new Refusal({ status: 400, body: { message, error: NAMES[400], statusCode: 400 } })
}

export function bare(statusCode: number, message: string, headers?: Record<string, string>): Refusal {
  return new Refusal({
    status: statusCode,
    body: { message, statusCode },
    ...(headers === undefined ? {} : { headers }),
  })
}

/** What a mistake of the client gets as well. */
export function broken(): Refusal {
  return bare(500, 'Internal server error')
}

export const FORBIDDEN = () => bare(403, 'Forbidden')
export const NO_SPACE = () => business(404, 'Space permissions not found')
export const NO_PAGE = () => business(404, 'Page not found')
