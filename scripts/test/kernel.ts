import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/files/root.ts'
import { runCommand } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'

/** Releases of which Debian has the source as a package. */
const RELEASES = ['6.1', '6.12'] as const

/** The trees of Debian's packages that are installed and unpacked. */
function installed(): readonly string[] {
  const missing = RELEASES.filter(it => !existsSync(`/usr/src/linux-source-${it}/Makefile`))
  if (missing.length === 0) return RELEASES.map(it => `/usr/src/linux-source-${it}`)
  const packed = missing.filter(it => existsSync(`/usr/src/linux-source-${it}.tar.xz`))
  const absent = missing.filter(it => !packed.includes(it))
  throw new UsageError(
    [
      `there is no kernel tree of ${missing.join(' and ')} in /usr/src; give --linux DIR for each, or`,
      ...(absent.length > 0 ? [`  apt-get install ${absent.map(it => `linux-source-${it}`).join(' ')}`] : []),
      ...missing.map(it => `  tar -C /usr/src -xf /usr/src/linux-source-${it}.tar.xz`),
    ].join('\n'),
  )
}

await runCommand({
  name: 'npm run test:kernel',
  summary: 'Holds what is derived against whole kernel trees, and against their own tables of what each arch supports.',
  options: { linux: { help: "a kernel source tree, instead of Debian's in /usr/src", hint: 'DIR', repeats: true } },
  async run({ values, signal, progress }) {
    const trees = values.linux.length > 0 ? values.linux : installed()
    const found = trees.map(openTree)
    progress(`Testing on ${found.map(it => it.release).join(' and ')} …`)
    const vitest = spawn(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'tests/kernel-tree/vitest.config.ts'],
      { cwd: root, signal, stdio: 'inherit', env: { ...process.env, PT_REGS_TREES: trees.join(':') } },
    )
    const [code] = (await once(vitest, 'exit')) as [number | null]
    return code === 0 ? 0 : 1
  },
})
