export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What Baserow answers instead: `{"error","detail"}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly answer: Answer

  constructor(status: number, error: string | undefined, detail: unknown) {
    super(`${status} ${error ?? ''}`)
    this.answer = { status, body: error === undefined ? { detail } : { error, detail } }
  }
}

/** `fields` by the key they were sent under. */
export function invalid(fields: Readonly<Record<string, readonly FieldFault[]>> | string): Refusal {
  return new Refusal(400, 'ERROR_REQUEST_BODY_VALIDATION', fields)
}

export type FieldFault = { readonly error: string; readonly code: string }

export const noRow = (ids: readonly number[]) =>
  new Refusal(404, 'ERROR_ROW_DOES_NOT_EXIST', `The rows [${ids.join(', ')}] do not exist.`)

export const noTable = () =>
  new Refusal(404, 'ERROR_TABLE_DOES_NOT_EXIST', 'The requested table does not exist.')
