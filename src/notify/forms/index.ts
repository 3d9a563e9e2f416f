import type { Run } from '../../engine/run.ts'
import type { Form, Purpose } from '../form.ts'
import { actionForm, type Choosable, dropForm } from './action-item.ts'
import { confirmDataLossForm, dataLossForm, noticeForm } from './data-loss.ts'
import { declareForm, resolveForm, updateForm } from './incident.ts'
import { noteForm, severityForm, workaroundForm } from './incident-notes.ts'
import { causeForm, mitigatedForm, notFixedForm, verifiedForm } from './incident-steps.ts'
import { releaseForms } from './release.ts'
import { acceptHoursForm, keepShareForm } from './sync.ts'

/** What a form is made for, besides its purpose. */
export type Around = {
  /** Those who may be chosen as owners. */
  readonly people: readonly Choosable[]
  /** The run of the act; none for what begins one. */
  readonly run: Pick<Run, 'facts'> | undefined
}

type Make = (purpose: Purpose, around: Around) => Form

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
  'incident.action': (purpose, { people }) => actionForm(purpose, people),
  'incident.data-loss': dataLossForm,
  'incident.confirm-data-loss': confirmDataLossForm,
  'incident.notice': noticeForm,
  'action-item.drop': dropForm,
  'capacity.accept': acceptHoursForm,
  'share.keep': keepShareForm,
  ...releaseForms,
}

/** The form with this id, as we mean it: what comes back from a surface is judged by this one. */
export function formFor(id: string, purpose: Purpose, around: Around): Form | undefined {
  return Object.hasOwn(FORMS, id) ? FORMS[id]?.(purpose, around) : undefined
}
