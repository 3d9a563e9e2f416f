import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { configOf, demo, faultsOf, least } from './reading.ts'

const PEM = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey.trim()

const app = { GITHUB_APP_ID: '123', GITHUB_APP_PRIVATE_KEY: PEM, GITHUB_APP_INSTALLATION_ID: '456' }

describe('systems', () => {
  test('are off without their variables', () => {
    const config = configOf(demo)
    for (const system of ['github', 'mail', 'alertsSecret']) expect(config).not.toHaveProperty(system)
  })

  test('GitHub with a token', () => {
    expect(configOf({ ...demo, GITHUB_TOKEN: 'ghp_1' }).github).toEqual({ account: { token: 'ghp_1' } })
    const more = { GITHUB_API_URL: 'https://github.example/api/v3/', GITHUB_WEBHOOK_SECRET: 'new,old' }
    expect(configOf({ ...demo, GITHUB_TOKEN: 'ghp_1', ...more }).github).toEqual({
      account: { token: 'ghp_1' },
      apiUrl: 'https://github.example/api/v3',
      webhookSecret: 'new,old',
    })
  })

  test.each([
    ['as it is', PEM],
    ['on one line', PEM.replaceAll('\n', '\\n')],
    ['with the line ends of Windows', PEM.replaceAll('\n', '\r\n')],
  ])('GitHub as an App, its key %s', (_how, key) => {
    expect(configOf({ ...demo, ...app, GITHUB_APP_PRIVATE_KEY: key }).github).toEqual({
      account: { appId: '123', privateKey: PEM, installationId: 456 },
    })
  })

  test('the API address that GitHub Actions sets turns nothing on', () => {
    expect(configOf({ ...demo, GITHUB_API_URL: 'https://api.github.com' })).not.toHaveProperty('github')
  })

  test.each([
    'vigie@formation-hub.example',
    'Vigie <vigie@formation-hub.example>',
    '"Vigie, ops" <v@f.example>',
  ])('e-mail from %s', (from) => {
    const url = 'smtps://user:pass@mail.example:465'
    expect(configOf({ ...demo, SMTP_URL: url, MAIL_FROM: from }).mail).toEqual({ url, from })
  })

  test('the secret of the monitors, or two', () => {
    for (const secret of ['sixteen or more!', 'sixteen or more!,another of sixteen'])
      expect(configOf({ ...demo, ALERTS_SECRET: secret }).alertsSecret).toBe(secret)
  })
})

describe('faults', () => {
  test.each([
    [{ ...app, GITHUB_TOKEN: 'ghp_1' }, ['GITHUB_TOKEN: is set together with GITHUB_APP_ variables']],
    [
      { GITHUB_APP_ID: '123' },
      [
        'GITHUB_APP_PRIVATE_KEY: is missing while other',
        'GITHUB_APP_INSTALLATION_ID: is missing while other',
      ],
    ],
    [{ ...app, GITHUB_APP_ID: '' }, ['GITHUB_APP_ID: is missing while other']],
    [{ ...app, GITHUB_APP_PRIVATE_KEY: 'MIIE' }, ['GITHUB_APP_PRIVATE_KEY: is not a private key']],
    [{ ...app, GITHUB_APP_INSTALLATION_ID: 'x' }, ['GITHUB_APP_INSTALLATION_ID: is not a number']],
    [{ GITHUB_WEBHOOK_SECRET: 's' }, ['GITHUB_TOKEN: is missing while GITHUB_WEBHOOK_SECRET is set']],
    [{ GITHUB_TOKEN: 't', GITHUB_API_URL: 'github.example' }, ['GITHUB_API_URL: is not an address']],
    [{ SMTP_URL: 'smtp://mail.example' }, ['MAIL_FROM: is missing while SMTP_URL is set']],
    [{ MAIL_FROM: 'v@f.example' }, ['SMTP_URL: is missing while MAIL_FROM is set']],
    [{ SMTP_URL: 'http://mail.example', MAIL_FROM: 'v@f.example' }, ['SMTP_URL: is not an address']],
    [{ SMTP_URL: 'smtp://m.example', MAIL_FROM: 'Vigie' }, ['MAIL_FROM: is not a sender']],
    [{ SMTP_URL: 'smtp://m.example', MAIL_FROM: 'Vigie <v@f.example> x' }, ['MAIL_FROM: is not a sender']],
    [{ ALERTS_SECRET: 'too short' }, ['ALERTS_SECRET: is shorter than 16 characters']],
    [{ ALERTS_SECRET: 'sixteen or more!,short' }, ['ALERTS_SECRET: is shorter than 16 characters']],
  ])('%o', (env, starts) => {
    const faults = faultsOf({ ...demo, ...env })
    expect(faults.map((fault, index) => fault.startsWith(`environment: ${starts[index]}`))).toEqual(
      starts.map(() => true),
    )
  })

  test('GitHub needs its repository', () => {
    const fault =
      'vigie.yaml: repository: is missing while GITHUB_TOKEN or GITHUB_APP_ID is set; add its owner and name'
    expect(faultsOf({ ...demo, GITHUB_TOKEN: 't' }, least)).toEqual([fault])
    expect(faultsOf({ ...demo, ...app }, least)).toEqual([fault])
    expect(faultsOf(demo, least)).toEqual([])
  })

  test('no message repeats a secret', () => {
    const env = {
      GITHUB_APP_PRIVATE_KEY: 's3cret',
      GITHUB_APP_INSTALLATION_ID: 's3cret',
      GITHUB_WEBHOOK_SECRET: 's3cret,',
      SMTP_URL: 'http://u:s3cret@m',
      MAIL_FROM: 's3cret',
      ALERTS_SECRET: 's3cret',
    }
    const faults = faultsOf({ ...demo, ...env })
    expect(faults).toHaveLength(7)
    expect(faults.join('\n')).not.toContain('s3cret')
  })
})
