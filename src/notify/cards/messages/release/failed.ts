import type { Moment } from '../moment.ts'
import { codeOf, offerChoices } from '../offer.ts'
import { everyoneOf } from '../phrases.ts'
import type { Words } from '../template.ts'
import { couldNot } from '../undone.ts'

/** The owners see to it: they have the button that tries again. */
export function failed(moment: Moment): Words {
  const { now, entry, look } = moment
  const here = now.step === entry.step && now.facts['failed'] === true
  return {
    ...couldNot(moment, ...everyoneOf(look.membersOf('owners'), look)),
    ...(here ? { buttons: offerChoices(now), ...codeOf(now) } : {}),
  }
}
