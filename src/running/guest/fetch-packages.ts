import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Machine } from './machines.ts'

const run = promisify(execFile)

/** Suites in which kernels are looked for, by the names that every mirror of Debian has; the newest first. */
const SUITES = ['unstable', 'stable', 'oldstable-backports', 'oldstable'] as const

/** The flavour of Debian's kernels that boots under QEMU, by Debian's name of the arch. */
const FLAVOURS: Readonly<Record<string, string>> = {
  amd64: 'cloud-amd64',
  arm64: 'cloud-arm64',
  i386: '686-pae',
  armhf: 'armmp',
  riscv64: 'riscv64',
  s390x: 's390x',
  ppc64el: 'powerpc64le',
  loong64: 'loong64',
}

/** A kernel that was fetched. */
export type FetchedKernel = { readonly release: string; readonly kernel: string; readonly config: string | undefined }

/** A package that a suite offers. */
export type Offered = { readonly name: string; readonly version: string; readonly bytes: number }

/**
 * The kernels that are fetched already.
 *
 * @param folder - of the cache.
 * @param machine - whose kernels.
 * @returns the newest last.
 */
export function fetchedKernels(folder: string, { debian }: Machine): readonly FetchedKernel[] {
  const own = join(folder, debian)
  if (!existsSync(own)) return []
  return readdirSync(own)
    .filter(it => /^\d+\.\d+/.test(it) && existsSync(join(own, it, 'kernel')))
    .map(release => {
      const config = join(own, release, 'config')
      return { release, kernel: join(own, release, 'kernel'), config: existsSync(config) ? config : undefined }
    })
    .sort((a, b) => a.release.localeCompare(b.release, 'en', { numeric: true }))
}

/**
 * Where the fetched busybox of an arch is.
 *
 * @param folder - of the cache.
 * @param machine - the arch's.
 * @returns its path, whether it is there or not.
 */
export function fetchedBusybox(folder: string, { debian }: Machine): string {
  return join(folder, debian, 'busybox')
}

/**
 * QEMU from the cache, where the machine's own is too old for the arch.
 *
 * @param folder - of the cache.
 * @param machine - the arch's.
 * @returns the program, or undefined if none is there.
 */
export function fetchedQemu(folder: string, { qemu }: Machine): string | undefined {
  const program = join(folder, 'qemu/usr/bin', qemu.program)
  return existsSync(program) ? program : undefined
}

/**
 * Fetch kernels and busybox of an arch with the machine's own apt, and an apt configuration of our own: the machine's
 * package lists and packages stay as they are.
 *
 * @param folder - of the cache, made if it is missing.
 * @param machine - the arch's.
 * @param progress - is given what is fetched, in words.
 * @throws Error if there is no apt, or no mirror of Debian in its sources.
 */
export async function fetchGuest(folder: string, machine: Machine, progress: (text: string) => void): Promise<void> {
  const own = join(folder, machine.debian)
  const apt = await aptOf(own, machine.debian)
  progress(`package lists of ${machine.debian}`)
  await run('apt-get', [...apt, 'update'], { maxBuffer: 1 << 26 })
  const { stdout } = await run('apt-cache', [...apt, 'dumpavail'], { maxBuffer: 1 << 30 })
  const offered = readOffered(stdout)
  if (!existsSync(fetchedBusybox(folder, machine))) {
    progress('busybox-static')
    await unpack(apt, own, [`busybox-static:${machine.debian}`], { 'bin/busybox': fetchedBusybox(folder, machine) })
  }
  for (const candidates of kernelsByRelease(offered, FLAVOURS[machine.debian]!).values()) {
    if (candidates.some(it => existsSync(join(own, releaseOf(it.version), 'kernel')))) continue
    for (const it of candidates) if (await fetchKernel(apt, own, it, { offered, progress })) break
  }
}

/**
 * The kernels that boot under QEMU, by major and minor release.
 *
 * @param offered - the packages of all suites.
 * @param flavour - of Debian's kernels: cloud-amd64.
 * @returns the newest of each release first.
 */
export function kernelsByRelease(
  offered: readonly Offered[],
  flavour: string,
): ReadonlyMap<string, readonly Offered[]> {
  const image = new RegExp(`^linux-(?:image|binary)-(?:unsigned-)?\\d[^ ]*-${flavour}$`)
  const kernels = offered
    .filter(it => image.test(it.name) && !/-rt-/.test(it.name) && it.bytes > 1_000_000)
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))
  return Map.groupBy(kernels, it => releaseOf(it.version).split('.').slice(0, 2).join('.'))
}

/** 6.12.117 of the version 6.12.117-1~bpo12+1. */
function releaseOf(version: string): string {
  return /^(?:\d+:)?(\d+\.\d+(?:\.\d+)?)/.exec(version)?.[1] ?? version
}

async function fetchKernel(
  apt: readonly string[],
  own: string,
  { name, version }: Offered,
  { offered, progress }: { readonly offered: readonly Offered[]; readonly progress: (text: string) => void },
): Promise<boolean> {
  const folder = join(own, releaseOf(version))
  const base = name.replace(/^linux-binary-(?:unsigned-)?/, 'linux-base-')
  const arch = own.slice(own.lastIndexOf('/') + 1)
  progress(`${name} ${version}`)
  const names = [name, ...(base !== name && offered.some(it => it.name === base) ? [base] : [])]
  try {
    mkdirSync(folder, { recursive: true })
    await unpack(
      apt,
      own,
      names.map(it => `${it}:${arch}`),
      {
        '(?:boot|modules/[^/]*)/vmlinu[xz][^/]*': join(folder, 'kernel'),
        '(?:boot/config-[^/]*|modules/[^/]*/config)': join(folder, 'config'),
      },
    )
    return existsSync(join(folder, 'kernel'))
  } catch {
    // The list may be older than the mirror: the next candidate is tried.
    rmSync(folder, { recursive: true, force: true })
    return false
  }
}

/** Download packages, and move files that match to their places. */
async function unpack(
  apt: readonly string[],
  own: string,
  names: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = join(own, 'unpacked')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await run('apt-get', [...apt, 'download', ...names], { cwd: folder, maxBuffer: 1 << 26 })
  for (const it of readdirSync(folder).filter(it => it.endsWith('.deb')))
    await run('dpkg-deb', ['-x', it, 'x'], { cwd: folder })
  const all = readdirSync(join(folder, 'x'), { recursive: true, encoding: 'utf8' })
  for (const [pattern, to] of Object.entries(files)) {
    const found = all.find(it => new RegExp(`(?:^|/)${pattern}$`).test(it))
    if (found) renameSync(join(folder, 'x', found), to)
  }
  rmSync(folder, { recursive: true, force: true })
}

/**
 * Packages of kernels, from what apt knows of all packages.
 *
 * @param text - printed by `apt-cache dumpavail`.
 * @returns name, version and size of each.
 */
export function readOffered(text: string): readonly Offered[] {
  return text.split('\n\n').flatMap(it => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(it)?.[1]
    const name = field('Package')
    return name?.startsWith('linux-')
      ? [{ name, version: field('Version') ?? '', bytes: Number(field('Size') ?? 0) }]
      : []
  })
}

/** Options that keep apt within a folder of our own. */
async function aptOf(own: string, debian: string): Promise<readonly string[]> {
  for (const it of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(own, it), { recursive: true })
  const { mirror, key } = machineSource()
  const options = [key && `signed-by=${key}`, `arch=${debian}`].filter(Boolean).join(' ')
  const list = join(own, 'sources.list')
  const available: string[] = []
  for (const suite of SUITES) if (await hasSuite(mirror, suite, debian)) available.push(suite)
  writeFileSync(list, available.map(it => `deb [${options}] ${mirror} ${it} main\n`).join(''))
  return Object.entries({
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(own, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(own, 'cache'),
    'APT::Architecture': debian,
    'APT::Architectures': debian,
    'APT::Sandbox::User': 'root',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

async function hasSuite(mirror: string, suite: string, debian: string): Promise<boolean> {
  const answer = await fetch(`${mirror.replace(/\/$/, '')}/dists/${suite}/main/binary-${debian}/Release`, {
    method: 'HEAD',
  })
  return answer.ok
}

/** The mirror of Debian that the machine's own apt uses, and the key that signs it. */
function machineSource(): { readonly mirror: string; readonly key: string | undefined } {
  const folder = '/etc/apt/sources.list.d'
  const files = [
    ...(existsSync(folder) ? readdirSync(folder).map(it => join(folder, it)) : []),
    '/etc/apt/sources.list',
  ].filter(it => /\.(?:sources|list)$/.test(it) && existsSync(it))
  for (const text of files.map(it => readFileSync(it, 'utf8'))) {
    const mirror = /(?:^URIs:|^deb )[^\n]*?(https?:\/\/\S+\/debian\/?)(?=\s|$)/m.exec(text)?.[1]
    if (mirror) return { mirror, key: /^Signed-By: (\/\S+)/m.exec(text)?.[1] }
  }
  throw new Error('apt has no source of Debian here; give --kernel FILE and --busybox FILE')
}
