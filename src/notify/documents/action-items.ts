import { inline } from './markdown.ts'

export const ACTION_ITEMS = 'Action items'

export type ActionItem = {
  /** Its number within the incident: `AI 1`. */
  readonly n: number
  readonly text: string
  /** Display name. */
  readonly owner: string
  /** Login, where the owner has one. */
  readonly github?: string | undefined
  /** `YYYY-MM-DD` */
  readonly due: string
  readonly done: boolean
}

/** The template's own two lines, until there is an action. */
export const PLACEHOLDERS = [
  '- [ ] AI 1 : <description> (owner @who, due YYYY-MM-DD)',
  '- [ ] AI 2 : ...',
] as const

export function actionItemsText(actions: readonly ActionItem[]): string {
  return (actions.length === 0 ? PLACEHOLDERS : actions.map(actionLine)).join('\n')
}

function actionLine({ n, text, owner, github, due, done }: ActionItem): string {
  return `- [${done ? 'x' : ' '}] AI ${n} : ${inline(text)} (owner @${inline(github ?? owner)}, due ${due})`
}
