import { z } from 'zod'
import { roughSync } from './rough-sync.ts'

const word = z.string().optional().catch(undefined)
const named = z.array(z.object({ name: word }).catch({ name: undefined })).catch([])

/**
 * The keys of `vigie.yaml` that are compared with each other. It forgives all the rest,
 * so that one wrong key elsewhere doesn't hide a wrong reference.
 */
const rough = z
  .object({
    repository: word,
    people: z
      .array(
        z
          .object({ id: word, slack: word, github: word, groups: z.array(z.unknown()).catch([]) })
          .catch({ groups: [] }),
      )
      .catch([]),
    onCall: z
      .object({
        primary: word,
        backup: word,
        rotation: z.object({ people: z.array(word).catch([]) }).catch({ people: [] }),
      })
      .catch({ rotation: { people: [] } }),
    channels: z.object({ ops: z.looseObject({}).optional().catch(undefined) }).catch({}),
    issues: z.object({ assignTo: word }).catch({}),
    healthChecks: z.object({ checks: named }).catch({ checks: [] }),
    runbooks: named,
    releases: z
      .object({
        fourEyes: z.boolean().optional().catch(undefined),
        flows: z.array(word).catch([]),
        smoke: named,
        freezes: named,
      })
      .optional()
      .catch(undefined),
    sync: roughSync.optional().catch(undefined),
  })
  .catch({
    people: [],
    onCall: { rotation: { people: [] } },
    channels: {},
    issues: {},
    healthChecks: { checks: [] },
    runbooks: [],
  })

export type Rough = z.infer<typeof rough>

export function readRoughly(document: unknown): Rough {
  return rough.parse(document)
}
