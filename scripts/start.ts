// npm start: the talk, built if need be, on a server of this machine.
import { once } from 'node:events'
import { knownArch } from '../src/cli/arch-option.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { RELEASE_OPTION, knownRelease } from '../src/cli/release-option.ts'
import { runCommand } from '../src/cli/command.ts'
import { buildDeck } from '../src/build/build-deck.ts'
import { KERNEL_TREE_OPTION, kernelTreeOf } from '../src/cli/kernel-tree-option.ts'
import { portNumber } from '../src/cli/port-option.ts'
import { serveDeck } from '../src/server/serve-deck.ts'

const DEFAULT_PORT = 3030

await runCommand({
  name: 'npm start',
  summary: 'Builds the talk if anything changed, and serves it on 127.0.0.1 until Ctrl+C.',
  options: {
    port: { hint: 'N', help: `serve on this port (otherwise ${DEFAULT_PORT}, or the next free one)` },
    arch: { hint: 'ID', help: 'open the talk for this arch, such as arm64' },
    slides: SLIDES_OPTION,
    release: RELEASE_OPTION,
    linux: KERNEL_TREE_OPTION,
    'no-open': { help: 'do not open a browser' },
    'without-notes': { help: "leave the speaker's notes out, in every file" },
  },
  async run({ values, signal, progress }) {
    const port = values.port === undefined ? undefined : portNumber(values.port)
    const talk = deckFile(values.slides)
    const arch = values.arch && knownArch(values.arch, talk.deck)
    const release = knownRelease(values.release, talk.deck)
    const folder = await buildDeck({
      ...talk,
      withoutNotes: values['without-notes'],
      kernelTree: await kernelTreeOf(values.linux, talk),
      signal,
      progress,
    })
    const deck = await serveDeck(folder, { port: port ?? DEFAULT_PORT, strictPort: port !== undefined })
    const query = new URLSearchParams({ ...(arch && { arch }), ...(release && { release }) }).toString()
    const address = `${deck.origin}/${query && `?${query}`}`
    console.log(`The talk:       ${address}#/1\nThe presenter:  ${address}#/presenter/1\nCtrl+C stops it.`)
    progress('')
    if (!values['no-open'] && !process.env.CI && process.stdout.isTTY) await openBrowser(`${address}#/1`)
    if (!signal.aborted) await once(signal, 'abort')
    await deck.close()
  },
})

/** A browser is a convenience: the address is printed, so that none is no fault. */
async function openBrowser(address: string): Promise<void> {
  const { default: open } = await import('open')
  await open(address).catch(() => undefined)
}
