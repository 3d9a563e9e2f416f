import type { Form, Purpose } from '../form.ts'
import { declareForm, resolveForm, updateForm } from './incident.ts'

const FORMS: Readonly<Record<string, (purpose: Purpose) => Form>> = {
  'incident.declare': () => declareForm(),
  'incident.update': updateForm,
  'incident.resolve': resolveForm,
}

/** The form with this id, as we mean it: what comes back from a surface is judged by this one. */
export function formFor(id: string, purpose: Purpose): Form | undefined {
  return FORMS[id]?.(purpose)
}
