/** Throws `RemoteError`. The same `id` gives the same Message-ID, so that a repeat is one message to the reader. */
export type Mailer = { send(mail: Mail): Promise<void> }

export type Mail = {
  readonly id: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  /** Plain text. */
  readonly text: string
}
