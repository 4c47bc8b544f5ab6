import { describe, expect, test } from 'vitest'
import {
  PAGE_KINDS,
  pagePath,
  parseQuestionAddress,
  questionAddress,
  type AskedAddress,
} from '../../src/explorer/question-address.ts'
import { answerEntity, viewpointFor } from '../../src/explorer/suggestions.ts'
import { knowledge } from './whole-dataset.ts'

const parse = (address: string) => {
  const [path = '', query] = address.split('?')
  return parseQuestionAddress({ path, query: new URLSearchParams(query) })
}

describe('parseQuestionAddress(route)', () => {
  test.for<[string, AskedAddress | undefined]>([
    ['/ask?q=who+reads+pstate+on+arm64+in+6.8', { question: 'who reads pstate on arm64 in 6.8' }],
    ['/ask', { question: '' }],
    ['/mechanism/rethook', { kind: 'mechanism', id: 'rethook' }],
    ['/register/pstate?arch=arm64&release=6.8', { kind: 'register', id: 'pstate', arch: 'arm64', release: '6.8' }],
    ['/5', undefined],
    ['/kprobe', undefined],
    ['/mechanism', undefined],
  ])('reads %s', ([address, asked]) => {
    expect(parse(address)).toEqual(asked)
  })

  test('reads what questionAddress(asked) writes, for everything that can be found by name', () => {
    for (const { kind, id } of knowledge.entities) {
      const asked = { kind, id, arch: 'arm64', release: '6.8' }
      expect(parse(questionAddress(asked))).toEqual(asked)
    }
    const question = { question: 'is cs & ss 100 % valid?' }
    expect(parse(questionAddress(question))).toEqual(question)
  })
})

describe('pagePath(entity)', () => {
  test('is another for each page, also where capitals make no difference', () => {
    const paths = knowledge.entities.filter(it => PAGE_KINDS.includes(it.kind)).map(pagePath)
    expect(paths.length).toBeGreaterThan(400)
    expect(new Set(paths.map(it => it.toLowerCase())).size).toBe(paths.length)
  })
})

describe('the answer about a hazard', () => {
  const hazards = knowledge.entities.filter(it => it.kind === 'hazard')
  const at = { arch: 'x86-64', release: '6.6' }

  test('says what is left unwritten and who reads it, in the newest release', () => {
    const answer = answerEntity(
      hazards.find(it => it.id === 'riscv64-rethook-status')!,
      { arch: 'riscv64', release: '7.2' },
      knowledge,
    )
    expect(answer.summary[0]).toContain('leaves status unwritten')
    expect(answer.facts.find(it => it.term === 'Read by')!.words).toContain('user_mode(regs)')
    expect(answer.frames[0]!.reads).toEqual(['status'])
  })

  test('is there for each reviewed cause, at its own arch', () => {
    expect(hazards.length).toBeGreaterThan(50)
    for (const hazard of hazards) {
      const there = viewpointFor(hazard, at, knowledge)
      expect(answerEntity(hazard, there, knowledge).summary[0], hazard.id).not.toMatch(/^Not in/)
    }
  })
})
