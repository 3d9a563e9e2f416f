import type { Form, Purpose } from '../form.ts'
import { actionForm, type Choosable, dropForm } from './action-item.ts'
import { confirmDataLossForm, dataLossForm, noticeForm } from './data-loss.ts'
import { declareForm, resolveForm, updateForm } from './incident.ts'
import { noteForm, severityForm, workaroundForm } from './incident-notes.ts'
import { causeForm, mitigatedForm, notFixedForm, verifiedForm } from './incident-steps.ts'
import { acceptHoursForm, keepShareForm } from './sync.ts'

type Make = (purpose: Purpose, people: readonly Choosable[]) => Form

/** Every form that a playbook may ask for, by name. */
export const FORMS: Readonly<Record<string, Make>> = {
  'incident.declare': () => declareForm(),
  'incident.update': updateForm,
  'incident.resolve': resolveForm,
  'incident.cause': causeForm,
  'incident.mitigated': mitigatedForm,
  'incident.verified': verifiedForm,
  'incident.not-fixed': notFixedForm,
  'incident.severity': severityForm,
  'incident.note': noteForm,
  'incident.workaround': workaroundForm,
  'incident.action': actionForm,
  'incident.data-loss': dataLossForm,
  'incident.confirm-data-loss': confirmDataLossForm,
  'incident.notice': noticeForm,
  'action-item.drop': dropForm,
  'capacity.accept': acceptHoursForm,
  'share.keep': keepShareForm,
}

/**
 * The form with this id, as we mean it: what comes back from a surface is judged by this one.
 * `people` are those who may be chosen as owners.
 */
export function formFor(id: string, purpose: Purpose, people: readonly Choosable[]): Form | undefined {
  return Object.hasOwn(FORMS, id) ? FORMS[id]?.(purpose, people) : undefined
}
