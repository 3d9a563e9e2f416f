import { expect, it } from 'vitest'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'
import { createRig } from './rig.ts'

/** Every name behind `act`, however deep in the playbook. */
function actsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'act' && typeof inner === 'string' ? [inner] : actsIn(inner),
  )
}

it('knows everything that the playbooks ask for, and nothing else', () => {
  const asked = new Set(actsIn(PLAYBOOKS))
  expect(Object.keys(createRig().actions).sort()).toEqual([...asked].sort())
})
