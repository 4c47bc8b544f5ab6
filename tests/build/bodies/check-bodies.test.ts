// What stands in the body of a slide and cannot be built, or would show nothing, is found before anything is built.
import { describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import { root } from '../../../src/files/root.ts'
import { checkBodies } from '../../../src/build/bodies/check-bodies.ts'
import { readDeckSources } from '../../../src/build/read-deck.ts'
import { BAD_BODIES, faultsOfBody } from './bad-bodies.ts'

describe('checkBodies(deck, slides) finds, with line and column,', () => {
  test.for(BAD_BODIES)('%s', ([, body, fault, more]) => {
    const [first = 'no fault'] = faultsOfBody(body, more)
    expect(first).toContain(`own.md${fault}`)
    expect(first).toMatch(/^own\.md:\d+:\d+: .+; .+$/)
  })

  test.for([
    ['words', 'words with <https://kernel.org> and 1 < 2 && 3 > 2'],
    ['elements', '<div class="a">\n\n- a **list**\n\n</div>\n\n<br>\n\n<img src="/a.svg" alt="a">'],
    ['code', '`<div>` and `{{ x }}`\n\n```html\n<div>{{ nope }}\n```\n\n    <b>indented'],
    ['formulas', 'a formula $\\frac{{a}}{b}$\n\n$$\n{{a}} <b\n$$'],
    [
      'Slidev itself',
      '<v-clicks>\n\n- {{ $clicks }} of {{ $slidev.nav.total }}\n\n</v-clicks>\n\n<p v-click="2" v-mark.red>x</p>',
    ],
    [
      'components and icons that there are',
      '<RegisterFrame />\n\n<Link to="/2">there</Link> <ph-check /> <carbon-logo-github />',
    ],
    ['slots', 'left\n\n::right::\n\n<b>right</b>'],
    [
      'a script of its own',
      '<script setup lang="ts">\nimport { ref } from \'vue\'\nconst n = ref<number>(1)\n</script>\n\n{{ n }} <button @click="n++">more</button>\n\n<p v-for="i in n" :key="i">{{ i }}</p>',
    ],
    ['a style of its own', '<style>\np { color: red }\n</style>\n\nwords'],
  ] as const)('and takes %s', ([, body]) => {
    expect(faultsOfBody(body)).toEqual([])
  })

  test('and takes the talk as it is', () => {
    const { slides, faults } = readDeckSources()
    expect([...faults, ...checkBodies(root, slides!.slides)].map(faultLine)).toEqual([])
  })
})
