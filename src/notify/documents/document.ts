/** A Markdown document that Vigie writes and people finish. */
export type Document = {
  /** Plain words, for a commit or a pull request. */
  readonly title: string
  /** Markdown before the first section: the heading of the whole. */
  readonly opening: string
  readonly sections: readonly Section[]
}

/** A heading of depth 2 and the Markdown under it. */
export type Section = { readonly heading: string; readonly body: string }

export function sectionText({ heading, body }: Section): string {
  return `## ${heading}\n${body}`
}

/** The whole document, ended by a line break. */
export function documentText({ opening, sections }: Document): string {
  return `${[opening, ...sections.map(sectionText)].join('\n\n')}\n`
}
