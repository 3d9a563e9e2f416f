import { LineCounter, parseDocument } from 'yaml'

export type Document =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly faults: readonly string[] }

/** YAML as plain values, or where its syntax breaks. */
export function parseYaml(text: string): Document {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0])
      return `line ${line}, column ${col}: ${firstLine(error.message)}`
    })
    return { ok: false, faults }
  }
  try {
    const value: unknown = document.toJS()
    return { ok: true, value }
  } catch (error) {
    // Aliases that point nowhere, or that multiply without end, show only here.
    return { ok: false, faults: [firstLine(error instanceof Error ? error.message : String(error))] }
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text
}
