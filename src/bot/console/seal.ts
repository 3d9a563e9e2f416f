import { createHmac } from 'node:crypto'
import type { Form } from '../../notify/form.ts'
import { readFormJson } from '../../notify/schema.ts'
import { sameSecret } from '../same-secret.ts'

/**
 * A form goes out in its own page and comes back with it. The seal holds it to what was sent, and to whom:
 * another maximum, purpose or person breaks it.
 */
export type Seal = {
  seal(form: Form, person: string): string
  /** Undefined for what wasn't sealed here for this person. */
  open(sealed: string, person: string): Form | undefined
}

export function createSeal(secret: string): Seal {
  const key = createHmac('sha256', secret).update('vigie:console:form').digest()
  const markOf = (json: string, person: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([person, json]))
      .digest('base64url')
  return {
    seal: (form, person) => {
      const json = JSON.stringify(form)
      return `${markOf(json, person)}.${json}`
    },
    open: (sealed, person) => {
      const dot = sealed.indexOf('.')
      const json = sealed.slice(dot + 1)
      return sameSecret(sealed.slice(0, Math.max(dot, 0)), markOf(json, person))
        ? readFormJson(json)
        : undefined
    },
  }
}
