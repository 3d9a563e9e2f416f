/** `projet` of `projet:42`; of a child, `formation:3/bloc:9`, which is no row of `formation`: `formation:3/bloc`. */
export function tableOf(entity: string): string {
  return entity.slice(0, Math.max(0, entity.lastIndexOf(':')))
}

/** Whether a cached key fits a pattern, in which `*` stands for any text. */
export function patternTest(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
