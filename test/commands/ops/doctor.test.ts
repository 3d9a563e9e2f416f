import { describe, expect, it, vi } from 'vitest'
import { createTalk } from '../rig.ts'

const warnings = [
  'E-mail is off (no SMTP_URL): data-loss e-mails are not sent.',
  'No sandbox channel: drills are off.',
]

function withStore(more: { warnings?: () => Promise<readonly string[]>; ping?: () => Promise<unknown> }) {
  const storage = { kind: 'redis', warnings: async () => [], ping: async () => 'PONG', ...more } as const
  return createTalk({ context: { warnings, storage } })
}

describe('/ops doctor', () => {
  it('tells what the start found, and that the store answers', async () => {
    const words = await withStore({ warnings: async () => ['appendonly is off'] }).say('yan', '/ops doctor')
    expect(words).toContain('Doctor - 3 to look at')
    expect(words).toContain('The redis store answers.')
    for (const sentence of [...warnings, 'appendonly is off']) expect(words).toContain(sentence)
    expect(words).toContain('restart Vigie after a change')
  })

  it('is content when nothing is missing', async () => {
    const words = await createTalk().say('sam', '/ops doctor')
    expect(words).toContain('Doctor - nothing is missing')
    expect(words).toContain('The memory store answers.')
  })

  it('says so when the store fails', async () => {
    const talk = withStore({ ping: () => Promise.reject(new Error('away')) })
    expect(await talk.say('yan', '/ops doctor')).toContain('The redis store does not answer')
  })

  it('waits a second for a store that hangs', async () => {
    const ping = vi.fn(() => new Promise(() => {}))
    const talk = withStore({ ping })
    const words = talk.say('yan', '/ops doctor')
    await vi.waitFor(() => expect(ping).toHaveBeenCalled())
    talk.clock.jump(1_000)
    expect(await words).toContain('The redis store does not answer')
  })

  it('is for owners and responders; the attempt is in the audit', async () => {
    const talk = withStore({})
    const words = await talk.say('nadia', '/ops doctor')
    expect(words).toContain('Only owners and responders may: Corentin, Yan, Sam Martin.')
    expect(words).not.toContain('SMTP_URL')
    const records = await talk.audited()
    expect(records).toMatchObject([{ by: 'nadia', did: 'doctor', result: 'refused' }])
  })

  it('stands in the help', async () => {
    expect(await createTalk().say('nadia', '/ops help')).toContain('/ops doctor - what is switched off')
  })
})
