import { once } from 'node:events'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { parseMime } from './mime.ts'
import { freePort } from './redis.ts'

export type SentMail = {
  /** As the envelope has it. */
  readonly from: string
  readonly to: string
  /** As the reader sees it, with the name. */
  readonly toHeader: string
  readonly subject: string
  readonly text: string
  readonly messageId: string
  readonly raw: string
}

export type SmtpFake = {
  /** `smtp://127.0.0.1:port`, with the login where one is asked for. */
  readonly url: string
  /** What was accepted, in order. */
  readonly mails: readonly SentMail[]
  /** From now on this recipient is answered with `code`. */
  refuse(address: string, code: number): void
  accept(address: string): void
  /** The next mail is taken, and the line breaks before the answer. */
  loseNextAnswer(): void
  /** Breaks every connection and listens no more. */
  away(): Promise<void>
  /** Listens again, on the same port. */
  back(): Promise<void>
  close(): Promise<void>
}

export type SmtpOptions = { readonly login?: { readonly user: string; readonly password: string } }

/** A real SMTP server on this machine. */
export async function startSmtp(options: SmtpOptions = {}): Promise<SmtpFake> {
  const port = await freePort()
  const mails: SentMail[] = []
  const refused = new Map<string, number>()
  const sockets = new Set<Socket>()
  let losing = false
  let server = await listen()

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await buffer(stream)
    const { mailFrom, rcptTo } = session.envelope
    const { headers, text } = parseMime(raw)
    for (const { address } of rcptTo) {
      mails.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: address,
        toHeader: headers.get('to') ?? '',
        subject: headers.get('subject') ?? '',
        text,
        messageId: headers.get('message-id') ?? '',
        raw: raw.toString('latin1'),
      })
    }
  }

  function create(): SMTPServer {
    return new SMTPServer({
      disabledCommands: options.login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 1,
      onAuth({ username, password }, _session, done) {
        const same = username === options.login?.user && password === options.login?.password
        done(same ? null : new Error('Invalid username or password'), { user: username })
      },
      onRcptTo({ address }, _session, done) {
        const code = refused.get(address)
        done(code === undefined ? null : reply(`<${address}>: not today`, code))
      },
      onData(stream, session, done) {
        take(stream, session).then(() => {
          if (!losing) return done()
          losing = false
          for (const socket of sockets) socket.destroy()
        }, done)
      },
    })
  }

  async function listen(): Promise<SMTPServer> {
    const smtp = create()
    smtp.on('error', () => undefined)
    smtp.server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    await once(smtp.listen(port, '127.0.0.1'), 'listening')
    return smtp
  }

  async function away(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  const login = options.login === undefined ? '' : `${options.login.user}:${options.login.password}@`
  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    mails,
    refuse: (address, code) => void refused.set(address, code),
    accept: (address) => void refused.delete(address),
    loseNextAnswer() {
      losing = true
    },
    away,
    async back() {
      server = await listen()
    },
    close: away,
  }
}

function reply(message: string, responseCode: number): Error {
  return Object.assign(new Error(message), { responseCode })
}
