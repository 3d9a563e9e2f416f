/** `projet` of `projet:42`; of a child, `formation:3/bloc:9`, which is no row of `formation`: `formation:3/bloc`. */
export function tableOf(entity: string): string {
  return entity.slice(0, Math.max(0, entity.lastIndexOf(':')))
}
