import type { Given } from '../environment.ts'
import { when } from './when.ts'

/** Rows and pages are kept in step with both systems or not at all. */
export function judgeSyncTogether(env: Given): readonly string[] {
  const names = Object.keys(env)
  const baserow = names.some((name) => name.startsWith('BASEROW_') && isOurs(name))
  const docmost = names.some((name) => name.startsWith('DOCMOST_') && isOurs(name))
  return [
    ...(baserow ? judgeBaserow(env) : []),
    ...(docmost ? judgeDocmost(env) : []),
    ...when(
      baserow && !docmost,
      'DOCMOST_URL: is missing while BASEROW_ variables are set; the sync needs both systems, add it or unset them',
    ),
    ...when(
      docmost && !baserow,
      'BASEROW_URL: is missing while DOCMOST_ variables are set; the sync needs both systems, add it or unset them',
    ),
  ]
}

/** Baserow's and Docmost's own settings may stand in the same environment. */
function isOurs(name: string): boolean {
  return /^(BASEROW|DOCMOST)_(URL|TOKEN|WEBHOOK_SECRET|EMAIL|PASSWORD)$/.test(name)
}

const BASEROW = ['BASEROW_URL', 'BASEROW_TOKEN', 'BASEROW_WEBHOOK_SECRET'] as const

function judgeBaserow(env: Given): readonly string[] {
  return [
    ...BASEROW.filter((name) => env[name] === undefined).map(
      (name) => `${name}: is missing while other BASEROW_ variables are set; add it or unset them`,
    ),
    ...judgePair(env, 'BASEROW'),
  ]
}

function judgeDocmost(env: Given): readonly string[] {
  const { DOCMOST_URL: url, DOCMOST_TOKEN: token, DOCMOST_EMAIL: email, DOCMOST_PASSWORD: password } = env
  const login = (email ?? password) !== undefined
  return [
    ...when(
      url === undefined,
      'DOCMOST_URL: is missing while other DOCMOST_ variables are set; add it or unset them',
    ),
    ...when(
      token === undefined && !login,
      'DOCMOST_EMAIL: is missing while other DOCMOST_ variables are set; add it with DOCMOST_PASSWORD, or add DOCMOST_TOKEN',
    ),
    ...when(
      token !== undefined && login,
      'DOCMOST_TOKEN: is set together with DOCMOST_EMAIL or DOCMOST_PASSWORD; unset one or the other',
    ),
    ...(token === undefined ? judgePair(env, 'DOCMOST') : []),
  ]
}

function judgePair(env: Given, system: 'BASEROW' | 'DOCMOST'): readonly string[] {
  const [email, password] = [`${system}_EMAIL`, `${system}_PASSWORD`] as const
  return [
    ...when(
      env[email] === undefined && env[password] !== undefined,
      `${email}: is missing while ${password} is set; add it or unset ${password}`,
    ),
    ...when(
      env[password] === undefined && env[email] !== undefined,
      `${password}: is missing while ${email} is set; add it or unset ${email}`,
    ),
  ]
}
