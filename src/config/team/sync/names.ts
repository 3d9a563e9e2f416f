import { text } from '../words.ts'

/** The name of a table or of a kind of page: `projet`, `comptes_rendus`, `compte-rendu`. It stands in addresses and keys. */
export const syncName = text
  .regex(/^[a-z][a-z0-9_-]*$/, {
    error:
      'must be a short word in lower case (letters, digits, dashes, underscores), beginning with a letter',
  })
  .refine((name) => name !== 'page', {
    error: 'is what commands call the pages of Docmost; choose another name',
  })
