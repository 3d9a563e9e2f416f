import type { Entry, Fields, Run } from '../../engine/run.ts'
import { resolutionOf, textFact } from '../cards/incident-facts.ts'
import type { Look } from '../look.ts'
import { downtimeOf, milestonesOf } from '../milestones.ts'
import { ACTION_ITEMS, type ActionItem, actionItemsText } from './action-items.ts'
import type { Document } from './document.ts'
import { inline, paragraphs } from './markdown.ts'
import { said } from './said.ts'
import { timelineText } from './timeline.ts'

const BLAMELESS =
  "Cet incident n'est pas la faute d'une personne. C'est un manque de garde-fous systeme. AIs au-dessus visent a ajouter ces garde-fous."

/** The template of the playbook, filled with what the run knows. What nobody said yet stays as the template has it. */
export function postMortem(run: Run, look: Pick<Look, 'timeZone'>, actions: readonly ActionItem[]): Document {
  const resolution = resolutionOf(run)
  const milestones = milestonesOf(run)
  const title = textFact(run.facts, 'title')
  return {
    title: `Post-mortem : ${title ?? run.id}`,
    opening: `# Post-mortem : ${said(run.facts, 'title') ?? '<titre incident>'}`,
    sections: [
      { heading: 'Timeline (heures locales)', body: timelineText(run, milestones, look) },
      { heading: 'Impact', body: impactText(run, resolution) },
      {
        heading: 'Root cause',
        body:
          paragraphs(textFact(resolution?.fields, 'cause') ?? '') ||
          '<un paragraphe : ce qui a casse + pourquoi>',
      },
      {
        heading: "Pourquoi notre monitoring n'a pas alerte plus tot ?",
        body: '<analyse honnete - blind spot detection ?>',
      },
      { heading: ACTION_ITEMS, body: actionItemsText(actions) },
      { heading: 'Lessons learned', body: '<que retenir pour eviter recurrence>' },
      { heading: 'Mention blameless', body: BLAMELESS },
    ],
  }
}

function impactText(run: Run, resolution: Entry | undefined): string {
  const fields = resolution?.fields ?? {}
  const users = [said(fields, 'users'), said(fields, 'impact')].filter((words) => words !== undefined)
  return [
    `- Duree downtime : ${downtime(run)}`,
    `- Users impactes : ${users.join(' - ') || 'Y'}`,
    `- Data loss : ${dataLoss(run, fields)}`,
    `- Cout estime : ${cost(said(fields, 'cost'))}`,
  ].join('\n')
}

function downtime(run: Run): string {
  const lasted = downtimeOf(run)
  if (lasted === undefined) return 'Xh Ym'
  const minutes = Math.floor(lasted / 60_000)
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}

/** How much and what was lost is for a person to say. */
function dataLoss(run: Run, fields: Fields): string {
  if (run.facts['dataLoss'] === true || textFact(fields, 'dataLoss') === 'yes')
    return `oui : ${inline(whatWasLost(run) ?? '') || 'combien et quoi'}`
  return textFact(fields, 'dataLoss') === 'no' ? 'non' : 'oui/non, si oui : combien et quoi'
}

/** In the words of the lead who confirmed it, else of whoever flagged it. */
function whatWasLost({ history }: Run): string | undefined {
  const said = (what: string, field: string) =>
    textFact(history.findLast((entry) => entry.what === what)?.fields, field)
  return said('confirmDataLoss', 'summary') ?? said('dataLoss', 'what')
}

function cost(words: string | undefined): string {
  if (words === undefined) return 'XX€ (si quantifiable)'
  return /^[\d\s.,]+$/.test(words) ? `${words}€` : words
}
