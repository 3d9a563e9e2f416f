import { z } from 'zod'

export const text = z.string().trim().min(1)

export const slug = text.regex(/^[a-z][a-z0-9-]*$/, {
  error: 'must be a short word in lower case (letters, digits, dashes), beginning with a letter',
})

/** A path inside the repository, without a slash at either end. */
export const repositoryPath = text
  .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\]+$/, {
    error: 'is not a path inside the repository; write it from its root, such as docs/runbooks',
  })
  .transform((path) => path.replace(/\/+$/, ''))

export const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}
