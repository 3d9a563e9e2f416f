import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailer, type SmtpDeps, type SmtpMailer } from '../../src/adapters/smtp.ts'
import type { Mail } from '../../src/runs/mail.ts'
import { RemoteError } from '../../src/runs/remote.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'

let smtp: SmtpFake
let mailers: SmtpMailer[] = []

beforeEach(async () => {
  smtp = await startSmtp()
})
afterEach(async () => {
  for (const mailer of mailers) mailer.close()
  mailers = []
  await smtp.close()
})

function mailer(over: Partial<SmtpDeps> = {}): SmtpMailer {
  const made = createMailer({ url: smtp.url, from: 'Vigie <vigie@Example.org>', ...over })
  mailers.push(made)
  return made
}

function mail(over: Partial<Mail> = {}): Mail {
  return {
    id: 'INC-1.4.2',
    to: { name: 'Ann', address: 'ann@example.org' },
    subject: '[SEV1] Docmost is down',
    text: 'It is down.',
    ...over,
  }
}

/** The error that a send ends with, in the words of the port. */
async function refusal(sending: Promise<void>) {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RemoteError)) throw new Error(`no RemoteError but ${String(error)}`)
  const { system, code, retry, message } = error
  return { system, code, retry, message }
}

describe('a mail', () => {
  test('arrives as it was written', async () => {
    await mailer().send(mail())
    expect(smtp.mails).toHaveLength(1)
    expect(smtp.mails[0]).toMatchObject({
      from: 'vigie@example.org',
      to: 'ann@example.org',
      toHeader: 'Ann <ann@example.org>',
      subject: '[SEV1] Docmost is down',
      text: 'It is down.',
      messageId: '<vigie.INC-1.4.2@example.org>',
    })
  })

  test('keeps accents, the euro sign, long lines, dots and equals signs', async () => {
    const long = 'Café, 5 € = «cher» — '.repeat(40).trim()
    const text = `Réouvert à 9 h.\n\n.\n..dots\nFrom here\na=3D b=\n${long}`
    const subject = `Incident résolu: 12 € ${'é'.repeat(120)} fin`
    await mailer().send(mail({ to: { name: 'Zoé Ün', address: 'zoe@example.org' }, subject, text }))
    expect(smtp.mails[0]).toMatchObject({ toHeader: 'Zoé Ün <zoe@example.org>', subject, text })
  })

  test('in another script comes through as well', async () => {
    const text = `${'Всё лежит, 5 €. '.repeat(30)}\n終わり`
    await mailer().send(mail({ text, subject: '障害 '.repeat(40).trim() }))
    expect(smtp.mails[0]).toMatchObject({ text, subject: '障害 '.repeat(40).trim() })
  })

  test('has the same Message-ID for the same id, whatever the id looks like', async () => {
    const sender = mailer()
    for (const id of ['INC-1.4.2', 'INC-1.4.2', 'with spaces\r\nX: y', 'with spaces\r\nX: y', '.a..b.']) {
      await sender.send(mail({ id }))
    }
    const [first, again, odd, oddAgain, dots] = smtp.mails.map((one) => one.messageId)
    expect(first).toBe(again)
    expect(odd).toMatch(/^<vigie\.[0-9a-f]{32}@example\.org>$/)
    expect(oddAgain).toBe(odd)
    expect(dots).toMatch(/^<vigie\.[0-9a-f]{32}@example\.org>$/)
  })

  test('goes over a connection that is kept, many at once', async () => {
    const sender = mailer()
    await Promise.all(Array.from({ length: 20 }, (_, n) => sender.send(mail({ id: `INC-1.${n}` }))))
    expect(new Set(smtp.mails.map((one) => one.messageId)).size).toBe(20)
  })

  test('is logged by its id, without the address', async () => {
    const lines: unknown[] = []
    await mailer({ log: { info: (data, message) => void lines.push({ ...data, message }) } }).send(mail())
    expect(lines).toEqual([
      { mail: 'INC-1.4.2', messageId: '<vigie.INC-1.4.2@example.org>', message: 'mail sent' },
    ])
  })
})

describe('a header', () => {
  test.each(['\r\nBcc: eve@example.org', '\nX-Evil: 1', '\rX-Evil: 1', '\u2028X-Evil: 1', '\u0000\u0085x'])(
    'can not be ended by %j in a subject or a name',
    async (evil) => {
      const to = { name: `Ann${evil}`, address: 'ann@example.org' }
      await mailer().send(mail({ to, subject: `Down${evil}` }))
      const [sent] = smtp.mails
      const head = sent?.raw.split('\r\n\r\n')[0] ?? ''
      expect(head).not.toMatch(/^(bcc|x-evil):/im)
      expect(smtp.mails.map((one) => one.to)).toEqual(['ann@example.org'])
      expect(sent?.subject.startsWith('Down ')).toBe(true)
    },
  )

  test('gains no recipient from what a name looks like', async () => {
    const to = { name: 'Eve" <eve@example.org>, "Ann', address: 'ann@example.org' }
    await mailer().send(mail({ to }))
    expect(smtp.mails.map((one) => one.to)).toEqual(['ann@example.org'])
  })

  test.each([
    'ann@example.org\r\nBcc: eve@example.org',
    'ann@example.org, eve@example.org',
    'ann@example.org>\r\nRCPT TO:<eve@example.org',
    'Ann <ann@example.org>',
    '"ann eve"@example.org',
    'ann@eve@example.org',
    'friends: ann@example.org;',
    'ann',
    '',
  ])('can not be added by the address %j, which is not sent to', async (address) => {
    const said = await refusal(mailer().send(mail({ to: { name: 'Ann', address } })))
    expect(said).toEqual({ system: 'smtp', code: 'bad_address', retry: false, message: 'smtp: bad_address' })
    expect(smtp.mails).toEqual([])
  })
})

describe('trouble', () => {
  test.each([
    [550, 'refused', false],
    [554, 'refused', false],
    [421, 'deferred', true],
    [450, 'deferred', true],
  ])('an answer of %i is %s', async (code, word, retry) => {
    smtp.refuse('ann@example.org', code)
    const said = await refusal(mailer().send(mail()))
    expect(said).toMatchObject({ system: 'smtp', code: word, retry })
    expect(said.message).toBe(`smtp: ${word} - ${code} <(address)>: not today`)
  })

  test('with one recipient leaves the others their mails', async () => {
    const sender = mailer()
    smtp.refuse('ann@example.org', 550)
    await refusal(sender.send(mail()))
    await sender.send(mail({ to: { name: 'Bob', address: 'bob@example.org' } }))
    smtp.accept('ann@example.org')
    await sender.send(mail())
    expect(smtp.mails.map((one) => one.to)).toEqual(['bob@example.org', 'ann@example.org'])
  })

  test('a server that is away is worth another try, and works when it is back', async () => {
    const sender = mailer()
    await sender.send(mail({ id: 'INC-1.1' }))
    await smtp.away()
    expect(await refusal(sender.send(mail({ id: 'INC-1.2' })))).toMatchObject({
      code: 'unreachable',
      retry: true,
    })
    await smtp.back()
    await sender.send(mail({ id: 'INC-1.2' }))
    expect(smtp.mails.map((one) => one.messageId)).toEqual([
      '<vigie.INC-1.1@example.org>',
      '<vigie.INC-1.2@example.org>',
    ])
  })

  test('an answer that got lost: the repeat is the same message', async () => {
    const sender = mailer()
    smtp.loseNextAnswer()
    expect(await refusal(sender.send(mail()))).toMatchObject({ retry: true })
    await sender.send(mail())
    expect(new Set(smtp.mails.map((one) => one.messageId))).toEqual(
      new Set(['<vigie.INC-1.4.2@example.org>']),
    )
  })

  test('a server that never greets', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const sending = mailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 50 }).send(mail())
    expect(await refusal(sending)).toMatchObject({ code: 'timeout', retry: true })
    silent.close()
  })

  test('a name that does not exist', async () => {
    const sending = mailer({ url: 'smtp://nobody.invalid:25' }).send(mail())
    expect(await refusal(sending)).toMatchObject({ code: 'unreachable', retry: true })
  })

  test('a wrong password is nothing that another try heals', async () => {
    const guarded = await startSmtp({ login: { user: 'vigie', password: 'right' } })
    await mailer({ url: guarded.url }).send(mail())
    const said = await refusal(mailer({ url: guarded.url.replace('right', 'wrong') }).send(mail()))
    expect(said).toMatchObject({ code: 'not_authenticated', retry: false })
    expect(guarded.mails).toHaveLength(1)
    await guarded.close()
  })

  test('after the end is worth another try, elsewhere', async () => {
    const sender = mailer()
    sender.close()
    expect(await refusal(sender.send(mail()))).toMatchObject({ retry: true })
  })

  test('a sender that is no address is said at the start', () => {
    expect(() => mailer({ from: 'Vigie' })).toThrow('The sender of mails is no e-mail address')
  })
})
