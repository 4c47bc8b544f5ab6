import { faultLine } from '../../../src/errors/fault.ts'
import { root } from '../../../src/files/root.ts'
import { checkBodies } from '../../../src/build/bodies/check-bodies.ts'

type Body = Parameters<typeof checkBodies>[1][number]

/** The faults of a slide whose headline is on line 12 of a file. */
export const faultsOfBody = (body: string, more: Partial<Body> = {}): readonly string[] => {
  const slide = { file: 'own.md', line: 9, bodyLine: 12, content: `# Own\n\n${body}`, images: [], note: '' }
  return checkBodies(root, [{ ...slide, id: 'own', layout: 'default', budget: undefined, ...more }]).map(faultLine)
}

/** Bodies that cannot be built, or would show nothing: what is wrong, and the beginning of the fault. */
export const BAD_BODIES: readonly (readonly [name: string, body: string, fault: string, more?: Partial<Body>])[] = [
  ['an element that does not end', 'words\n\n<div>\n\nmore', ':16:1: <div> does not end'],
  ['one within a line', 'words <b>bold', ':14:7: <b> does not end'],
  ['one in a list', '- one\n- two <span class="a">', ':15:7: <span> does not end'],
  [
    'one around the beginning of a slot',
    '<div>\n\n::right::\n\nwords\n\n</div>',
    ':16:1: ::right:: stands within an element',
  ],
  ['one before a slot', '<div>\n\n::right::\n\nwords', ':14:1: <div> does not end'],
  ['an end without a beginning', 'words\n\n</div>', ':16:1: </div> ends nothing'],
  ['elements that end in another order', '<b><i>words</b></i>', ':14:'],
  ['an expression that cannot be read', 'it is {{ 1 + }}', ':14:10: Vue cannot read the slide'],
  ['braces that do not close', 'it is {{ 1 ', ':14:7: Vue cannot read the slide'],
  ['an expression in an attribute', '<p :class="{ a: ">words</p>', ':14:'],
  ['a v-for without a list', '<p v-for="one">words</p>', ':14:'],
  ['a v-else without a v-if', '<p v-else>words</p>', ':14:'],
  ['the same attribute twice', '<p id="a" id="b">words</p>', ':14:'],
  ['a component that there is not', '<RegisterFram />', ':14:1: there is no component RegisterFram; did you mean'],
  ['one in the other form', '<v-clicksy>words</v-clicksy>', ':14:1: there is no component v-clicksy'],
  ['an element that HTML does not have', 'the <field> of it</field>', ':14:5: there is no component field'],
  ['an icon of a collection that is not installed', '<mdi-account />', ':14:1: there is no component mdi-account'],
  ['a directive that there is not', '<p v-clik>words</p>', ':14:4: there is no directive v-clik; did you mean v-click'],
  ['a name that is defined nowhere', 'step {{ clikcs }}', ':14:9: clikcs is defined nowhere'],
  ['one of Slidev that is misspelt', 'step {{ $click }}', ':14:9: $click is defined nowhere; did you mean $clicks'],
  ['a script that cannot be read', '<script setup>\nconst a = \n</script>\n\nwords', ':16:'],
  ['a script that does not end', '<script setup>\nconst a = 1\n\nwords', ':14:'],
  ['a script that is not set up', '<script>\nconst a = 1\n</script>', ':14:'],
  [
    'an import of nothing',
    "<script setup>\nimport a from './nope.ts'\n</script>\n\n{{ a }}",
    ':15:16: the slide imports ./nope.ts',
  ],
  ['a file of code that there is not', '<<< @/snippets/nope.c', ':14:5: the slide shows lines of @/snippets/nope.c'],
  ['code in the headline', 'words', ':12:7: a headline is words alone', { content: '# Own <b>x</b>\n\nwords' }],
  ['an element beside a scene', 'a <b>word</b>', ':14:3: a slide with a scene has words alone', { scene: 'kprobe' }],
  ['an expression beside a scene', 'it is {{ 1 }}', ':14:7: a slide with a scene has words alone', { scene: 'kprobe' }],
]
