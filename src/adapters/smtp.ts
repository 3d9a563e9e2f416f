import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { Mail, Mailer } from '../runs/mail.ts'
import { RemoteError } from '../runs/remote.ts'
import { toRemoteError } from './smtp-errors.ts'

export type SmtpDeps = {
  /** `smtp://user:password@host:587` (STARTTLS where the server has it) or `smtps://`. */
  readonly url: string
  /** `vigie@example.org`, or with a name: `Vigie <vigie@example.org>`. */
  readonly from: string
  readonly log?: { info(data: object, message: string): void }
  /** For each step of a connection, in milliseconds. */
  readonly timeoutMs?: number
}

export type SmtpMailer = Mailer & {
  /** Ends the connections; what is being sent is sent. */
  close(): void
}

const TIMEOUT_MS = 10_000
const CONNECTIONS = 2
/** The pool's own second try, for a connection that the server had closed meanwhile. The queue does the rest. */
const REQUEUES = 1

/** One recipient, no blanks, no quotes, no lists: what a directory holds. */
const ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u

/** E-mail over SMTP, on connections that are kept. */
export function createMailer({ url, from, log, timeoutMs = TIMEOUT_MS }: SmtpDeps): SmtpMailer {
  const domain = domainOf(from)
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: REQUEUES,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  })
  // Each send hears of its own trouble; the pool tells of it again.
  transport.on('error', () => undefined)

  return {
    async send(mail) {
      const messageId = messageIdOf(mail.id, domain)
      const message = { ...bodyOf(mail), from, messageId, disableFileAccess: true, disableUrlAccess: true }
      try {
        await transport.sendMail(message)
      } catch (error) {
        throw toRemoteError(error)
      }
      log?.info({ mail: mail.id, messageId }, 'mail sent')
    },
    close: () => transport.close(),
  }
}

function bodyOf({ to, subject, text }: Mail) {
  if (!ADDRESS.test(to.address)) throw new RemoteError('smtp', 'bad_address', { retry: false })
  return { to: { name: oneLine(to.name), address: to.address }, subject: oneLine(subject), text }
}

/** What stands in a header ends no header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** The same for the same id, so that a repeat is one message to the reader; an odd id by its digest. */
function messageIdOf(id: string, domain: string): string {
  const plain = id.length <= 100 && /^[\w-]+(\.[\w-]+)*$/.test(id)
  return `<vigie.${plain ? id : createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domain}>`
}

function domainOf(from: string): string {
  const domain = /@([a-z0-9.-]+)>?\s*$/i.exec(from)?.[1]
  if (domain === undefined) throw new Error('The sender of mails is no e-mail address')
  return domain.toLowerCase()
}
