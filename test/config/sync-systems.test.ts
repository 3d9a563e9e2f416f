import { describe, expect, test } from 'vitest'
import { configOf, demo, type Env, faultsOf, least, syncEnv } from './reading.ts'

const { DOCMOST_TOKEN: _token, ...untold } = syncEnv
const login = { DOCMOST_EMAIL: 'bot@formation-hub.example', DOCMOST_PASSWORD: 'p' }

function faults(env: Env): readonly string[] {
  return faultsOf({ ...demo, ...env }).map((fault) => fault.replace('environment: ', ''))
}

describe('Baserow and Docmost', () => {
  test('are off without their variables', () => {
    const config = configOf(demo)
    expect(config).not.toHaveProperty('baserow')
    expect(config).not.toHaveProperty('docmost')
  })

  test('with a token each', () => {
    const { baserow, docmost } = configOf({ ...demo, ...syncEnv })
    expect(baserow).toEqual({
      url: 'https://base.example',
      token: 'a-database-token',
      webhookSecrets: ['sixteen or more!'],
    })
    expect(docmost).toEqual({ url: 'https://docs.example', account: { token: 'a-docmost-token' } })
  })

  test('with accounts, secrets under rotation and slashes at the end', () => {
    const { baserow, docmost } = configOf({
      ...demo,
      ...untold,
      ...login,
      BASEROW_URL: 'https://base.example/',
      BASEROW_WEBHOOK_SECRET: 'sixteen or more!, another of sixteen',
      BASEROW_EMAIL: 'builder@formation-hub.example',
      BASEROW_PASSWORD: 'q',
      DOCMOST_URL: 'http://docs.example:3001/wiki//',
      DOCMOST_WEBHOOK_SECRET: 'a third of sixteen',
    })
    expect(baserow).toEqual({
      url: 'https://base.example',
      token: 'a-database-token',
      webhookSecrets: ['sixteen or more!', 'another of sixteen'],
      account: { email: 'builder@formation-hub.example', password: 'q' },
    })
    expect(docmost).toEqual({
      url: 'http://docs.example:3001/wiki',
      account: { email: 'bot@formation-hub.example', password: 'p' },
      webhookSecrets: ['a third of sixteen'],
    })
  })

  test('their own settings in the same environment turn nothing on', () => {
    const config = configOf({ ...demo, BASEROW_PUBLIC_URL: 'https://base.example', DOCMOST_VERSION: '0.95' })
    expect(config).not.toHaveProperty('baserow')
  })
})

describe('faults', () => {
  test.each<[Env, readonly string[]]>([
    [
      { BASEROW_URL: 'https://base.example' },
      [
        'BASEROW_TOKEN: is missing while other BASEROW_ variables are set; add it or unset them',
        'BASEROW_WEBHOOK_SECRET: is missing while other BASEROW_ variables are set; add it or unset them',
        'DOCMOST_URL: is missing while BASEROW_ variables are set; the sync needs both systems, add it or unset them',
      ],
    ],
    [
      { ...login, DOCMOST_URL: 'https://docs.example' },
      [
        'BASEROW_URL: is missing while DOCMOST_ variables are set; the sync needs both systems, add it or unset them',
      ],
    ],
    [
      untold,
      [
        'DOCMOST_EMAIL: is missing while other DOCMOST_ variables are set; add it with DOCMOST_PASSWORD, or add DOCMOST_TOKEN',
      ],
    ],
    [
      { ...syncEnv, ...login },
      ['DOCMOST_TOKEN: is set together with DOCMOST_EMAIL or DOCMOST_PASSWORD; unset one or the other'],
    ],
    [
      { ...untold, DOCMOST_PASSWORD: 'p' },
      ['DOCMOST_EMAIL: is missing while DOCMOST_PASSWORD is set; add it or unset DOCMOST_PASSWORD'],
    ],
    [
      { ...syncEnv, DOCMOST_URL: undefined },
      ['DOCMOST_URL: is missing while other DOCMOST_ variables are set; add it or unset them'],
    ],
    [
      { ...syncEnv, BASEROW_EMAIL: 'builder@formation-hub.example' },
      ['BASEROW_PASSWORD: is missing while BASEROW_EMAIL is set; add it or unset BASEROW_EMAIL'],
    ],
    [{ ...syncEnv, BASEROW_URL: 'base.example' }, ['BASEROW_URL: is not an address; write https://...']],
    [
      { ...syncEnv, DOCMOST_URL: 'redis://docs.example' },
      ['DOCMOST_URL: is not an address; write https://...'],
    ],
    [
      { ...syncEnv, BASEROW_WEBHOOK_SECRET: 'sixteen or more!,short' },
      ['BASEROW_WEBHOOK_SECRET: is shorter than 16 characters; make one with: openssl rand -hex 32'],
    ],
    [
      { ...syncEnv, DOCMOST_WEBHOOK_SECRET: 'short' },
      ['DOCMOST_WEBHOOK_SECRET: is shorter than 16 characters; make one with: openssl rand -hex 32'],
    ],
  ])('%o', (env, lines) => {
    expect(faults(env)).toEqual(lines)
  })

  test('both systems need the part sync', () => {
    expect(faultsOf({ ...demo, ...syncEnv }, least)).toEqual([
      'vigie.yaml: sync: is missing while BASEROW_URL and DOCMOST_URL are set; add the tables that are kept in step',
    ])
  })

  test('no message repeats a secret', () => {
    const secret = 's3cret'
    const lines = faults({
      BASEROW_URL: `ftp://u:${secret}@base`,
      BASEROW_TOKEN: secret,
      BASEROW_WEBHOOK_SECRET: secret,
      BASEROW_PASSWORD: secret,
      DOCMOST_URL: `ftp://u:${secret}@docs`,
      DOCMOST_TOKEN: secret,
      DOCMOST_PASSWORD: secret,
      DOCMOST_WEBHOOK_SECRET: secret,
    })
    expect(lines).toHaveLength(6)
    expect(lines.join('\n')).not.toContain(secret)
  })
})
