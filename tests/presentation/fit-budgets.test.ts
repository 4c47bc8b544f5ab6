import { expect, test } from 'vitest'
import { writeBudgets } from '../../src/model/read/write-budgets.ts'
import { fitBudgets } from '../../src/presentation/fit-budgets.ts'
import { secondsForSteps, wordsByStep } from '../../src/presentation/speaking-time.ts'

test('fitBudgets() shares the duration in whole seconds, by what is said', () => {
  expect(fitBudgets([10, 20, 30], 60)).toEqual([10, 20, 30])
  expect(fitBudgets([1, 1, 1], 100)).toEqual([33, 34, 33])
  expect(fitBudgets([0, 5.5, 0], 61)).toEqual([0, 61, 0])
  expect(fitBudgets([0, 0], 60)).toEqual([0, 0])
})

test('secondsForSteps() gives each step the time to say its words, and to look at it in any case', () => {
  expect(wordsByStep('One two three. [click] Four [click:2] – and five')).toEqual([3, 1, 2])
  expect(secondsForSteps([130, 0, 1], 130)).toBe(60 + 4 + 4)
  expect(secondsForSteps([0])).toBe(4)
})

test('writeBudgets() replaces or adds a budget in each block, and changes nothing else', () => {
  const text = '---\ntitle: A\nbudget: 3\n---\n\n# A\n\n---\nscene: b\n---\n\n# B\n\n---\n\n# C\n'
  expect(
    writeBudgets(
      text,
      new Map([
        [1, 10],
        [8, 20],
        [15, 30],
      ]),
    ),
  ).toBe(
    '---\ntitle: A\nbudget: 10\n---\n\n# A\n\n---\nscene: b\nbudget: 20\n---\n\n# B\n\n---\nbudget: 30\n---\n\n# C\n',
  )
})

test.for([
  ['a remark behind the budget', '---\nbudget: 5 # about\n---\n# A\n', '---\nbudget: 9 # about\n---\n# A\n'],
  ['a space before the colon', '---\nbudget : 5\n---\n# A\n', '---\nbudget : 9\n---\n# A\n'],
  ['a key in quotes', '---\n"budget": 5\n---\n# A\n', '---\n"budget": 9\n---\n# A\n'],
  ['spaces behind the line below', '---\nlang: de\n---  \n# A\n', '---\nlang: de\nbudget: 9\n---  \n# A\n'],
  ['keys in braces', '---\n{ lang: de, budget: 5 }\n---\n# A\n', '---\n{ lang: de, budget: 9 }\n---\n# A\n'],
  ['keys as code', '```yaml\nlang: de\n```\n# A\n', '```yaml\nlang: de\nbudget: 9\n```\n# A\n'],
  ['a remark that names it', '---\n# budget: 5\nlang: de\n---\n', '---\n# budget: 5\nlang: de\nbudget: 9\n---\n'],
])('writeBudgets() keeps %s', ([, text = '', written = '']) => {
  expect(writeBudgets(text, new Map([[1, 9]]))).toBe(written)
})
