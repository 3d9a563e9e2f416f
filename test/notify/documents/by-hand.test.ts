import { expect, it } from 'vitest'
import { rollbackByHand } from '../../../src/notify/documents/by-hand.ts'

const facts = { version: 'v1.4.0', target: 'v1.3.2' }

it('is the tag of the playbook, and what deploys it', () => {
  expect(rollbackByHand(facts)).toEqual(['git tag v1.4.0-rollback v1.3.2 && git push origin v1.4.0-rollback'])
  expect(
    rollbackByHand({ ...facts, workflow: 'deploy-prod.yml', deployByHand: 'ssh prod deploy v1.3.2' }),
  ).toEqual([
    'git tag v1.4.0-rollback v1.3.2 && git push origin v1.4.0-rollback',
    'gh workflow run deploy-prod.yml --ref v1.4.0-rollback',
    'ssh prod deploy v1.3.2',
  ])
})

it('names the tag that Vigie took, where that is another one', () => {
  expect(rollbackByHand({ ...facts, tag: 'v1.4.0-rollback.2' })[0]).toBe(
    'git tag v1.4.0-rollback.2 v1.3.2 && git push origin v1.4.0-rollback.2',
  )
})

it('is nothing before both versions are known', () => {
  expect(rollbackByHand({ version: 'v0.1.0' })).toEqual([])
})
