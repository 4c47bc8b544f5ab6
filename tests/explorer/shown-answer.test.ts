import { describe, expect, test } from 'vitest'
import { answerQuery } from '../../src/explorer/answer-query.ts'
import { shownAnswer } from '../../src/explorer/shown-answer.ts'
import { knowledge } from './whole-dataset.ts'

const from = { arch: 'x86-64', release: '6.6' }

describe('shownAnswer(shown, index)', () => {
  test.for([
    'who reads pstate on arm64 in 6.8',
    'is cs valid in a kretprobe',
    'how rethook to user_mode',
    'which arches have fprobe',
    'fprobe',
    '6.9',
  ])('%s: each option is the answer that the speaker sees, at any arch and release', question => {
    const viewpoints = [from, { arch: 'arm64', release: '6.12' }, { arch: 'riscv64', release: '5.18' }]
    for (const moved of [undefined, ...viewpoints]) {
      const context = { at: moved ?? from, preferredArch: from.arch, ...(moved && { moved }) }
      for (const option of answerQuery(question, context, knowledge).options) {
        const at = { ...option.viewpoint, ...moved }
        const shown = shownAnswer({ question, option: option.key, from: context.at, at }, knowledge)
        const { title, summary, marks } = option.answer(at)
        expect(shown, `${option.key} on ${at.arch} in ${at.release}`).toMatchObject({ title, summary, marks })
      }
    }
  })

  test('an entity of an address is answered for, though its name finds others first', () => {
    const shown = { question: 'rethook', option: 'mechanism fprobe', from, at: from }
    expect(shownAnswer(shown, knowledge)!.title).toBe('FProbe')
  })

  test('what this window has no answer for is not shown', () => {
    expect(shownAnswer({ question: 'rethook', option: 'way nowhere', from, at: from }, knowledge)).toBeUndefined()
  })
})
