/** A title as part of a file name: `Docmost est tombé` gives `docmost-est-tombe`. Never empty. */
export function slug(title: string): string {
  const words =
    title
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, 60).replace(/-$/, '') || 'incident'
}
