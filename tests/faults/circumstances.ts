import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../src/files/root.ts'
import { copyDeck, type DeckCopy } from '../../scripts/bench/copy-deck.ts'
import { becomes, begin, type Ended, faultRow, type FaultRow, isSentence, processesWith, type Wrong } from './row.ts'

type Scene = { readonly deck: DeckCopy; readonly folder: string; readonly complain: (...wrong: Wrong) => void }

/** A circumstance, and what must come of it. */
type Circumstance = readonly [name: string, run: (scene: Scene) => Promise<void>]

/** What ends with a sentence and a 1, and leaves the old output as it was. */
async function mustFail({ complain }: Scene, ended: Promise<Ended>, says: RegExp, old?: string): Promise<void> {
  const { code, said } = await ended
  if (code !== 1) complain(code === -1 ? 'hung' : 'unlocated', `ended with ${code} instead of 1: ${said.slice(0, 300)}`)
  if (!isSentence(said) || !says.test(said)) complain('unlocated', `said ${said.slice(0, 300)}`)
  if (old !== undefined && readFileSync(old, 'utf8') !== 'old') complain('lost', 'the old output is gone')
}

async function mustWork({ complain }: Scene, ended: Promise<Ended>, output?: string): Promise<void> {
  const { code, said } = await ended
  if (code !== 0) complain(code === -1 ? 'hung' : 'lost', `ended with ${code}: ${said.trim().slice(-600)}`)
  if (output !== undefined && !existsSync(output)) complain('lost', `there is no ${output}`)
}

const exportTo = (
  scene: Scene,
  output: string,
  env: Record<string, string | undefined> = {},
  deck = scene.deck.folder,
) => begin('export.ts', ['--range', '1-2', '--output', output], { env, deck })

/** A small file system of its own, full or not to be written to; only root may have one. */
async function onDisk(
  { folder, complain }: Scene,
  options: string,
  use: (disk: string) => Promise<void>,
): Promise<void> {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12k', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return complain('lost', 'could not be tried: only root may mount a small disk')
  }
  try {
    writeFileSync(join(disk, 'talk.pdf'), 'old')
    if (options !== '') execFileSync('mount', ['-o', `remount,${options}`, disk])
    await use(disk)
  } finally {
    execFileSync('umount', ['-l', disk])
  }
}

/** The processes of a command's Chromium, of one kind. */
function chromiumOf(pid: number, kind: 'browser' | 'renderer'): readonly number[] {
  return processesWith(`pt-regs-${pid}-`).filter(it => {
    try {
      const line = readFileSync(`/proc/${it}/cmdline`, 'utf8')
      return kind === 'renderer' ? line.includes('--type=renderer') : !line.includes('--type=')
    } catch {
      return false
    }
  })
}

/** All of it is tried in a copy of the deck, which has been built. */
const CIRCUMSTANCES: readonly Circumstance[] = [
  [
    'the disk is full',
    scene =>
      onDisk(scene, '', async disk => {
        await mustFail(scene, exportTo(scene, join(disk, 'talk.pdf')).ended, /the disk is full/, join(disk, 'talk.pdf'))
        if (readdirSync(disk).length > 1) scene.complain('lost', `${readdirSync(disk).join(', ')} is left`)
      }),
  ],
  [
    'the disk may only be read',
    scene =>
      onDisk(scene, 'ro', disk =>
        mustFail(
          scene,
          exportTo(scene, join(disk, 'talk.pdf')).ended,
          /the file system is read-only/,
          join(disk, 'talk.pdf'),
        ),
      ),
  ],
  [
    'a file is where a folder must be',
    async scene => {
      const file = join(scene.folder, 'file')
      writeFileSync(file, 'old')
      await mustFail(
        scene,
        exportTo(scene, join(file, 'talk.pdf')).ended,
        /a file is where a folder must be|already exists|EEXIST/,
        file,
      )
    },
  ],
  [
    'a folder stands where the file must be',
    scene => mustFail(scene, exportTo(scene, scene.folder).ended, /a folder is where a file must be/),
  ],
  [
    'the port is taken',
    async scene => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      await mustFail(
        scene,
        begin('start.ts', ['--no-open', '--port', String(port)], { deck: scene.deck.folder }).ended,
        new RegExp(`port ${port} is in use`),
      )
      server.close()
    },
  ],
  [
    'there is no Chromium',
    scene =>
      mustFail(
        scene,
        exportTo(scene, join(scene.folder, 'x.pdf'), { CHROMIUM_PATH: '/nowhere/chromium' }).ended,
        /CHROMIUM_PATH is \/nowhere\/chromium, which is no program/,
      ),
  ],
  [
    'Chromium does not start',
    async scene => {
      const program = join(scene.folder, 'chromium')
      writeFileSync(program, '#!/bin/sh\nexit 3\n')
      chmodSync(program, 0o755)
      await mustFail(
        scene,
        exportTo(scene, join(scene.folder, 'x.pdf'), { CHROMIUM_PATH: program }).ended,
        /does not start/,
      )
    },
  ],
  [
    'Chromium never answers',
    async scene => {
      const program = join(scene.folder, 'chromium')
      writeFileSync(program, '#!/bin/sh\nexec sleep 600\n')
      chmodSync(program, 0o755)
      const { ended } = exportTo(scene, join(scene.folder, 'x.pdf'), { CHROMIUM_PATH: program })
      await mustFail(scene, ended, /has not started yet[^]*does not start/)
    },
  ],
  [
    'Ctrl+C comes while Chromium does not answer',
    async ({ deck, folder, complain }) => {
      const program = join(folder, 'chromium')
      // It does not heed Ctrl+C either.
      writeFileSync(program, '#!/bin/sh\ntrap "" INT TERM\nwhile :; do sleep 1; done\n')
      chmodSync(program, 0o755)
      const { child, ended } = exportTo({ deck, folder, complain }, join(folder, 'x.pdf'), { CHROMIUM_PATH: program })
      if (!(await becomes(() => processesWith(program).length > 0, 20_000))) complain('lost', 'it did not come so far')
      const begun = performance.now()
      child.kill('SIGINT')
      await ended
      const took = performance.now() - begun
      if (took > 2000) complain('hung', `it ended ${took.toFixed(0)} ms after Ctrl+C`)
      if (processesWith(program).length > 0) complain('hung', 'it left a process behind')
    },
  ],
  [
    'Chromium is stopped in mid-job, and does not go on',
    async scene => {
      const { child, ended } = begin('handout.ts', ['--output', join(scene.folder, 'x.pdf')], {
        deck: scene.deck.folder,
      })
      await becomes(() => chromiumOf(child.pid!, 'renderer').length > 0, 30_000)
      chromiumOf(child.pid!, 'browser').forEach(it => process.kill(it, 'SIGSTOP'))
      await mustFail(scene, ended, /Chromium has not answered for|does not start/)
    },
  ],
  [
    'an output would go over what is not ours',
    async scene => {
      const { deck, folder } = scene
      const site = join(folder, 'site')
      mkdirSync(join(site, '.git'), { recursive: true })
      writeFileSync(join(site, 'index.html'), 'old')
      const tries: readonly (readonly [script: string, option: string, output: string, old?: string])[] = [
        ['export.ts', '--output', join(deck.folder, 'slides.md')],
        ['single-file.ts', '--output', join(deck.folder, 'package.json')],
        ['handout.ts', '--output', join(deck.folder, 'data/scenes.yaml')],
        ['figures.ts', '--output', join(deck.folder, 'components')],
        ['data.ts', '--output', site, join(site, 'index.html')],
        ['build.ts', '--out', site, join(site, 'index.html')],
      ]
      for (const [script, option, output, old] of tries) {
        const { code, said } = await begin(script, [option, output], { deck: deck.folder }).ended
        if (code === 0) scene.complain('letIn', `${script} ${option} ${output} is taken`)
        if (!isSentence(said)) scene.complain('unlocated', `${script}: ${said.slice(0, 200)}`)
        if (old && readFileSync(old, 'utf8') !== 'old') scene.complain('lost', `${script}: ${old} is gone`)
      }
      if (!existsSync(join(site, '.git'))) scene.complain('lost', 'the .git of another is gone')
    },
  ],
  [
    'Chromium is killed in mid-job',
    async scene => {
      const { child, ended } = begin('handout.ts', ['--output', join(scene.folder, 'x.pdf')], {
        deck: scene.deck.folder,
      })
      await becomes(() => chromiumOf(child.pid!, 'renderer').length > 0, 30_000)
      chromiumOf(child.pid!, 'browser').forEach(it => process.kill(it, 'SIGKILL'))
      await mustFail(scene, ended, /Chromium ended before the job was done|does not start/)
    },
  ],
  [
    "Chromium's renderers are killed in mid-job",
    async scene => {
      const output = join(scene.folder, 'x.pdf')
      const { child, ended } = begin('handout.ts', ['--output', output], { deck: scene.deck.folder })
      await becomes(() => chromiumOf(child.pid!, 'renderer').length > 1, 15_000)
      chromiumOf(child.pid!, 'renderer').forEach(it => process.kill(it, 'SIGKILL'))
      // One that showed nothing yet is not missed.
      if ((await ended).code === 0) await mustWork(scene, ended, output)
      else await mustFail(scene, ended, /Chromium ended before the job was done/)
    },
  ],
  [
    'a folder above has a #, a quote, a * or a line break in its name',
    async scene => {
      for (const name of ['talk #1', "somebody's talk", 'talk *', 'a talk\nof mine']) {
        const place = join(scene.folder, name)
        cpSync(scene.deck.folder, place, { recursive: true, verbatimSymlinks: true })
        rmSync(join(place, '.cache'), { recursive: true, force: true })
        await mustFail(
          scene,
          begin('build.ts', [], { deck: place }).ended,
          /cannot be built below a folder with (?:[#'*]|a line break) in its name/,
        )
      }
    },
  ],
  [
    'the path of TMPDIR is long',
    async scene => {
      const TMPDIR = join(scene.folder, 'a'.repeat(120))
      mkdirSync(TMPDIR)
      const output = join(scene.folder, 'long.pdf')
      await mustWork(scene, exportTo(scene, output, { TMPDIR }).ended, output)
    },
  ],
  [
    'a part of a build was cleaned away',
    async scene => {
      const builds = join(scene.deck.folder, '.cache/deck')
      for (const it of readdirSync(builds)) rmSync(join(builds, it, 'site/assets'), { recursive: true, force: true })
      const out = join(scene.folder, 'cleaned')
      await mustWork(scene, begin('build.ts', ['--out', out], { deck: scene.deck.folder }).ended, join(out, 'assets'))
    },
  ],
  [
    'no file may be large',
    async scene => {
      rmSync(join(scene.deck.folder, '.cache/deck'), { recursive: true, force: true })
      const script = join(scene.deck.folder, 'scripts/single-file.ts')
      const said = await new Promise<string>(resolve => {
        const command = `ulimit -f 100; exec "$0" "$1" --output "$2"`
        const args = ['-c', command, process.execPath, script, join(scene.folder, 'x.html')]
        execFile('bash', args, { cwd: scene.deck.folder }, (_, stdout, stderr) => resolve(stdout + stderr))
      })
      if (!isSentence(said) || !said.includes('larger than may be written')) scene.complain('unlocated', said)
    },
  ],
  [
    'there is no HOME',
    scene =>
      mustWork(
        scene,
        exportTo(scene, join(scene.folder, 'home.pdf'), { HOME: undefined }).ended,
        join(scene.folder, 'home.pdf'),
      ),
  ],
  [
    'HOME is nowhere',
    scene =>
      mustWork(
        scene,
        exportTo(scene, join(scene.folder, 'home2.pdf'), { HOME: '/nowhere' }).ended,
        join(scene.folder, 'home2.pdf'),
      ),
  ],
  [
    'the system has no fonts',
    async scene => {
      const config = join(scene.folder, 'fonts.conf')
      writeFileSync(config, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n')
      await mustWork(
        scene,
        exportTo(scene, join(scene.folder, 'fonts.pdf'), { FONTCONFIG_FILE: config }).ended,
        join(scene.folder, 'fonts.pdf'),
      )
    },
  ],
  [
    'the paths hold spaces and letters of all kinds',
    async scene => {
      const place = join(scene.folder, 'a b ä 字')
      cpSync(scene.deck.folder, place, { recursive: true, verbatimSymlinks: true })
      rmSync(join(place, '.cache'), { recursive: true, force: true })
      const output = join(place, 'out ü', 'tälk.pdf')
      await mustWork(scene, exportTo(scene, output, {}, place).ended, output)
      await mustWork(
        scene,
        begin('build.ts', ['--out', join(place, 'ö')], { deck: place }).ended,
        join(place, 'ö/index.html'),
      )
    },
  ],
  [
    'two runs at once',
    async scene => {
      rmSync(join(scene.deck.folder, '.cache/deck'), { recursive: true, force: true })
      const output = join(scene.folder, 'twice.pdf')
      await Promise.all([exportTo(scene, output), exportTo(scene, output)].map(it => mustWork(scene, it.ended, output)))
      const folder = join(scene.folder, 'twice')
      const builds = [1, 2, 3].map(() => begin('build.ts', ['--out', folder], { deck: scene.deck.folder }))
      await Promise.all(builds.map(it => mustWork(scene, it.ended, join(folder, 'index.html'))))
      const left = readdirSync(scene.folder).filter(it => it.startsWith('.twice'))
      if (left.length > 0) scene.complain('lost', `${left.join(', ')} is left`)
    },
  ],
  ...(
    [
      ['in 1970', -56],
      ['in 2099', 73],
    ] as const
  ).map(([when, years]): Circumstance => [
    `the clock stands ${when}`,
    async scene => {
      rmSync(join(scene.deck.folder, '.cache/deck'), { recursive: true, force: true })
      // What others built has another time, and must not push out what is built now.
      for (const name of ['a', 'b', 'c', 'd']) {
        mkdirSync(join(scene.deck.folder, '.cache/deck', name), { recursive: true })
        utimesSync(join(scene.deck.folder, '.cache/deck', name), 4e9, 4e9)
      }
      const env = {
        NODE_OPTIONS: `--import ${join(root, 'tests/faults/clock.mjs')}`,
        PT_REGS_CLOCK: String(years * 365.25 * 86_400),
      }
      const output = join(scene.folder, `clock${years}.pdf`)
      await mustWork(scene, exportTo(scene, output, env).ended, output)
    },
  ]),
  [
    'SOURCE_DATE_EPOCH is beyond all years',
    scene =>
      mustWork(
        scene,
        exportTo(scene, join(scene.folder, 'epoch.pdf'), { SOURCE_DATE_EPOCH: '9'.repeat(30) }).ended,
        join(scene.folder, 'epoch.pdf'),
      ),
  ],
  [
    'the talk goes on when its build is removed, its data break, and its output is closed',
    async scene => {
      const child = spawn(process.execPath, [join(scene.deck.folder, 'scripts/start.ts'), '--no-open'], {
        cwd: scene.deck.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      child.stdout.on('data', (part: Buffer) => (said += String(part)))
      await becomes(() => said.includes('Ctrl+C'), 60_000)
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? ''
      child.stdout.destroy()
      rmSync(join(scene.deck.folder, '.cache'), { recursive: true, force: true })
      const text = scene.deck.text('data/scenes.yaml')
      scene.deck.edit('data/scenes.yaml', () => '[')
      const page = await fetch(origin).then(
        it => it.text(),
        (error: Error) => error.message,
      )
      const script = /src="\.(\/assets\/[^"]+)"/.exec(page)?.[1] ?? ''
      const status = await fetch(`${origin}${script}`).then(
        it => it.status,
        () => 0,
      )
      if (script === '' || status !== 200) scene.complain('lost', `the talk is gone: ${status}`)
      scene.deck.edit('data/scenes.yaml', () => text)
      child.kill('SIGTERM')
      if (
        child.exitCode === null &&
        !(await Promise.race([once(child, 'exit').then(() => true), becomes(() => false, 10_000)]))
      )
        scene.complain('hung', 'it does not stop')
    },
  ],
]

/** Try everything that a machine may have in store for a command. */
export async function tryCircumstances(): Promise<FaultRow> {
  const wrong: Wrong[] = []
  const deck = copyDeck()
  try {
    await begin('build.ts', ['--out', join(deck.folder, 'dist')], { deck: deck.folder }).ended
    for (const [name, run] of CIRCUMSTANCES) {
      const folder = mkdtempSync(join(tmpdir(), 'pt-regs-circumstance-'))
      try {
        await run({ deck, folder, complain: (trouble, what) => void wrong.push([trouble, `${name}: ${what}`]) })
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  } finally {
    deck.remove()
  }
  return faultRow('circumstances', { tried: CIRCUMSTANCES.length, kinds: CIRCUMSTANCES.length, wrong })
}
