import type { Run } from '../../engine/run.ts'
import type { Text } from '../card.ts'
import type { Look } from '../look.ts'

/** `[SEV1 RESOLVED] formation-hub - back online`. A drill says so in every title: `[DRILL SEV1] ...` */
export function headline(run: Pick<Run, 'facts'>, look: Pick<Look, 'service'>, mark: string, words: string) {
  return `[${isDrill(run) ? 'DRILL ' : ''}${mark}] ${look.service} - ${words}`
}

export function drillLines(run: Pick<Run, 'facts'>): readonly Text[] {
  return isDrill(run) ? ['Drill - nobody outside is told'] : []
}

export function isDrill({ facts }: Pick<Run, 'facts'>): boolean {
  return facts['drill'] === true
}
