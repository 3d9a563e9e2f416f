/** Facts of a run, and what was filled in or found out at an entry. */
export type Fields = Readonly<Record<string, string | boolean>>
