import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../files/root.ts'
import { programPath } from './programs.ts'
import type { Machine } from './machines.ts'

/** The probe program's address in the guest: no other program has it, so breakpoints there hit this one alone. */
const BASE = '0x5b000000'

const FLAGS = [
  '-O2',
  '-static',
  '-nostdlib',
  '-ffreestanding',
  '-fno-pic',
  '-fno-stack-protector',
  '-fomit-frame-pointer',
]

/** What single arches need besides. */
const ARCH_FLAGS: Readonly<Record<string, readonly string[]>> = {
  'x86-64': ['-fcf-protection=none'],
  i386: ['-fcf-protection=none'],
  arm: ['-marm'],
}

/**
 * Compile the probe program for an arch.
 *
 * @param arch - its id.
 * @param machine - its compilers.
 * @param output - the file to write.
 * @throws Error with the packages that have a compiler, if none is installed.
 */
export function buildProbe(arch: string, { compilers }: Machine, output: string): void {
  const compiler = compilers.find(it => programPath(it.command[0]!))
  if (!compiler)
    throw new Error(
      `no C compiler for ${arch} is installed; install ${compilers.map(it => it.package).join(' or ')}, or give --fetch as root`,
    )
  const base = compiler.command[0]!.startsWith('clang') ? `-Wl,--image-base=${BASE}` : `-Wl,-Ttext-segment=${BASE}`
  const args = [...compiler.command.slice(1), ...FLAGS, ...(ARCH_FLAGS[arch] ?? []), base]
  execFileSync(compiler.command[0]!, [...args, join(root, 'probes/probe.c'), '-o', output], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}
